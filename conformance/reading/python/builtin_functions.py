"""Builtin functions, on what is known."""

import ast
from collections.abc import Callable
from typing import Any, Final

from conformance.reading.engine.leaving import Raised
from conformance.reading.engine.limits import MOST_ELEMENTS
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.classes import as_dict
from conformance.reading.python.iteration import items_of
from conformance.reading.python.machine import Machine
from conformance.reading.python.members import keys_of, merge
from conformance.reading.python.objects import (
    Answer,
    DictObject,
    Function,
    Imported,
    Instance,
    ListObject,
    Object,
    Serialized,
    Slot,
)
from conformance.reading.python.python_values import NotKnown, lift, python_value
from conformance.reading.python.text import as_text
from conformance.reading.value import Known

_DEEPEST: Final = 50
_PURE: Final[dict[str, Callable[..., Any]]] = {
    function.__name__: function
    for function in (
        abs,
        bool,
        float,
        int,
        len,
        max,
        min,
        ord,
        chr,
        round,
        sum,
        sorted,
        divmod,
        repr,
        any,
        all,
        hex,
        bin,
    )
}


def _pure(name: str) -> Callable[[Machine, Arguments, ast.Call], Object]:
    def called(machine: Machine, given: Arguments, node: ast.Call) -> Object:
        if given.more is not None:
            return machine.unknown(node)
        try:
            values = [python_value(slot.value) for slot in given.positional]
            named = {key: python_value(slot.value) for key, slot in given.keywords.items()}
            return lift(_PURE[name](*values, **named))
        except NotKnown:
            return machine.unknown(node)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise Raised(type(error).__name__) from None

    return called


def _str(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    item = given.first()
    if item is None:
        return Known("")
    return item if isinstance(item, Serialized) else as_text(item, machine.written(node))


def _len(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    match given.first():
        case ListObject(elements, None, "list" | "tuple"):
            return Known(len(elements))
        case DictObject(entries, None):
            return Known(len(entries))
    return _pure("len")(machine, given, node)


def _range(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    try:
        numbers = range(*(python_value(slot.value) for slot in given.positional))
    except NotKnown:
        return machine.unknown(node)
    except (TypeError, ValueError) as error:
        raise Raised(type(error).__name__) from None
    if len(numbers) > MOST_ELEMENTS:
        return machine.unknown(node)
    return ListObject([Slot(Known(number)) for number in numbers], kind="tuple")


def _enumerate(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    start = given.get("start", 1) or Known(0)
    items, complete = items_of(machine, given.first() or Known(""))
    if not complete or not isinstance(start, Known) or type(start.value) is not int:
        return machine.unknown(node)
    return ListObject([_pair(Known(index), item) for index, item in enumerate(items, start.value)])


def _zip(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    columns = [items_of(machine, slot.value) for slot in given.positional]
    if given.more is not None or not all(complete for _, complete in columns):
        return machine.unknown(node)
    rows = zip(*(items for items, _ in columns), strict=False)
    return ListObject([_pair(*row) for row in rows])


def _pair(*items: Object) -> Slot:
    return Slot(ListObject([Slot(item) for item in items], kind="tuple"))


def _dict(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    made = DictObject(opened=machine.place(node))
    for slot in given.positional:
        pairs = keys_of(slot.value)
        merge(machine, made, pairs if pairs is not None else slot.value, node)
    made.entries.update(given.keywords)
    made.more = made.more or given.more
    return made


def _sequence(kind: str) -> Callable[[Machine, Arguments, ast.Call], Object]:
    def called(machine: Machine, given: Arguments, node: ast.Call) -> Object:
        item = given.first()
        if item is None:
            return ListObject(kind=kind)  # type: ignore[arg-type]
        if isinstance(item, ListObject) and "set" not in (kind, item.kind):
            return ListObject(list(item.elements), item.more, kind)  # type: ignore[arg-type]
        items, complete = items_of(machine, item)
        if not complete or kind == "set":
            return machine.unknown(node)
        return ListObject([Slot(one) for one in items], kind=kind)  # type: ignore[arg-type]

    return called


def _reversed(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    items, complete = items_of(machine, given.first() or Known(""))
    return ListObject([Slot(item) for item in reversed(items)]) if complete else machine.unknown(node)


def _isinstance(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    item, kind = given.first(), given.get("", 1)
    if isinstance(item, Answer) and item.kind == "json" and not item.path and kind == Imported("builtins.dict"):
        return Known(True)
    names = {"str": str, "int": int, "float": float, "bool": bool, "dict": dict, "list": list}
    wanted = names.get(kind.name.removeprefix("builtins.")) if isinstance(kind, Imported) else None
    try:
        return (
            machine.unknown(node) if wanted is None or item is None else Known(isinstance(python_value(item), wanted))
        )
    except NotKnown:
        return machine.unknown(node)


def _getattr(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    from conformance.reading.python.attributes import attribute

    of, name = given.first(), given.get("", 1)
    if of is not None and isinstance(name, Known) and isinstance(name.value, str):
        found = attribute(machine, of, name.value, node)
        return machine.unknown(node) if len(given.positional) > 2 and isinstance(of, Answer) else found
    return machine.not_understood(node)


def _map(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    function, items = given.first(), given.get("", 1)
    if isinstance(function, Function) and isinstance(items, ListObject) and items.more is None:
        return ListObject([Slot(machine.invoke(machine, function, [slot.value], {}, None)) for slot in items.elements])
    if isinstance(function, Imported) and function.name == "builtins.str" and isinstance(items, ListObject):
        texts = [Slot(as_text(slot.value, machine.written(node)), slot.place) for slot in items.elements]
        return ListObject(texts, items.more)
    if isinstance(function, Function):
        return machine.unknown(node)
    return machine.not_understood(node)


def attributes(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return the attributes of an object of a class of the source as a dict, as ``asdict`` and ``vars`` do."""
    item = given.first()
    return as_dict(item) if isinstance(item, Instance) else machine.unknown(node)


def copied(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return a copy of a dict or list, with all that is in it where it is ``deepcopy``."""
    item = given.first()
    deep = "deep" in machine.written(node.func)
    return machine.unknown(node) if item is None else _copy(machine, item, _DEEPEST if deep else 1, node)


def _copy(machine: Machine, item: Object, depth: int, node: ast.Call) -> Object:
    machine.step()
    if depth == 0:
        return item
    match item:
        case DictObject(entries, more):
            copies = {key: Slot(_copy(machine, one.value, depth - 1, node), one.place) for key, one in entries.items()}
            return DictObject(copies, more, machine.place(node))
        case ListObject(elements, more, kind):
            return ListObject(
                [Slot(_copy(machine, one.value, depth - 1, node), one.place) for one in elements], more, kind
            )
    return item


FUNCTIONS: Final[dict[str, Callable[[Machine, Arguments, ast.Call], Object]]] = {
    **{name: _pure(name) for name in _PURE},
    "str": _str,
    "len": _len,
    "range": _range,
    "enumerate": _enumerate,
    "zip": _zip,
    "dict": _dict,
    "list": _sequence("list"),
    "tuple": _sequence("tuple"),
    "set": _sequence("set"),
    "reversed": _reversed,
    "isinstance": _isinstance,
    "getattr": _getattr,
    "map": _map,
    "vars": attributes,
}
