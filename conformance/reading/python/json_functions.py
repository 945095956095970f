"""``json.dumps`` and ``json.loads``."""

import ast
import json
from typing import Any, Final

from conformance.reading.engine.leaving import Raised
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Answer, DictObject, ListObject, Object, Serialized, Slot
from conformance.reading.python.python_values import NotKnown, lift, python_value
from conformance.reading.python.snapshots import snapshot
from conformance.reading.value import Dump, FromAnswer, Items, Known, Members, Value

_LAYOUT: Final = frozenset({"indent", "ensure_ascii", "separators", "sort_keys"})
_HARMLESS: Final = _LAYOUT | {"allow_nan", "default", "check_circular"}


def dumps(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return the text that ``json.dumps`` makes."""
    item = given.get("obj", 0)
    if item is None or given.more is not None or not set(given.keywords) <= _HARMLESS | {"obj"}:
        return machine.unknown(node)
    layout = {name: given.keywords[name].value for name in _LAYOUT & set(given.keywords)}
    indent = layout.get("indent")
    spaces = indent.value if isinstance(indent, Known) and type(indent.value) is int else None
    if isinstance(item, Answer):
        if item.kind != "json":
            raise Raised("TypeError")
        return Serialized(Dump(FromAnswer(item.call, item.path), item.style, spaces), None, None, spaces)
    opened = item.opened if isinstance(item, DictObject) else None
    return Serialized(snapshot(item, machine.written(node)), opened, _text(item, layout), spaces)


def _text(item: Object, layout: dict[str, Object]) -> str | None:
    try:
        options: dict[str, Any] = {name: python_value(value) for name, value in layout.items()}
        text = json.dumps(python_value(item), **options)
    except (NotKnown, TypeError, ValueError, RecursionError):
        return None
    return text


def loads(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return what ``json.loads`` or ``json.load`` makes of its text."""
    text = given.get("s", 0) or given.get("fp")
    match text:
        case Serialized(of=Dump(FromAnswer(call, path), style)):
            return Answer("json", call, path, style)
        case Serialized(of=of):
            return restored(of)
        case Answer("content" | "http" | "raw", call, path, style):
            return Answer("json", call, path, style)
        case Known(str() as known):
            try:
                return lift(json.loads(known))
            except (ValueError, RecursionError):
                raise Raised("JSONDecodeError") from None
            except NotKnown:
                return machine.unknown(node)
    return machine.unknown(node)


def restored(value: Value) -> Object:
    """Return ``value`` as an object that can be changed."""
    match value:
        case Members(entries, more):
            return DictObject({entry.name: Slot(restored(entry.value), entry.place) for entry in entries}, more)
        case Items(elements, more):
            return ListObject([Slot(restored(element.value), element.place) for element in elements], more)
    return value
