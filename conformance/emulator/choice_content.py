"""What one choice of an answer says, however it is sent."""

from dataclasses import dataclass, field
from typing import Any, Final

from conformance.emulator.story import tokens_of
from conformance.wire.record import made_often

# A call costs more than its text; how many tokens more is assumed.
_TOKENS_A_CALL: Final = 7


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool; ``arguments`` is JSON text, as the service sends it."""

    id: str
    name: str
    arguments: str

    @property
    def tokens(self) -> int:
        """About how many tokens it is."""
        return _TOKENS_A_CALL + len(tokens_of(self.arguments))


@made_often
@dataclass(frozen=True, slots=True)
class ChoiceContent:
    """``kind`` is what it consists of: ``text``, ``calls``, ``function`` (the older way to call) or ``refusal``.

    ``harm`` is the category by which the content filter ended it.
    """

    finish: str
    tokens: int
    text: str = ""
    kind: str = "text"
    calls: tuple[Call, ...] = ()
    harm: str | None = None
    logprobs: tuple[dict[str, Any], ...] | None = field(default=None, compare=False)


def spoken(text: str, limit: int | None = None, stop: tuple[str, ...] = (), kind: str = "text") -> ChoiceContent:
    """Return ``text`` as a choice says it: cut before the first of ``stop``, and after ``limit`` tokens."""
    ends = [at for at in (text.find(one) for one in stop if one) if at >= 0]
    if ends:
        text = text[: min(ends)]
    pieces = pieces_of(text)
    if limit is not None and len(pieces) > limit:
        return ChoiceContent("length", limit, "".join(pieces[:limit]), kind)
    return ChoiceContent("stop", len(pieces), text, kind)


def pieces_of(text: str) -> list[str]:
    """Return ``text`` as tokens that are all of it, white space at its end too."""
    pieces = tokens_of(text)
    rest = len(text) - sum(map(len, pieces))
    return [*pieces, text[-rest:]] if rest else pieces
