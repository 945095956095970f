"""What an expression of a source is worth: known, symbolic, or unknown. Immutable, the same for every language."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from conformance.exchange import Position


@dataclass(frozen=True, slots=True)
class Known:
    """A scalar that the source writes. A number with a fraction is a Decimal of its digits, as bodies hold it."""

    value: str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What environment variable ``name`` holds: text, or nothing where it is not set."""

    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Text made of parts, one behind the other."""

    parts: "tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """``first`` where it is not empty, else ``second``."""

    first: "Value"
    second: "Value"


@dataclass(frozen=True, slots=True)
class Edited:
    """Text after an edit; ``characters`` are those that a ``strip`` takes away, white space where it is None."""

    of: "Value"
    edit: Literal["strip", "strip-left", "strip-right", "lower", "upper"]
    characters: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One member of an object; ``place`` is where its name is written."""

    name: str
    value: "Value"
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """An object, its members in the order of the source.

    ``more`` is the expression that adds members which are not known, None where there is none. ``ordered`` is False
    where the language itself does not keep the order (PowerShell's ``@{}``).
    """

    entries: tuple[Entry, ...]
    more: str | None = None
    ordered: bool = True

    def entry(self, name: str) -> Entry | None:
        """Return the last member ``name``, or None."""
        return next((entry for entry in reversed(self.entries) if entry.name == name), None)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of an array; ``place`` is where its value is written."""

    value: "Value"
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """An array; ``more`` is the expression that adds elements which are not known, None where there is none."""

    elements: tuple[Element, ...]
    more: str | None = None


@dataclass(frozen=True, slots=True)
class JsonText:
    """Text that is ``of`` as JSON."""

    of: "Value"


@dataclass(frozen=True, slots=True)
class FromAnswer:
    """A part of the answer to call number ``call`` (from 0); ``path`` leads to it in the JSON, ``()`` is all of it."""

    call: int
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Dump:
    """An answer, or a part of it, written out as JSON.

    ``style`` says whose JSON: ``sdk`` writes the SDK's object with the nulls that it fills in, ``wire`` what came.
    ``indent`` is the number of spaces, None for one line.
    """

    of: FromAnswer
    style: Literal["sdk", "wire"]
    indent: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """What cannot be known without running the source; ``expression`` is how the source writes it, on one line."""

    expression: str


Value = Known | Setting | Joined | Either | Edited | Members | Items | JsonText | FromAnswer | Dump | Unknown
