"""Assign to a name, a key, an index or several at once."""

import ast

from conformance.exchange import Position
from conformance.reading.engine.leaving import Raised
from conformance.reading.python.environ import is_own, set_variable
from conformance.reading.python.iteration import items_of
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import (
    Answer,
    ClassObject,
    DictObject,
    Imported,
    Instance,
    ListObject,
    Object,
    Session,
    Slot,
)
from conformance.reading.python.python_values import NotKnown, lift_key, python_value
from conformance.reading.python.sdk_before import SETTINGS, set_in_module
from conformance.reading.value import Known, Unknown

# What may be set on an answer: it changes how the text is read, and nothing that is sent.
_HARMLESS_ATTRIBUTES = frozenset({"encoding"})


def assign(machine: Machine, target: ast.expr, value: Object, statement: ast.AST) -> None:
    """Make ``target`` hold ``value``; ``statement`` is what writes it."""
    match target:
        case ast.Name(name):
            bind(machine, name, value, machine.place(statement))
        case ast.Tuple(elements) | ast.List(elements):
            _unpack(machine, elements, value, statement)
        case ast.Starred(inner):
            assign(machine, inner, value, statement)
        case ast.Subscript(of, index):
            owner = machine.evaluate(machine, of)
            _set_item(machine, owner, machine.evaluate(machine, index), value, target)
        case ast.Attribute(of, name):
            _set_attribute(machine, machine.evaluate(machine, of), name, value, target)
        case _:
            machine.not_understood(target)


def bind(machine: Machine, name: str, value: Object, place: Position | None) -> None:
    """Make ``name`` hold ``value``; ``place`` is the statement that says so."""
    scope = machine.scope.owner(name)
    machine.journal.touch(scope)
    scope.names[name] = Slot(value, place)


def _unpack(machine: Machine, targets: list[ast.expr], value: Object, statement: ast.AST) -> None:
    items, complete = ([], False) if isinstance(value, Answer) else items_of(machine, value)
    starred = next((index for index, one in enumerate(targets) if isinstance(one, ast.Starred)), None)
    if not complete:
        for one in targets:
            assign(machine, one, Unknown(machine.written(one)), statement)
        return
    if starred is None:
        if len(items) != len(targets):
            raise Raised("ValueError")
        for one, item in zip(targets, items, strict=True):
            assign(machine, one, item, statement)
        return
    behind = len(targets) - starred - 1
    if len(items) < len(targets) - 1:
        raise Raised("ValueError")
    end = len(items) - behind
    rest = ListObject([Slot(item) for item in items[starred:end]])
    for one, item in zip(targets, [*items[:starred], rest, *items[end:]], strict=True):
        assign(machine, one, item, statement)


def _set_item(machine: Machine, owner: Object, index: Object, value: Object, target: ast.Subscript) -> None:
    place = machine.place(target.slice)
    match owner:
        case DictObject():
            machine.journal.touch(owner)
            try:
                owner.entries[lift_key(python_value(index))] = Slot(value, place)
            except (NotKnown, TypeError):
                for key, slot in owner.entries.items():
                    owner.entries[key] = Slot(Unknown(f"{key!r} or {machine.written(target)}"), slot.place)
                owner.more = machine.written(target)
        case ListObject():
            machine.journal.touch(owner)
            try:
                owner.elements[python_value(index)] = Slot(value, machine.place(target))
            except IndexError:
                raise Raised("IndexError") from None
            except (NotKnown, TypeError):
                owner.elements, owner.more = [], machine.written(target)
        case Imported("os.environ") if isinstance(index, Known) and is_own(str(index.value)):
            set_variable(machine, str(index.value), value, place)
        case Unknown() | Answer():
            return
        case _:
            machine.not_understood(target)


def _set_attribute(machine: Machine, owner: Object, name: str, value: Object, target: ast.Attribute) -> None:
    if isinstance(owner, Answer) and (name in _HARMLESS_ATTRIBUTES or owner.kind == "sdk"):
        return  # what the program writes into an answer is near enough to what came
    if owner == Imported("openai") and name in SETTINGS:
        set_in_module(machine, name, value, machine.place(target))
        return
    if isinstance(owner, Session) and name in ("headers", "params") and isinstance(value, DictObject):
        into = owner.headers if name == "headers" else owner.params
        machine.journal.touch(into)
        into.entries, into.more = dict(value.entries), value.more
        return
    if isinstance(owner, Instance | ClassObject):
        machine.journal.touch(owner.scope)
        owner.scope.names[name] = Slot(value, machine.place(target))
    elif not isinstance(owner, Unknown):
        machine.not_understood(target)
