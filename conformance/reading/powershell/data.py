"""What a PowerShell expression is worth while the source is followed. Tables and arrays change, as PowerShell's do."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from conformance.reading import answer_members
from conformance.reading.engine.journal import Changing, Fork
from conformance.reading.powershell.syntax import Node
from conformance.reading.value import Dump, Edited, Either, FromAnswer, JsonText, Known, Setting, Unknown, Value


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a text: characters, or a value that is not known.

    ``start`` is the byte of the source where it is written; of ``exact`` characters the first one stands there and the
    others follow.
    """

    value: str | Value
    start: int | None = field(default=None, compare=False)
    exact: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A string."""

    pieces: tuple[TextPart, ...] = ()

    @classmethod
    def of(cls, value: str | Value, start: int | None = None) -> "Text":
        return cls((TextPart(value, start),))

    @property
    def known(self) -> str | None:
        """The characters, None where not all are known."""
        if all(isinstance(piece.value, str) for piece in self.pieces):
            return "".join(piece.value for piece in self.pieces if isinstance(piece.value, str))
        return None


@dataclass(slots=True, eq=False)
class Slot:
    """A place that holds a value: a member, an element, an object on its way through a pipeline.

    ``start`` is the byte of the source where a member's name or an element is written, ``assigned`` the assignment that wrote
    the value where a variable brought it. ``maybe`` where the member is there only if something holds that is not known.
    """

    value: "Operand"
    start: int | None = None
    assigned: int | None = None
    maybe: bool = False


_Content = tuple[Any, str | None]


@dataclass(slots=True, eq=False)
class Table(Changing):
    """A hashtable, or an object with properties; names match whatever their case."""

    kind: Literal["hashtable", "ordered", "object"] = "hashtable"
    cells: "dict[str, tuple[str, Slot]]" = field(default_factory=dict)
    more: str | None = None

    def get(self, name: str) -> Slot | None:
        found = self.cells.get(name.lower())
        return found[1] if found else None

    def put(self, name: str, slot: Slot) -> None:
        old = self.cells.get(name.lower())
        self.cells[name.lower()] = (old[0] if old else name, slot)

    def content(self) -> _Content:
        return dict(self.cells), self.more

    def restore(self, content: _Content) -> None:
        self.cells, self.more = content

    def joined(self, one: _Content, other: _Content, fork: Fork) -> _Content:
        cells: dict[str, tuple[str, Slot]] = {}
        for key in {**other[0], **one[0]}:
            name, here = one[0].get(key) or other[0][key]
            if key in one[0] and key in other[0]:
                there = other[0][key][1]
                value = fork.value(here.value, there.value, f"{name!r} under {fork.expression}")
                cells[key] = (name, Slot(value, here.start, here.assigned, here.maybe or there.maybe))
            else:
                cells[key] = (name, Slot(here.value, here.start, here.assigned, maybe=True))
        return cells, one[1] or other[1]


@dataclass(slots=True, eq=False)
class Array(Changing):
    """An array, or a list that ``grows`` in place; one that ``puts_index`` (an ArrayList) puts out the index of what is added."""

    cells: list[Slot] = field(default_factory=list)
    more: str | None = None
    grows: bool = False
    puts_index: bool = False

    def content(self) -> _Content:
        return list(self.cells), self.more

    def restore(self, content: _Content) -> None:
        self.cells, self.more = content

    def joined(self, one: _Content, other: _Content, fork: Fork) -> _Content:
        pairs = zip(one[0], other[0], strict=False)
        cells = [Slot(fork.value(here.value, there.value), here.start, here.assigned) for here, there in pairs]
        return cells, one[1] or other[1] or (None if len(one[0]) == len(other[0]) else fork.expression)


@dataclass(frozen=True, slots=True)
class Truth:
    """True where ``of`` is not empty; ``negated`` the other way round."""

    of: "Operand"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AnswerText:
    """The JSON text of an answer, as it came."""

    call: int


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What Invoke-WebRequest returns: an answer with its status and headers."""

    call: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """The UTF-8 bytes of a text."""

    of: "Operand"


@dataclass(frozen=True, slots=True)
class TempFile:
    """The name of a temporary file that the source itself made."""

    number: int


@dataclass(frozen=True, slots=True)
class TypeName:
    """``[name]``, in lower case and without ``System.``."""

    name: str


@dataclass(frozen=True, slots=True)
class Encoding:
    """An object of the class library that only ever holds settings of the console or of encoding."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class ScriptBlock:
    """A script block or a function; ``parameters`` are the nodes that declare them."""

    body: Node | None
    parameters: tuple[Node, ...] = ()
    is_filter: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """No output at all: an empty pipeline. As a value it is ``$null``."""


Operand = (
    Known | Text | Setting | Either | Edited | FromAnswer | Dump | JsonText | Unknown
    | Table | Array | Truth | AnswerText | WebAnswer | Encoded | TempFile | TypeName | Encoding | ScriptBlock | Nothing
)  # fmt: skip

NOTHING: Final = Nothing()
NULL: Final = Known(None)


def is_scalar(answer: FromAnswer) -> bool:
    """Say whether that part of an answer is text or a number."""
    return answer_members.is_scalar(answer.path)


def is_there(answer: FromAnswer) -> bool:
    """Say whether every answer has that part, and it is an object or an array."""
    match answer.path:
        case () | ("choices",) | ("choices", int()) | ("choices", int(), "message") | ("usage",):
            return True
    return False


def items(value: Operand) -> list[Slot]:
    """Return the elements that ``value`` is enumerated to."""
    match value:
        case Nothing():
            return []
        case Array(cells, more):
            return [*cells, *([Slot(Unknown(more))] if more is not None else [])]
        case _:
            return [Slot(value)]


def collected(cells: list[Slot]) -> Operand:
    """Return what a pipeline that put out ``cells`` is worth as a value."""
    if not cells:
        return NOTHING
    return cells[0].value if len(cells) == 1 else Array(cells)


def null_of(value: Operand) -> Operand:
    return NULL if isinstance(value, Nothing) else value
