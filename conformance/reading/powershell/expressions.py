"""What an expression is worth: literals, operators, hashtables, casts."""

from collections.abc import Callable
from functools import partial
from typing import Final

from conformance.reading.engine.branches import either
from conformance.reading.engine.journal import Decision
from conformance.reading.powershell import strings
from conformance.reading.powershell.assignments import STEPS, step_by
from conformance.reading.powershell.casts import cast
from conformance.reading.powershell.convert import decision_on, is_null, number_value, text_value, truth
from conformance.reading.powershell.data import (
    NULL,
    Array,
    Operand,
    ScriptBlock,
    Slot,
    Table,
    Text,
    TypeName,
    null_of,
)
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.members import element, invocation, member
from conformance.reading.powershell.numbers import literal
from conformance.reading.powershell.operators import binary, joined_by, negation
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import name_of, read_variable, written_at
from conformance.reading.value import FromAnswer, Known

_STRINGS: Final = (
    "verbatim_string_characters",
    "expandable_string_literal",
    "verbatim_here_string_characters",
    "expandable_here_string_literal",
)


def evaluate(machine: Machine, node: Node) -> Operand:
    """Return what ``node`` is worth. Raises Leaves where a statement inside it leaves, Exhausted where it is too much."""
    with machine.deeper():
        if node.kind == "ERROR":
            machine.does_not_understand()
            return machine.unknown(node)
        handler = _KINDS.get(node.kind)
        if handler is not None:
            return handler(machine, node)
        if node.kind.endswith("_expression") and len(node.children) >= 3:
            return _binary(machine, node)
        if len(node.named) == 1:
            return evaluate(machine, node.named[0])
        machine.does_not_understand()
        return machine.unknown(node)


def _number(machine: Machine, node: Node) -> Operand:
    found = literal(machine.syntax.text(node))
    return machine.unknown(node) if found is None else Known(found)


def _variable(machine: Machine, node: Node) -> Operand:
    return read_variable(machine, name_of(machine, node), node.start)


def _statements(machine: Machine, node: Node) -> Operand:
    return null_of(strings.sub_expression(machine, node)) if node.kind == "sub_expression" else _grouped(machine, node)


def _grouped(machine: Machine, node: Node) -> Operand:
    inner = node.named[0] if node.named else None
    if inner is None:
        return NULL
    return machine.value(machine, inner)


def _array(machine: Machine, node: Node) -> Operand:
    out = machine.stream()
    for statements in node.named:
        machine.run(machine, statements, out)
    found: list[Slot] = []
    for slot in out.cells:
        found += machine.items(slot.value) if isinstance(slot.value, FromAnswer) else [slot]
    return Array(found)


def _hashtable(machine: Machine, node: Node) -> Table:
    table = Table()
    body = node.child("hash_literal_body")
    for entry in body.named if body else ():
        if entry.kind != "hash_entry" or len(entry.named) < 2:
            machine.does_not_understand()
            continue
        key, value = entry.named[0], entry.named[-1]
        name = machine.syntax.text(key) if key.kind == "simple_name" else text_value(evaluate(machine, key)).known
        if name is None:
            table.more = machine.syntax.line(entry)
            continue
        assigned = written_at(machine, value)
        table.put(name, Slot(null_of(machine.value(machine, value)), key.start, assigned))
    return table


def _list(machine: Machine, node: Node) -> Operand:
    found = [
        Slot(null_of(evaluate(machine, child)), child.start, written_at(machine, child)) for child in _elements(node)
    ]
    return Array(found)


def _elements(node: Node) -> list[Node]:
    """Return the elements of ``a, b, c``, however the grammar nests them."""
    inner = node.named
    if inner and inner[0].kind == "array_literal_expression" and inner[0].child(","):
        return [*_elements(inner[0]), *inner[1:]]
    return inner


def _unary(machine: Machine, node: Node) -> Operand:
    operator, operand = machine.syntax.text(node.children[0]).lower(), node.children[-1]
    value = evaluate(machine, operand)
    if operator in ("-not", "!"):
        return negation(value)
    if operator == ",":
        return Array([Slot(null_of(value), operand.start)])
    if operator == "-join":
        return joined_by(value, Text()) or machine.unknown(node)
    if operator == "-split":
        return binary("split", value, Text.of(r"\s+"))
    number = number_value(value)
    # Without an operator in the source it is the mark that stands before a range.
    if operator not in ("+", "-", "") or number is None or isinstance(value, Array):
        return machine.unknown(node)
    return Known(-number if operator == "-" else number)


