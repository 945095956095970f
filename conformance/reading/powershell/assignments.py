"""``$x = …``, ``$body.seed = 42``, ``$body['seed'] += 1``, ``$Env:X = …``, ``$i++``."""

from typing import Final

from conformance.reading.engine.branches import either
from conformance.reading.engine.journal import Decision
from conformance.reading.engine.limits import MOST_ELEMENTS, Exhausted
from conformance.reading.powershell.casts import cast
from conformance.reading.powershell.convert import is_null, number_value, text_value
from conformance.reading.powershell.data import Array, Encoding, Operand, Slot, Table, TypeName, items, null_of
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.numbers import calculated
from conformance.reading.powershell.operators import binary
from conformance.reading.powershell.state import Variable
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import name_of, scope_of, split
from conformance.reading.value import Known, Unknown

STEPS: Final = (
    "post_increment_expression", "post_decrement_expression", "pre_increment_expression", "pre_decrement_expression",
)  # fmt: skip
# Settings of the class library that change how a program talks, not what it does.
_HARMLESS: Final = frozenset(
    {
        ("console", "outputencoding"), ("console", "inputencoding"), ("net.servicepointmanager", "securityprotocol"),
        ("net.servicepointmanager", "expect100continue"),
    }
)  # fmt: skip


def assign(
    machine: Machine,
    target: Node,
    operator: str,
    value: Operand,
    at: int,
    assigned: int | None = None,
    written: int | None = None,
) -> None:
    """Give ``target`` the value; ``operator`` is ``=``, ``+=``, …

    ``at`` is the byte where the assignment begins, ``written`` that where its value does, ``assigned`` that of the assignment
    which wrote the value where a variable brought it.
    """
    if operator != "=":
        before = machine.evaluate(machine, target)
        value = _changed(machine, target, operator, before, value, written)
    match target.kind:
        case "variable":
            _variable(machine, target, value, at)
        case "cast_expression" if len(target.named) == 2:
            kind = "".join(machine.syntax.text(target.named[0]).lower().split())[1:-1].removeprefix("system.")
            converted = cast(kind, value)
            if converted is None:
                machine.does_not_understand()
            assign(machine, target.named[1], "=", machine.unknown(target) if converted is None else converted, at)
        case "member_access":
            _member(machine, target, value, assigned)
        case "element_access":
            _element(machine, target, value, assigned)
        case "array_literal_expression":
            _several(machine, target, value, at)
        case "parenthesized_expression" if target.named:
            assign(machine, target.named[0], "=", value, at, assigned)
        case "pipeline" if len(target.named) == 1:
            assign(machine, target.named[0], "=", value, at, assigned)
        case _:
            machine.does_not_understand()


def step_by(machine: Machine, target: Node, amount: int) -> tuple[Operand, Operand]:
    """Add ``amount`` to ``target``; return its value before and after."""
    before = machine.evaluate(machine, target)
    number = number_value(before)
    after: Operand = machine.unknown(target)
    if number is not None and (found := calculated("+", number, amount)) is not None:
        after = Known(found)
    assign(machine, target, "=", after, target.start)
    return (Known(0) if is_null(before) else before), after


def forget(machine: Machine, node: Node) -> None:
    """Make unknown what ``node`` assigns: it was not understood, or was gone through who knows how often."""
    for assignment in node.below("assignment_expression", *STEPS):
        target = assignment.named[0] if assignment.named else assignment
        for variable in target.below("variable"):
            place = scope_of(name_of(machine, variable))
            if place is not None:
                machine.assign(place[1], machine.unknown(variable), assignment.start, scope=place[0])
            break


def _changed(
    machine: Machine, target: Node, operator: str, before: Operand, value: Operand, written: int | None
) -> Operand:
    if operator == "??=":
        null = is_null(before)
        if null is None:
            return either(machine, lambda: before, lambda: value, machine.syntax.line(target), Decision(before))
        return value if null else before
    if operator == "+=" and isinstance(before, Array):
        added = [
            Slot(one.value, written if one.start is None else one.start, one.assigned) for one in machine.items(value)
        ]
        more = value.more if isinstance(value, Array) else None
        if len(before.cells) + len(added) > MOST_ELEMENTS:
            raise Exhausted
        return Array([*before.cells, *added], before.more or more)
    return binary(operator[:-1], before, value)


def _variable(machine: Machine, target: Node, value: Operand, at: int) -> None:
    name = name_of(machine, target)
    scope, rest = split(name)
    if scope == "env":
        machine.hold(machine.state.environment, rest.lower(), Variable(text_value(value)))
        return
    place = scope_of(name)
    if place is None:
        machine.does_not_understand()
        return
    if place[1] not in ("null", "true", "false"):
        machine.assign(place[1], null_of(value), at, scope=place[0])


def _member(machine: Machine, target: Node, value: Operand, assigned: int | None) -> None:
    owner_node, name_node = target.children[0], target.children[-1]
    owner = machine.evaluate(machine, owner_node)
    name = (
        machine.syntax.text(name_node)
        if name_node.kind == "simple_name"
        else text_value(machine.evaluate(machine, name_node)).known
    )
    if isinstance(owner, Table):
        _put(machine, owner, name, Slot(null_of(value), name_node.start, assigned), target)
    elif isinstance(owner, TypeName):
        if (owner.name, (name or "").lower()) not in _HARMLESS:
            machine.does_not_understand()
    elif not isinstance(owner, Encoding):
        machine.does_not_understand()


def _element(machine: Machine, target: Node, value: Operand, assigned: int | None) -> None:
    owner, index_node = machine.evaluate(machine, target.named[0]), target.named[-1]
    index = machine.evaluate(machine, index_node)
    if isinstance(owner, Table):
        _put(machine, owner, text_value(index).known, Slot(null_of(value), index_node.start, assigned), target)
        return
    number = number_value(index)
    if isinstance(owner, Array) and isinstance(number, int) and -len(owner.cells) <= number < len(owner.cells):
        machine.journal.touch(owner)
        owner.cells[number] = Slot(null_of(value), index_node.start, assigned)
    elif isinstance(owner, Array):
        machine.journal.touch(owner)
        owner.more = machine.syntax.line(target)
    else:
        machine.does_not_understand()


def _put(machine: Machine, table: Table, name: str | None, slot: Slot, target: Node) -> None:
    machine.journal.touch(table)
    if name is None:
        table.more = machine.syntax.line(target)
    elif table.kind != "object" or table.get(name) or table.more:
        table.put(name, slot)
    # A property that an object does not have cannot be set: the statement fails, and the program goes on.


def _several(machine: Machine, target: Node, value: Operand, at: int) -> None:
    """``$a, $b = 1, 2``: the last variable takes what is left."""
    targets = target.named
    cells = items(value)
    for index, one in enumerate(targets):
        found: Operand
        if isinstance(value, Array) and value.more is None:
            rest = cells[index:] if index + 1 == len(targets) else cells[index : index + 1]
            found = rest[0].value if len(rest) == 1 else Array(rest) if rest else Known(None)
        else:
            found = Unknown(machine.syntax.line(one))
        assign(machine, one, "=", found, at)
