"""Methods of strings, hashtables, arrays and of objects that are not known."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

from conformance.reading.powershell.convert import expression_of_operand, joined, number_value, text_value
from conformance.reading.powershell.data import (
    NOTHING,
    AnswerText,
    Array,
    Encoded,
    Encoding,
    Operand,
    ScriptBlock,
    Slot,
    Table,
    Text,
    TextPart,
    collected,
    items,
    null_of,
)
from conformance.reading.powershell.functions import call_block
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.operators import binary
from conformance.reading.powershell.snapshots import snapshot_of_text
from conformance.reading.powershell.syntax import Node
from conformance.reading.value import Dump, Edited, Either, FromAnswer, JsonText, Known, Setting, Unknown

_EDITS: Final[dict[str, Literal["strip", "strip-left", "strip-right", "lower", "upper"]]] = {
    "trim": "strip", "trimstart": "strip-left", "trimend": "strip-right", "tolower": "lower", "toupper": "upper",
    "tolowerinvariant": "lower", "toupperinvariant": "upper",
}  # fmt: skip
# What only looks at an object, whatever object it is.
_LOOKS: Final = frozenset(
    {
        "tostring", "gettype", "equals", "gethashcode", "contains", "containskey", "containsvalue", "startswith",
        "endswith", "indexof", "lastindexof", "substring", "split", "replace", "trim", "trimstart", "trimend",
        "tolower", "toupper", "padleft", "padright", "getenumerator", "getresponsestream", "readtoend", "compareto",
        "tolowerinvariant", "toupperinvariant", "getvalue", "tounixtimeseconds", "touniversaltime", "tolocaltime",
        "addseconds", "addminutes", "adddays", "getvalues", "clone", "getbytes", "getstring", "tochararray", "insert",
    }
)  # fmt: skip


def call_method(
    machine: Machine, owner: Operand, name: str, arguments: list[Operand], node: Node, starts: list[int] | None = None
) -> Operand:
    """Return what ``owner.name(arguments)`` gives back; ``name`` in lower case, ``starts`` where arguments are written."""
    match owner:
        case Encoding():
            return _of_encoding(machine, owner, name, arguments, node)
        case ScriptBlock() if name in ("invoke", "invokereturnasis"):
            out = machine.stream()
            call_block(machine, owner, arguments, {}, out)
            return collected(out.cells)
        case Text() | Setting() | Edited() | Either() | JsonText() | AnswerText() | Dump():
            found = _of_text(text_value(owner), name, arguments)
        case FromAnswer() if name in _EDITS:
            found = _of_text(text_value(owner), name, arguments)
        case Table():
            found = _of_table(machine, owner, name, arguments, node, starts or [])
        case Array():
            found = _of_array(machine, owner, name, arguments, starts or [])
        case Known() if name == "tostring" and not arguments:
            found = text_value(owner)
        case _:
            found = None
    if found is not None:
        return found
    if name in ("foreach", "where") and isinstance(arguments[0] if arguments else None, ScriptBlock):
        return _each(machine, owner, name, arguments)
    if name not in _LOOKS:
        machine.does_not_understand()
    return Unknown(machine.syntax.line(node))


def _of_encoding(machine: Machine, owner: Encoding, name: str, arguments: list[Operand], node: Node) -> Operand:
    if owner.name.startswith("text.") and name in ("getbytes", "getstring") and arguments:
        if name == "getbytes":
            return Encoded(arguments[0])
        return arguments[0].of if isinstance(arguments[0], Encoded) else machine.unknown(node)
    if owner.name == "console.error" and name in ("writeline", "write"):
        return NOTHING
    if owner.name == "console.out" and name in ("writeline", "write"):
        from conformance.reading.powershell.statics import call_static

        return call_static(machine, "console", name, arguments, node)
    if name not in _LOOKS:
        machine.does_not_understand()
    return machine.unknown(node)


def _of_text(text: Text, name: str, arguments: list[Operand]) -> Operand | None:
    if name in _EDITS:
        return _edited(text, name, arguments)
    if name == "tostring":
        return text
    known = text.known
    plain = [text_value(one).known for one in arguments]
    numbers = [number_value(one) for one in arguments]
    if known is None or None in plain:
        return None
    handler = _TEXT.get(name)
    try:
        return handler(known, [one or "" for one in plain], numbers) if handler else None
    except (TypeError, ValueError, IndexError):
        return None


def _edited(text: Text, name: str, arguments: list[Operand]) -> Operand | None:
    characters = "".join(text_value(slot.value).known or "" for one in arguments for slot in items(one))
    if text.known is None:
        edit = _EDITS[name]
        stripped = (characters or None) if edit.startswith("strip") else None
        return Edited(snapshot_of_text(text), edit, stripped)
    if "lower" in name or "upper" in name:
        lower = "lower" in name
        cased = (
            (one, one.value.lower() if lower else one.value.upper())
            for one in text.pieces
            if isinstance(one.value, str)
        )
        return Text(tuple(TextPart(value, one.start, one.exact) for one, value in cased))
    return _trimmed(text, name, characters or None)


def _trimmed(text: Text, name: str, characters: str | None) -> Text:
    """Return a known text without ``characters`` at its ends; what stays keeps its places."""
    pieces = [piece for piece in text.pieces if isinstance(piece.value, str)]
    if name in ("trim", "trimend"):
        while pieces and not (kept := str(pieces[-1].value).rstrip(characters)):
            pieces.pop()
        if pieces:
            pieces[-1] = TextPart(kept, pieces[-1].start, pieces[-1].exact)
    if name in ("trim", "trimstart"):
        while pieces and not (kept := str(pieces[0].value).lstrip(characters)):
            pieces.pop(0)
        if pieces:
            first = pieces[0]
            moved = len(str(first.value).encode()) - len(kept.encode())
            exact = first.exact and first.start is not None
            pieces[0] = TextPart(kept, (first.start or 0) + moved if exact else first.start, first.exact)
    return joined(Text(tuple(pieces)))


_TEXT: Final[dict[str, Callable[[str, list[str], Sequence[object]], Operand | None]]] = {
    "replace": lambda text, given, _: Text.of(text.replace(given[0], given[1])) if given[0] else None,
    "split": lambda text, given, _: Array([Slot(Text.of(part)) for part in text.split(given[0])]) if given else None,
    "startswith": lambda text, given, _: Known(text.startswith(given[0])),
    "endswith": lambda text, given, _: Known(text.endswith(given[0])),
    "contains": lambda text, given, _: Known(given[0] in text),
    "indexof": lambda text, given, _: Known(text.find(given[0])),
    "substring": lambda text, _, numbers: _substring(text, numbers),
    "padleft": lambda text, given, numbers: _padded(text, given, numbers, left=True),
    "padright": lambda text, given, numbers: _padded(text, given, numbers, left=False),
    "insert": lambda text, given, numbers: (
        Text.of(text[: numbers[0]] + given[1] + text[numbers[0] :]) if isinstance(numbers[0], int) else None
    ),
    "tochararray": lambda text, _, __: Array([Slot(Text.of(one)) for one in text]),
}


def _substring(text: str, numbers: Sequence[object]) -> Operand | None:
    start, length = numbers[0], numbers[1] if len(numbers) > 1 else len(text)
    if not isinstance(start, int) or not isinstance(length, int) or not 0 <= start <= len(text) or length < 0:
        return None
    return Text.of(text[start : start + length])


def _padded(text: str, given: list[str], numbers: Sequence[object], *, left: bool) -> Operand | None:
    width, fill = numbers[0], given[1] if len(given) > 1 else " "
    if not isinstance(width, int) or width > 10_000:
        return None
    return Text.of(text.rjust(width, fill) if left else text.ljust(width, fill))


def _of_table(
    machine: Machine, table: Table, name: str, arguments: list[Operand], node: Node, starts: list[int]
) -> Operand | None:
    key = text_value(arguments[0]).known if arguments else None
    machine.journal.touch(table)
    match name:
        case "add" | "set_item" if len(arguments) == 2:
            if key is None:
                table.more = machine.syntax.line(node)
            elif name == "set_item" or table.get(key) is None:
                table.put(key, Slot(null_of(arguments[1]), starts[0] if starts else None))
            return NOTHING
        case "insert" if len(arguments) == 3 and table.kind == "ordered":
            return _inserted(table, arguments, starts)
        case "remove" if key is not None:
            table.cells.pop(key.lower(), None)
            return NOTHING
        case "clear":
            table.cells.clear()
            return NOTHING
        case "containskey" | "contains" if key is not None:
            slot = table.get(key)
            return Known(slot is not None) if not (slot and slot.maybe) and (slot or table.more is None) else None
        case "clone" if table.kind == "hashtable":
            return Table(
                table.kind,
                {k: (n, Slot(c.value, c.start, c.assigned, c.maybe)) for k, (n, c) in table.cells.items()},
                table.more,
            )
        case "getenumerator":
            return entries(table)
        case "tostring":
            return text_value(table)
    return None


def _inserted(table: Table, arguments: list[Operand], starts: list[int]) -> Operand | None:
    at, key = number_value(arguments[0]), text_value(arguments[1]).known
    if not isinstance(at, int) or key is None:
        return None
    cells = list(table.cells.items())
    cells.insert(at, (key.lower(), (key, Slot(null_of(arguments[2]), starts[1] if len(starts) > 1 else None))))
    table.cells = dict(cells)
    return NOTHING


def entries(table: Table) -> Array:
    """Return the entries of a hashtable as objects with ``Key`` and ``Value``."""
    found = []
    for name, slot in table.cells.values():
        entry = Table("object")
        for key, value in (("Key", Text.of(name)), ("Name", Text.of(name)), ("Value", slot.value)):
            entry.put(key, Slot(value, slot.start))
        found.append(Slot(entry))
    unordered = table.kind == "hashtable" and len(found) > 1
    return Array([], expression_of_operand(table)) if unordered or table.more is not None else Array(found)


def _of_array(machine: Machine, array: Array, name: str, arguments: list[Operand], starts: list[int]) -> Operand | None:
    machine.journal.touch(array)
    match name:
        case "add" if array.grows and len(arguments) == 1:
            value = arguments[0]
            array.cells.append(Slot(null_of(value), starts[0] if starts else None))
            return Known(len(array.cells) - 1) if array.puts_index else NOTHING
        case "addrange" if array.grows and len(arguments) == 1:
            array.cells.extend(Slot(slot.value, slot.start, slot.assigned) for slot in machine.items(arguments[0]))
            return NOTHING
        case "insert" if array.grows and len(arguments) == 2 and isinstance(number_value(arguments[0]), int):
            array.cells.insert(int(number_value(arguments[0]) or 0), Slot(arguments[1], starts[1] if starts else None))
            return NOTHING
        case "removeat" if array.grows and isinstance(number_value(arguments[0]), int):
            at = int(number_value(arguments[0]) or 0)
            if 0 <= at < len(array.cells):
                del array.cells[at]
            return NOTHING
        case "clear" if array.grows:
            array.cells.clear()
            return NOTHING
        case "toarray" | "clone":
            return Array(list(array.cells), array.more)
        case "contains" if arguments:
            return binary("contains", array, arguments[0])
    return None


def _each(machine: Machine, owner: Operand, name: str, arguments: list[Operand]) -> Operand:
    from conformance.reading.powershell.pipeline_cmdlets import each, where

    out = machine.stream()
    block = arguments[0]
    if isinstance(block, ScriptBlock):
        (each if name == "foreach" else where)(machine, block, machine.items(owner), out)
    return Array(out.cells)
