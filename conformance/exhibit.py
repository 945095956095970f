"""What a finding is about, whole: for readers who want to look around in it. Nothing in it is secret."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer as it may be shown.

    ``head`` is its first line (``POST https://…``, ``200``); ``body`` its text, ``is_json`` whether that is JSON.
    ``chunks`` are the data of a stream's chunks by their index; ``body`` is None then.
    """

    head: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    is_json: bool = False
    chunks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ExchangeExhibit:
    """An exchange; a half of it that was not recorded is None."""

    request: Message | None = None
    response: Message | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines ``first`` to ``last`` of a source, counted from 1, in one language."""

    first: int
    last: int
    language: str


@dataclass(frozen=True, slots=True)
class SourceExhibit:
    """A document or a program: ``file`` as findings name it, its text, and which lines are in which language."""

    file: str
    text: str
    passages: tuple[Passage, ...] = ()

    def language_at(self, line: int) -> str | None:
        """Return the language of a line; None outside of passages."""
        return next((one.language for one in self.passages if one.first <= line <= one.last), None)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What belongs to one finding. ``language`` is that of the program that sent the exchange, where it is known."""

    exchange: ExchangeExhibit | None = None
    source: SourceExhibit | None = None
    language: str | None = None
