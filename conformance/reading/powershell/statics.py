"""Static members of the class library that compute, print or name a setting; what else they do is not understood."""

import math
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from conformance.reading.powershell.casts import cast, is_list
from conformance.reading.powershell.convert import expression_of_operand, number_value, text_value, truth
from conformance.reading.powershell.data import (
    NOTHING,
    NULL,
    Array,
    Encoding,
    Operand,
    Slot,
    Table,
    TempFile,
    Text,
    Truth,
    items,
)
from conformance.reading.powershell.formatting import formatted
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.numbers import Number, double
from conformance.reading.powershell.operators import joined_by
from conformance.reading.powershell.printing import line
from conformance.reading.powershell.snapshots import snapshot_of_text
from conformance.reading.powershell.state import Variable
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import environment
from conformance.reading.value import Known, Unknown

_CONSTANTS: Final[dict[tuple[str, str], Operand]] = {
    ("string", "empty"): Text(),
    ("int", "maxvalue"): Known(2**31 - 1),
    ("int", "minvalue"): Known(-(2**31)),
    ("int32", "maxvalue"): Known(2**31 - 1),
    ("long", "maxvalue"): Known(2**63 - 1),
    ("long", "minvalue"): Known(-(2**63)),
    ("int64", "maxvalue"): Known(2**63 - 1),
    ("environment", "newline"): Text.of("\n"),
}
# Types whose members are looked at without effect, in whole.
_LOOKS: Final = frozenset(
    {
        "datetime", "datetimeoffset", "timespan", "guid", "math", "environment", "net.securityprotocoltype",
        "net.servicepointmanager", "runtime.interopservices.runtimeinformation", "char", "stringcomparison",
        "globalization.cultureinfo", "version", "bitconverter",
    }
)  # fmt: skip
_CALLS: Final = frozenset(
    {
        ("guid", "newguid"), ("guid", "parse"), ("convert", "tobase64string"), ("convert", "toint32"), ("convert", "tostring"),
        ("datetime", "parse"), ("datetimeoffset", "fromunixtimeseconds"), ("datetimeoffset", "parse"),
        ("timespan", "fromseconds"), ("text.encoding", "getencoding"), ("char", "isdigit"), ("regex", "escape"),
        ("regex", "replace"), ("regex", "match"), ("regex", "matches"), ("regex", "ismatch"), ("regex", "unescape"),
        ("diagnostics.stopwatch", "startnew"), ("int", "tryparse"), ("version", "parse"), ("uri", "iswellformeduristring"),
    }
)  # fmt: skip
_ENCODED: Final = {
    ("uri", "escapedatastring"), ("web.httputility", "urlencode"), ("net.webutility", "urlencode"),
    ("uri", "escapeuristring"),
}  # fmt: skip


def static_member(kind: str, name: str) -> Operand | None:
    """Return ``[kind]::name``, None where it may do more than name something. Both in lower case."""
    if (kind, name) in _CONSTANTS:
        return _CONSTANTS[(kind, name)]
    if kind in ("console", "text.encoding"):
        return Encoding(f"{kind}.{name}")
    return Unknown(f"[{kind}]::{name}") if kind in _LOOKS else None


