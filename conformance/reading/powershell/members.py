"""``$x.name``, ``$x[0]``, ``$x.Method()`` and ``[Type]::Member``."""

from conformance.reading.powershell.convert import expression_of_operand, number_value, text_value, truth
from conformance.reading.powershell.data import (
    NULL,
    AnswerText,
    Array,
    Encoding,
    Nothing,
    Operand,
    Slot,
    Table,
    Text,
    TextPart,
    TypeName,
    WebAnswer,
    collected,
)
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.methods import call_method
from conformance.reading.powershell.statics import call_static, static_member
from conformance.reading.powershell.syntax import Node
from conformance.reading.value import FromAnswer, Known, Unknown


def member(machine: Machine, node: Node) -> Operand:
    """Return the property that ``node`` names."""
    owner = machine.evaluate(machine, node.children[0])
    name = member_name(machine, node.children[-1])
    if name is None:
        return machine.unknown(node)
    if isinstance(owner, TypeName) and node.child("::"):
        found = static_member(owner.name, name.lower())
        if found is None:
            machine.does_not_understand()
            return machine.unknown(node)
        return found
    return property_of(machine, owner, name)


def member_name(machine: Machine, node: Node) -> str | None:
    """Return the name of a member, None where it is not known."""
    if node.kind == "simple_name":
        return machine.syntax.text(node)
    return text_value(machine.evaluate(machine, node)).known


def property_of(machine: Machine, owner: Operand, name: str) -> Operand:
    """Return property ``name`` of ``owner``; of an array what its elements have."""
    plain = name.lower()
    match owner:
        case Table():
            return _of_table(owner, name)
        case Array(cells, more):
            if plain in ("count", "length"):
                return Known(len(cells)) if more is None else Unknown(f"{expression_of_operand(owner)}.{name}")
            found = [
                one for slot in machine.items(owner) for one in machine.items(property_of(machine, slot.value, name))
            ]
            return collected([slot for slot in found if slot.value != NULL])
        case Text() if plain == "length":
            return Unknown(f"{expression_of_operand(owner)}.Length") if owner.known is None else Known(len(owner.known))
        case FromAnswer():
            return _of_answer(machine, owner, name)
        case WebAnswer(call):
            return AnswerText(call) if plain == "content" else Unknown(f"answer.{name}")
        case Known() | Nothing() | Text():
            return Known(1) if plain in ("count", "length") and owner != NULL else NULL
        case Encoding(kind):
            return Encoding(f"{kind}.{plain}")
    return Unknown(f"{expression_of_operand(owner)}.{name}")


def _of_table(table: Table, name: str) -> Operand:
    slot = table.get(name)
    if slot is not None:
        return Unknown(f"@{{…}}.{name}") if slot.maybe else slot.value
    plain = name.lower()
    unknown = table.more is not None or any(one.maybe for _, one in table.cells.values())
    if plain in ("count", "keys", "values") and table.kind != "object":
        if unknown:
            return Unknown(f"@{{…}}.{name}")
        if plain == "count":
            return Known(len(table.cells))
        keys = [Slot(Text.of(key)) for key, _ in table.cells.values()]
        found = keys if plain == "keys" else [Slot(one.value) for _, one in table.cells.values()]
        ordered = table.kind == "ordered" or len(found) < 2
        return Array(found) if ordered else Array([], f"@{{…}}.{name}")
    if plain == "psobject":
        return Unknown("@{…}.PSObject")
    return Unknown(f"@{{…}}.{name}") if unknown else NULL


def _of_answer(machine: Machine, answer: FromAnswer, name: str) -> Operand:
    plain = name.lower()
    if answer.path == ("choices",):
        if plain in ("count", "length"):
            return Known(machine.choices(answer.call))
        return property_of(machine, Array(machine.items(answer)), name)
    if plain in ("count", "length", "psobject"):
        return Unknown(f"answer.{'.'.join(map(str, (*answer.path, name)))}")
    machine.reads_member((*answer.path, name))
    return FromAnswer(answer.call, (*answer.path, plain))


def element(machine: Machine, node: Node) -> Operand:
    """Return ``$x[index]``."""
    owner, index = machine.evaluate(machine, node.named[0]), machine.evaluate(machine, node.named[-1])
    unknown = Unknown(machine.syntax.line(node))
    if isinstance(owner, Table) and not isinstance(number_value(index), int | None) | isinstance(index, Array):
        index = Text.of(expression_of_operand(index))
    match owner:
        case Table():
            name = text_value(index).known
            if isinstance(index, Known) and isinstance(index.value, int) and owner.kind == "ordered":
                cells = list(owner.cells.values())
                return cells[index.value][1].value if -len(cells) <= index.value < len(cells) else NULL
            return unknown if name is None or isinstance(index, Array) else _of_key(owner, name)
        case Array(cells, more):
            if isinstance(index, Array) and more is None:
                numbers = [number_value(slot.value) for slot in index.cells]
                return Array(
                    [cells[one] for one in numbers if isinstance(one, int) and -len(cells) <= one < len(cells)]
                )
            at = number_value(index)
            if not isinstance(at, int) or (more is not None and not 0 <= at < len(cells)):
                return unknown
            return cells[at].value if -len(cells) <= at < len(cells) else NULL
        case Text():
            at = number_value(index)
            if owner.known is None or not isinstance(at, int):
                return unknown
            return Text.of(owner.known[at]) if -len(owner.known) <= at < len(owner.known) else NULL
        case FromAnswer(call, path):
            at = number_value(index)
            if isinstance(at, int) and not isinstance(index, Text):
                if at == -1 and path[-1:] == ("choices",):
                    at = machine.choices(call) - 1
                return FromAnswer(call, (*path, at)) if at >= 0 else unknown
            name = text_value(index).known
            return unknown if name is None else FromAnswer(call, (*path, name))
        case Known(None) | Nothing():
            return NULL
    return unknown


def _of_key(table: Table, name: str) -> Operand:
    slot = table.get(name)
    if slot is None or slot.maybe:
        return Unknown(f"@{{…}}[{name}]") if slot or table.more is not None else NULL
    return slot.value


def invocation(machine: Machine, node: Node) -> Operand:
    """Return what a method gives back."""
    if node.named and node.named[0].kind == "invokation_foreach_expression":
        inner = node.named[0]
        owner, block = machine.evaluate(machine, inner.named[0]), machine.evaluate(machine, inner.named[-1])
        return call_method(machine, owner, "foreach", [block], node)
    owner = machine.evaluate(machine, node.children[0])
    name = member_name(machine, node.named[1]) if len(node.named) > 1 else None
    listed = node.child("argument_list")
    given = [one for child in listed.named for one in _arguments(child)] if listed else []
    arguments = [machine.evaluate(machine, one) for one in given]
    if name is None:
        machine.does_not_understand()
        return machine.unknown(node)
    if isinstance(owner, TypeName) and node.child("::"):
        return call_static(machine, owner.name, name.lower(), arguments, node)
    starts = [one.start for one in given]
    return call_method(machine, owner, name.lower(), arguments, node, starts)


def _arguments(node: Node) -> list[Node]:
    return node.named if node.kind == "argument_expression_list" else [node]


__all__ = ["TextPart", "element", "invocation", "member", "property_of", "truth"]
