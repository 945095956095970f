"""Methods of dicts and lists."""

import ast

from conformance.reading.engine.leaving import Raised
from conformance.reading.engine.limits import MOST_ELEMENTS
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.iteration import items_of
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import DictObject, ListObject, Object, Slot
from conformance.reading.python.python_values import NotKnown, lift, lift_key, python_value
from conformance.reading.value import Known, Unknown


def merge(machine: Machine, into: DictObject, given: Object, node: ast.AST) -> None:
    """Add the members of ``given`` to ``into``, as ``{**given}`` and ``update`` do."""
    machine.journal.touch(into)
    if isinstance(given, DictObject):
        into.entries.update(given.entries)
        into.more = into.more or given.more
        return
    for key, slot in into.entries.items():
        # An unknown member may replace this one.
        into.entries[key] = Slot(Unknown(f"{key!r} or its replacement"), slot.place)
    into.more = machine.written(node)


def call_dict(machine: Machine, owner: DictObject, name: str, given: Arguments, node: ast.Call) -> Object | None:
    """Return what method ``name`` of a dict yields; None where it is none that is followed."""
    key, default = given.first(), given.get("default", 1)
    match name:
        case "items" | "keys" | "values":
            return _listed(owner, name)
        case "copy":
            return DictObject(dict(owner.entries), owner.more, machine.place(node))
        case "get":
            return _get(machine, owner, key, default, node)
        case "update":
            for slot in given.positional:
                merge(machine, owner, slot.value, node)
            if given.keywords or given.more:
                merge(machine, owner, DictObject(dict(given.keywords.items()), given.more), node)
            return Known(None)
        case "setdefault":
            found = _get(machine, owner, key, default, node)
            if isinstance(key, Known) and key.value not in owner.entries and owner.more is None:
                machine.journal.touch(owner)
                owner.entries[key.value] = Slot(found, given.positional[0].place)
            return found
        case "pop":
            return _pop(machine, owner, key, default, node)
        case "clear":
            machine.journal.touch(owner)
            owner.entries, owner.more = {}, None
            return Known(None)
    return None


def _listed(owner: DictObject, name: str) -> Object:
    listed = ListObject(more=owner.more)
    for key, slot in owner.entries.items():
        try:
            pair = [Slot(lift(key), slot.place), Slot(slot.value, slot.place)]
        except NotKnown:
            listed.more = listed.more or repr(key)
            continue
        chosen = ListObject(pair, kind="tuple") if name == "items" else pair[name == "values"].value
        listed.elements.append(Slot(chosen, slot.place))
    return listed


def _get(machine: Machine, owner: DictObject, key: Object | None, default: Object | None, node: ast.Call) -> Object:
    if not isinstance(key, Known):
        return machine.unknown(node)
    slot = owner.entries.get(key.value)
    if slot is not None:
        return slot.value
    return machine.unknown(node) if owner.more is not None else default or Known(None)


def _pop(machine: Machine, owner: DictObject, key: Object | None, default: Object | None, node: ast.Call) -> Object:
    machine.journal.touch(owner)
    if not isinstance(key, Known):
        found = machine.unknown(node)
        owner.entries, owner.more = {}, machine.written(node)
        return found
    slot = owner.entries.pop(key.value, None)
    if slot is not None:
        return slot.value
    if owner.more is not None:
        return machine.unknown(node)
    if default is None:
        raise Raised("KeyError")
    return default


def call_list(machine: Machine, owner: ListObject, name: str, given: Arguments, node: ast.Call) -> Object | None:
    """Return what method ``name`` of a list, tuple or set yields; None where it is none that is followed."""
    first = given.first()
    if name == "copy":
        return ListObject(list(owner.elements), owner.more, owner.kind)
    if owner.kind == "tuple":
        return None
    machine.journal.touch(owner)
    match name:
        case "append" | "add" if given.positional and len(owner.elements) < MOST_ELEMENTS:
            if owner.more is None and not (name == "add" and _holds(owner, first)):
                owner.elements.append(given.positional[0])
        case "extend" | "update" if first is not None:
            extend(machine, owner, first, node)
        case "insert" if len(given.positional) == 2 and isinstance(first, Known) and owner.more is None:
            owner.elements.insert(python_value(first), given.positional[1])
        case "clear":
            owner.elements, owner.more = [], None
        case "reverse" if owner.more is None:
            owner.elements.reverse()
        case "pop" if owner.kind == "list" and owner.more is None:
            return _popped(machine, owner, first, node)
        case "sort" | "remove" | "pop" | "insert" | "append" | "discard" | "reverse":
            return _lose(owner, machine.written(node))
        case _:
            return None
    return Known(None)


def extend(machine: Machine, owner: ListObject, given: Object, node: ast.AST) -> None:
    """Add the elements of ``given``, as ``extend`` and ``+=`` do."""
    machine.journal.touch(owner)
    items, complete = items_of(machine, given)
    if owner.more is None and len(owner.elements) + len(items) <= MOST_ELEMENTS:
        owner.elements.extend(given.elements if isinstance(given, ListObject) else map(Slot, items))
    if not complete:
        owner.more = owner.more or machine.written(node)


def _lose(owner: ListObject, expression: str) -> Object:
    """Forget the elements of ``owner``, and return any one of them."""
    owner.elements, owner.more = [], expression
    return Unknown(expression)


def _holds(owner: ListObject, item: Object | None) -> bool:
    return any(slot.value == item for slot in owner.elements)


def _popped(machine: Machine, owner: ListObject, index: Object | None, node: ast.Call) -> Object:
    try:
        return owner.elements.pop(python_value(index) if index is not None else -1).value
    except (IndexError, TypeError) as error:
        raise Raised(type(error).__name__) from None
    except NotKnown:
        return _lose(owner, machine.written(node))


def keys_of(given: Object) -> DictObject | None:
    """Return a dict made of pairs, as ``dict([("a", 1)])`` does; None where these are not known."""
    if isinstance(given, DictObject):
        return DictObject(dict(given.entries), given.more, given.opened)
    if not isinstance(given, ListObject) or given.more is not None:
        return None
    made = DictObject()
    for slot in given.elements:
        pair = slot.value
        if not isinstance(pair, ListObject) or len(pair.elements) != 2:
            return None
        try:
            key = lift_key(python_value(pair.elements[0].value))
        except NotKnown:
            return None
        made.entries[key] = Slot(pair.elements[1].value, slot.place or pair.elements[0].place)
    return made