def call_static(machine: Machine, kind: str, name: str, arguments: list[Operand], node: Node) -> Operand:
    """Return what ``[kind]::name(arguments)`` gives back; notes where it is not understood."""
    known = [text_value(one).known for one in arguments]
    first = arguments[0] if arguments else NULL
    match kind, name:
        case "string", "isnullorempty" | "isnullorwhitespace":
            return _empty(first, blank=name.endswith("space"))
        case "string", "join" if len(arguments) >= 2:
            joined = joined_by(
                arguments[1] if len(arguments) == 2 else Array([Slot(one) for one in arguments[1:]]), first
            )
            return joined or machine.unknown(node)
        case "string", "format" if arguments:
            given = [slot.value for one in arguments[1:] for slot in items(one)]
            return formatted(first, given) or machine.unknown(node)
        case "string", "concat":
            return Text(tuple(piece for one in arguments for piece in text_value(one).pieces))
        case "environment", "getenvironmentvariable" if known and known[0]:
            start = next(
                (one.start for one in node.below("verbatim_string_characters", "expandable_string_literal")), node.start
            )
            return environment(machine, known[0], start)
        case "environment", "setenvironmentvariable" if len(arguments) == 2 and known[0]:
            machine.hold(machine.state.environment, known[0].lower(), Variable(arguments[1]))
            return NOTHING
        case "environment", "exit":
            from conformance.reading.engine.leaving import Ends

            raise Ends
        case "console", "writeline" | "write":
            return _written(machine, name, arguments, node)
        case "io.path", "gettempfilename":
            machine.files += 1
            machine.hold(machine.state.files, TempFile(machine.files), Variable(Text()))
            return TempFile(machine.files)
        case "io.file", "readalltext" | "delete" | "exists" if isinstance(first, TempFile):
            return _file(machine, name, first, node)
        case "math", _:
            return _math(name, arguments) or machine.unknown(node)
        case "threading.thread", "sleep":
            return NOTHING
        case _, "new":
            return _made(machine, kind, arguments, node)
        case _, "parse" if kind in ("int", "long", "double", "bool", "int32", "int64"):
            return cast(kind, first) or machine.unknown(node)
    if (kind, name) in _ENCODED and len(arguments) == 1:
        if known[0] is None:
            return machine.unknown(node)
        return Text.of(quote(known[0], safe="-._~"))
    if (kind, name) not in _CALLS:
        machine.does_not_understand()
    return machine.unknown(node)


def _empty(value: Operand, *, blank: bool) -> Operand:
    known = text_value(value).known
    if known is not None:
        return Known(not (known.strip() if blank else known))
    filled = truth(value)
    return Truth(value, negated=True) if filled is None else Known(not filled)


def _written(machine: Machine, name: str, arguments: list[Operand], node: Node) -> Operand:
    text: Operand = Text()
    if len(arguments) > 1:
        text = formatted(arguments[0], arguments[1:]) or machine.unknown(node)
    elif arguments:
        text = arguments[0]
    value = snapshot_of_text(text_value(text))
    machine.prints(line(value) if name == "writeline" else value)
    return NOTHING


def _file(machine: Machine, name: str, file: TempFile, node: Node) -> Operand:
    if name == "readalltext":
        held = machine.state.files.held.get(file)
        return held.value if held is not None else machine.unknown(node)
    return NOTHING if name == "delete" else Known(True)


def _math(name: str, arguments: list[Operand]) -> Operand | None:
    numbers: list[Number] = [number for one in arguments if (number := number_value(one)) is not None]
    if not numbers or len(numbers) != len(arguments):
        return None
    if name in ("max", "min"):
        return Known(max(numbers, key=float) if name == "max" else min(numbers, key=float))
    if name == "abs":
        return Known(-numbers[0] if numbers[0] < 0 else numbers[0])
    whole: dict[str, Callable[[Number], int]] = {"floor": math.floor, "ceiling": math.ceil, "truncate": math.trunc}
    found = double(float(whole[name](numbers[0]))) if name in whole else None
    return None if found is None else Known(found)


def _made(machine: Machine, kind: str, arguments: list[Operand], node: Node) -> Operand:
    """Return a new object: a collection, or one that only holds settings."""
    if is_list(kind):
        given = arguments[0] if arguments and isinstance(arguments[0], Array) else Array()
        return Array(
            [Slot(slot.value, slot.start, slot.assigned) for slot in given.cells],
            given.more,
            grows=True,
            puts_index="arraylist" in kind,
        )
    if kind in ("collections.hashtable", "hashtable"):
        return Table()
    if kind == "collections.specialized.ordereddictionary" or kind.startswith("collections.generic.dictionary["):
        return Table("ordered")
    if kind in ("pscustomobject", "psobject"):
        return Table("object")
    if kind.startswith(("text.", "net.http.headers.")):
        return Encoding(kind)
    if kind == "uri" and arguments:
        return arguments[0]
    if kind in (
        "exception",
        "invalidoperationexception",
        "argumentexception",
        "datetime",
        "timespan",
        "version",
        "random",
    ):
        return Unknown(f"[{kind}]{expression_of_operand(arguments[0]) if arguments else ''}")
    machine.does_not_understand()
    return machine.unknown(node)
