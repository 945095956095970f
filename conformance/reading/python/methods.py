"""Methods of dicts, lists, texts and of data that is not known."""

import ast
from typing import Any, Final

from conformance.reading.engine.leaving import Raised
from conformance.reading.engine.limits import MOST_CHARACTERS
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.machine import Machine
from conformance.reading.python.members import call_dict, call_list
from conformance.reading.python.name_sets import name_set
from conformance.reading.python.objects import Coroutine, DictObject, ListObject, Object, Serialized
from conformance.reading.python.python_values import NotKnown, lift, python_value
from conformance.reading.python.snapshots import VALUES
from conformance.reading.python.text import as_text, format_fields, joined
from conformance.reading.value import Edited, Known, Unknown, Value

_TEXT: Final = frozenset(name for name in dir(str) if not name.startswith("_")) - {"format", "format_map", "join"}
# Those of data that is not known: text, numbers, dicts, lists, dates, matches of a pattern.
_HARMLESS: Final = _TEXT | name_set(
    "format join get items keys values append extend insert pop update setdefault copy clear sort reverse add discard",
    "decode close group groups groupdict span date time total_seconds isoformat timestamp hex is_integer bit_length",
    "hexdigest digest debug info warning error exception critical setLevel most_common strftime random randint choice",
)
_EDITS: Final = {"strip": "strip", "lstrip": "strip-left", "rstrip": "strip-right", "lower": "lower", "upper": "upper"}
_WIDEST: Final = 10_000


def is_harmless(name: str) -> bool:
    """Whether method ``name`` of any data changes nothing outside the program."""
    return name in _HARMLESS


def call_method(machine: Machine, owner: Object, name: str, given: Arguments, node: ast.Call) -> Object:
    """Return what method ``name`` of ``owner`` yields."""
    match owner:
        case DictObject() if (done := call_dict(machine, owner, name, given, node)) is not None:
            return done
        case ListObject() if (done := call_list(machine, owner, name, given, node)) is not None:
            return done
        case Serialized() if name in ("encode", "strip", "decode"):
            return owner
        case Known(str() as text):
            return _of_text(machine, text, name, given, node)
    if isinstance(owner, VALUES) and not isinstance(owner, Unknown):
        if name in ("encode", "decode"):
            return owner
        found = edited(owner, name, given)
        if found is not None:
            return found
    if isinstance(owner, (*VALUES, Serialized)) and is_harmless(name):
        return machine.unknown(node)
    first = given.first()
    if name in ("run_until_complete", "create_task") and isinstance(first, Coroutine) and isinstance(owner, Unknown):
        return first.start()
    for value in given.values():
        machine.escape(value, machine.written(node))
    return machine.not_understood(node)


def edited(text: Value, name: str, given: Arguments) -> Value | None:
    """Return ``text`` after ``strip``, ``lower`` and the like; None where ``name`` is no such method."""
    edit = _EDITS.get(name)
    characters = given.first()
    if edit is None or given.keywords or (characters is not None and not isinstance(characters, Known)):
        return None
    wanted = characters.value if isinstance(characters, Known) else None
    if wanted is not None and not isinstance(wanted, str):
        return None
    return Edited(text, edit, wanted)  # type: ignore[arg-type]


def _of_text(machine: Machine, text: str, name: str, given: Arguments, node: ast.Call) -> Object:
    expression = machine.written(node)
    try:
        if name in ("encode", "decode"):
            return Known(text)
        if name == "format" and given.more is None:
            return format_fields(text, lambda key: _field(given, key), expression, range(len(given.positional)))
        if name == "join":
            return _join(text, given, expression)
        if name not in _TEXT:
            return machine.unknown(node) if is_harmless(name) else machine.not_understood(node)
        values = [python_value(slot.value) for slot in given.positional]
        named = {key: python_value(slot.value) for key, slot in given.keywords.items()}
        if given.more is not None or _is_huge(text, [*values, *named.values()]):
            return machine.unknown(node)
        return lift(getattr(text, name)(*values, **named))
    except NotKnown:
        return machine.unknown(node)
    except (TypeError, ValueError, LookupError, AttributeError, StopIteration) as error:
        raise Raised(type(error).__name__) from None


def _field(given: Arguments, key: int | str) -> Object:
    return given.positional[key].value if isinstance(key, int) else given.keywords[key].value


def _join(separator: str, given: Arguments, expression: str) -> Object:
    items = given.first()
    if not isinstance(items, ListObject) or items.more is not None or items.kind == "set":
        return Unknown(expression)
    parts: list[Value] = []
    for index, slot in enumerate(items.elements):
        if isinstance(slot.value, Known) and not isinstance(slot.value.value, str):
            raise TypeError
        parts += [Known(separator)] * bool(index) + [as_text(slot.value, expression)]
    return joined(parts)


def _is_huge(text: str, arguments: list[Any]) -> bool:
    width = max((one for one in arguments if isinstance(one, int)), default=0)
    length = max((len(one) for one in arguments if isinstance(one, str)), default=0)
    return width > _WIDEST or (len(text) + 1) * (length + 1) > MOST_CHARACTERS