def _cast(machine: Machine, node: Node) -> Operand:
    kind, operand = node.named[0], node.named[-1]
    value = evaluate(machine, operand)
    found = cast(type_name(machine, kind), value)
    if found is None:
        machine.does_not_understand()
        return machine.unknown(node)
    return found


def type_name(machine: Machine, node: Node) -> str:
    """Return the name in a type literal, in lower case, without blanks and ``System.``."""
    return "".join(machine.syntax.text(node).lower().split())[1:-1].removeprefix("system.")


def _type(machine: Machine, node: Node) -> Operand:
    return TypeName(type_name(machine, node))


def _block(machine: Machine, node: Node) -> Operand:
    block = block_of(node)
    if block.body is not None:
        machine.blocks[block.body.start] = block
    return block


def block_of(node: Node, *, is_filter: bool = False) -> ScriptBlock:
    """Return the function or script block that ``node`` writes."""
    declared = node.child("param_block", "function_parameter_declaration")
    body = node.child("script_block")
    if declared is None and body is not None:
        declared = body.child("param_block")
    parameters = declared.child("parameter_list") if declared else None
    return ScriptBlock(
        body, tuple(one for one in parameters.named if one.kind == "script_parameter") if parameters else (), is_filter
    )


def _step(machine: Machine, node: Node) -> Operand:
    before, after = step_by(machine, node.named[0], 1 if "increment" in node.kind else -1)
    return before if node.kind.startswith("post") else after


def _binary(machine: Machine, node: Node) -> Operand:
    left_node, operator_node, right_node = node.children[0], node.children[1], node.children[-1]
    if len(node.children) > 3 and node.kind == "array_literal_expression":
        return _list(machine, node)
    operator = machine.syntax.text(operator_node).lower().lstrip("-") or "-"
    if operator == ",":
        return _list(machine, node)
    if operator in ("?", ":"):
        return _ternary(machine, node)
    left = evaluate(machine, left_node)
    if operator == "??":
        null = is_null(left)
        if null is False:
            return left
        if null:
            return evaluate(machine, right_node)
        default = partial(evaluate, machine, right_node)
        return either(machine, lambda: left, default, machine.syntax.line(node), Decision(left))
    if operator in ("and", "or") and truth(left) is (operator == "or"):
        return Known(operator == "or")
    return binary(operator, left, evaluate(machine, right_node))


def _ternary(machine: Machine, node: Node) -> Operand:
    """Return ``a ? b : c``, which the grammar reads as ``(a -or b) -or c``."""
    chain, one = [node.children[-1]], node.children[0]
    while one.kind == "logical_expression" and machine.syntax.text(one.children[1]) in ("?", ":"):
        chain.append(one.children[-1])
        one = one.children[0]
    chain.append(one)
    chain.reverse()
    return _chosen(machine, chain)


def _chosen(machine: Machine, chain: list[Node]) -> Operand:
    if len(chain) < 3:
        return evaluate(machine, chain[0])
    condition = evaluate(machine, chain[0])
    holds = truth(condition)
    if holds is not None:
        return evaluate(machine, chain[1]) if holds else _chosen(machine, chain[2:])
    ways = partial(evaluate, machine, chain[1]), partial(_chosen, machine, chain[2:])
    return either(machine, *ways, machine.syntax.line(chain[1]), decision_on(condition))


def _word(machine: Machine, node: Node) -> Operand:
    text = machine.syntax.text(node).replace("`", "")
    if "," in text.strip(",") and node.kind == "generic_token":
        return Array([Slot(Text.of(part, node.start)) for part in text.split(",") if part])
    return Text.of(text, node.start)


_KINDS: Final[dict[str, Callable[[Machine, Node], Operand]]] = {
    "decimal_integer_literal": _number,
    "hexadecimal_integer_literal": _number,
    "real_literal": _number,
    **dict.fromkeys(_STRINGS, strings.literal),
    "variable": _variable,
    "parenthesized_expression": _grouped,
    "sub_expression": _statements,
    "array_expression": _array,
    "hash_literal_expression": _hashtable,
    "array_literal_expression": _binary,
    "expression_with_unary_operator": _unary,
    "cast_expression": _cast,
    "type_literal": _type,
    "script_block_expression": _block,
    "member_access": member,
    "element_access": element,
    "invokation_expression": invocation,
    **dict.fromkeys(STEPS, _step),
    "generic_token": _word,
    "command_name": _word,
    "simple_name": _word,
}
