"""What was seen of a run so far, and the reading made of it."""

from dataclasses import dataclass, field, replace

from conformance.exchange import Position
from conformance.reading.engine.renumbering import renumbered
from conformance.reading.program import (
    Call,
    Comment,
    Language,
    MemberRead,
    NotUnderstood,
    Printed,
    Reading,
    SettingRead,
)


@dataclass
class Record:
    """Calls, texts and the rest. A call has a number of its own here: its place changes while ways are taken back."""

    calls: list[tuple[int, Call]] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    settings: dict[tuple[str, Position], SettingRead] = field(default_factory=dict)
    not_understood: dict[Position, NotUnderstood] = field(default_factory=dict)
    members: dict[MemberRead, None] = field(default_factory=dict)
    sent: int = 0

    def send(self, call: Call) -> int:
        """Add ``call``; return the number by which parts of its answer name it."""
        self.sent += 1
        self.calls.append((self.sent, call))
        return self.sent

    def call(self, number: int) -> Call | None:
        """Return call ``number``, None where it was taken back."""
        return next((call for sent, call in reversed(self.calls) if sent == number), None)

    def reads(self, name: str, place: Position) -> None:
        """Add that environment variable ``name`` is read."""
        self.settings.setdefault((name, place), SettingRead(name, place))

    def does_not_understand(self, place: Position, statement: str) -> None:
        """Add a statement that is not understood."""
        self.not_understood.setdefault(place, NotUnderstood(place, statement))

    def mark(self) -> tuple[int, int]:
        """Return how many calls and texts there are."""
        return len(self.calls), len(self.printed)

    def take_back(self, mark: tuple[int, int]) -> "Record":
        """Take the calls and texts since ``mark`` away, and return them."""
        taken = Record(self.calls[mark[0] :], self.printed[mark[1] :])
        del self.calls[mark[0] :], self.printed[mark[1] :]
        return taken

    def add(self, other: "Record", *, certain: bool = True) -> None:
        """Add the calls and texts of ``other``; they are not certain where ``certain`` is False."""
        if certain:
            self.calls += other.calls
            self.printed += other.printed
        else:
            self.calls += ((number, replace(call, certain=False)) for number, call in other.calls)
            self.printed += (replace(text, certain=False) for text in other.printed)

    def reading(self, file: str, language: Language, comments: tuple[Comment, ...]) -> Reading:
        """Return all of it, in the order of the run or of the source."""
        places = {number: place for place, (number, _) in enumerate(self.calls)}
        calls = (
            replace(call, body=renumbered(call.body, places)) if call.body is not None else call
            for _, call in self.calls
        )
        return Reading(
            file=file,
            language=language,
            calls=tuple(calls),
            printed=tuple(replace(one, text=renumbered(one.text, places)) for one in self.printed),
            settings=tuple(sorted(self.settings.values(), key=lambda one: _order(one.place))),
            comments=comments,
            not_understood=tuple(sorted(self.not_understood.values(), key=lambda one: _order(one.place))),
            members=tuple(self.members),
        )


def _order(place: Position) -> tuple[int, int]:
    return place.line or 0, place.column or 0
