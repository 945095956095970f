"""``[int]'42'``, ``[ordered]@{}``, ``[pscustomobject]@{}`` and the others that only change what a value is."""

from typing import Final

from conformance.reading.powershell.convert import expression_of_operand, number_value, text_value, truth
from conformance.reading.powershell.data import (
    NULL,
    Array,
    Encoding,
    Nothing,
    Operand,
    Slot,
    Table,
    Text,
    Truth,
    items,
)
from conformance.reading.powershell.numbers import double
from conformance.reading.value import Edited, Either, FromAnswer, Known, Setting, Unknown

_WHOLE: Final = {"int": 32, "int32": 32, "long": 64, "int64": 64, "int16": 16, "byte": 9, "uint32": 33, "uint64": 65}
_REAL: Final = frozenset({"double", "float", "single", "decimal"})
_TABLES: Final = {
    "ordered": "ordered", "collections.specialized.ordereddictionary": "ordered", "hashtable": "hashtable",
    "collections.hashtable": "hashtable", "collections.idictionary": "hashtable",
    "pscustomobject": "object", "psobject": "object", "management.automation.pscustomobject": "object",
}  # fmt: skip
_LISTS: Final = ("collections.arraylist", "collections.generic.list[", "arraylist")
_HARMLESS: Final = frozenset({"regex", "version", "datetime", "datetimeoffset", "timespan", "guid"})


def cast(kind: str, value: Operand) -> Operand | None:
    """Return ``[kind]value``; ``kind`` in lower case without ``System.``. None where such a cast may do more."""
    if kind == "string":
        return text_value(value)
    if kind in ("bool", "boolean", "switch", "switchparameter", "management.automation.switchparameter"):
        known = truth(value)
        return Truth(value) if known is None else Known(known)
    if kind in _WHOLE or kind in _REAL:
        return _number(kind, value)
    if kind in _TABLES:
        return _table(_TABLES[kind], value)
    if kind == "void":
        return Nothing()
    if kind in ("array", "object[]", "string[]", "int[]", "psobject[]", "hashtable[]", "pscustomobject[]"):
        if kind in ("string[]", "int[]"):
            cells = [Slot(cast(kind[:-2], one.value) or one.value, one.start, one.assigned) for one in items(value)]
            return Array(cells, value.more if isinstance(value, Array) else None)
        return value if isinstance(value, Array) else Array([Slot(value)])
    if is_list(kind):
        return Array(
            [Slot(one.value, one.start, one.assigned) for one in items(value)],
            grows=True,
            puts_index="arraylist" in kind,
        )
    if kind == "char":
        code = value.value if isinstance(value, Known) else None
        return Text.of(chr(code)) if isinstance(code, int) and 0 <= code < 0xD800 else value
    if kind in ("uri", "object"):
        return value
    if kind.startswith(("net.securityprotocoltype", "text.")):
        return Encoding(kind)
    return Unknown(f"[{kind}]{expression_of_operand(value)}") if kind in _HARMLESS else None


def is_list(kind: str) -> bool:
    """Say whether ``kind`` is a list that grows in place."""
    return kind.startswith(_LISTS)


def _number(kind: str, value: Operand) -> Operand:
    number = number_value(value)
    if number is None or isinstance(value, Table | Array):
        symbolic = isinstance(value, Setting | Edited | Either | FromAnswer | Text | Unknown)
        return Unknown(f"[{kind}]{expression_of_operand(value)}") if symbolic else NULL
    if kind in _WHOLE:
        whole = round(number)
        fits = -(1 << (_WHOLE[kind] - 1)) <= whole < 1 << (_WHOLE[kind] - 1)
        return Known(whole) if fits else Unknown(f"[{kind}]{expression_of_operand(value)}")
    found = double(float(number))
    return Unknown(f"[{kind}]{expression_of_operand(value)}") if found is None else Known(found)


def _table(kind: str, value: Operand) -> Operand:
    if not isinstance(value, Table):
        return value
    return Table(
        "ordered" if kind == "ordered" else "object" if kind == "object" else "hashtable", value.cells, value.more
    )
