"""From one kind of value to another, as PowerShell does it without being asked."""

from typing import Final

from conformance.reading.engine.journal import Decision
from conformance.reading.engine.limits import MOST_CHARACTERS, MOST_PARTS, Exhausted
from conformance.reading.powershell.data import (
    AnswerText,
    Array,
    Encoded,
    Encoding,
    Nothing,
    Operand,
    ScriptBlock,
    Table,
    TempFile,
    Text,
    TextPart,
    Truth,
    TypeName,
    WebAnswer,
    is_scalar,
    is_there,
)
from conformance.reading.powershell.numbers import Number, parsed, text_of
from conformance.reading.resolving import expression_of
from conformance.reading.value import Dump, Edited, Either, FromAnswer, JsonText, Known, Setting, Unknown

_TYPES: Final = {
    "hashtable": "System.Collections.Hashtable",
    "ordered": "System.Collections.Specialized.OrderedDictionary",
}


def text_value(value: Operand, start: int | None = None) -> Text:
    """Return ``value`` as it stands in a string; ``start`` is where the source writes it."""
    match value:
        case Text(pieces):
            return value if any(piece.start is not None for piece in pieces) else _placed(value, start)
        case Known(None) | Nothing():
            return Text()
        case Known(bool() as flag):
            return Text.of("True" if flag else "False", start)
        case Known(number) if not isinstance(number, str):
            return Text.of(text_of(number), start)  # type: ignore[arg-type]  # None and booleans are gone
        case Table(kind, cells) if kind == "object":
            parts = [TextPart("@{", start)]
            for index, (name, slot) in enumerate(cells.values()):
                parts += [TextPart(f"{'; ' if index else ''}{name}=", start), *inner_text(slot.value).pieces]
            return joined(Text((*parts, TextPart("}", start))))
        case Table(kind):
            return Text.of(_TYPES[kind], start)
        case Array(cells, more) if more is None:
            return separated([inner_text(slot.value) for slot in cells], Text.of(" "))
        case FromAnswer() if not is_scalar(value):
            return Text.of(Unknown(expression_of(value)), start)
        case AnswerText(call):
            return Text.of(Dump(FromAnswer(call), "wire"), start)
        case Setting() | Either() | Edited() | FromAnswer() | Dump() | JsonText() | Unknown():
            return Text.of(value, start)
        case _:
            return Text.of(Unknown(expression_of_operand(value)), start)


def inner_text(value: Operand) -> Text:
    """Return an element or property as it stands inside the text of an array or object."""
    if isinstance(value, Array):
        return Text.of("System.Object[]")
    return Text() if isinstance(value, Table) and value.kind == "object" else text_value(value)


def separated(texts: list[Text], separator: Text) -> Text:
    """Return ``texts`` with ``separator`` between them."""
    pieces: list[TextPart] = []
    for index, text in enumerate(texts):
        pieces += [*(separator.pieces if index else ()), *text.pieces]
    return joined(Text(tuple(pieces)))


def joined(text: Text) -> Text:
    """Return ``text`` without empty pieces. Raises Exhausted where it is longer than any source means it to be."""
    if (
        len(text.pieces) > MOST_PARTS
        or sum(len(one.value) for one in text.pieces if isinstance(one.value, str)) > MOST_CHARACTERS
    ):
        raise Exhausted
    return Text(tuple(piece for piece in text.pieces if piece.value != ""))


def truth(value: Operand) -> bool | None:
    """Return whether ``value`` counts as true, None where that is not known."""
    match value:
        case Known(plain):
            return bool(plain)
        case Nothing():
            return False
        case Text(pieces):
            if any(isinstance(piece.value, str) and piece.value for piece in pieces):
                return True
            return None if any(not isinstance(piece.value, str) for piece in pieces) else False
        case Array(cells, more):
            if more is not None or len(cells) == 1:
                return None if more is not None else truth(cells[0].value)
            return bool(cells)
        case FromAnswer():
            return True if is_there(value) else None
        case Truth(of, negated):
            inner = truth(of)
            return None if inner is None else inner != negated
        case Setting() | Either() | Edited() | Unknown():
            return None
        case _:
            return True


def number_value(value: Operand) -> Number | None:
    """Return ``value`` as a number, None where it is none or not known."""
    match value:
        case Known(None) | Nothing():
            return 0
        case Known(bool() as flag):
            return int(flag)
        case Known(plain) if not isinstance(plain, str):
            return plain
        case Text():
            return None if value.known is None else parsed(value.known)
    return None


def is_null(value: Operand) -> bool | None:
    """Return whether ``value`` is null, None where that is not known."""
    match value:
        case Known(plain):
            return plain is None
        case Nothing():
            return True
        case Setting() | Unknown() | Either():
            return None
        case FromAnswer():
            return False if is_there(value) else None
    return False


def expression_of_operand(value: Operand) -> str:
    """Return ``value`` in a line for a reader."""
    match value:
        case Text():
            return " + ".join(
                piece.value if isinstance(piece.value, str) else expression_of(piece.value) for piece in value.pieces
            )
        case Known() | Setting() | Either() | Edited() | FromAnswer() | Dump() | JsonText() | Unknown():
            return expression_of(value)
        case Table():
            return "@{…}"
        case Array():
            return "@(…)"
        case Truth(of, negated):
            return f"-not {expression_of_operand(of)}" if negated else expression_of_operand(of)
        case AnswerText(_) | WebAnswer(_):
            return "answer"
        case Encoded(of):
            return expression_of_operand(of)
        case TempFile(_):
            return "temporary file"
        case TypeName(name) | Encoding(name):
            return f"[{name}]"
        case ScriptBlock():
            return "{…}"
        case Nothing():
            return "$null"


def _placed(text: Text, start: int | None) -> Text:
    return Text(tuple(TextPart(piece.value, start) for piece in text.pieces))


def decision_on(condition: Operand) -> Decision:
    """Return what ``condition``, which is not known, asks."""
    return Decision(condition.of, condition.negated) if isinstance(condition, Truth) else Decision(condition)
