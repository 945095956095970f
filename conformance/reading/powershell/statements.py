"""Following statements: pipelines, assignments, blocks, functions, and how each leaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from conformance.reading.engine.leaving import Broke, Continued, Ends, Raised, Returned
from conformance.reading.powershell.assignments import STEPS, assign, forget
from conformance.reading.powershell.branches import follow_if, follow_switch
from conformance.reading.powershell.commands import run_command
from conformance.reading.powershell.data import Nothing, Operand, Slot, collected
from conformance.reading.powershell.expressions import block_of
from conformance.reading.powershell.functions import bind
from conformance.reading.powershell.loops import follow_do, follow_for, follow_foreach, follow_while
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.state import Variable
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.try_statements import follow_trap, follow_try
from conformance.reading.powershell.variables import written_at


def run(machine: Machine, node: Node, out: Stream) -> None:
    """Follow a statement; what it puts out goes to ``out``. Raises Left, and Exhausted where it is too much."""
    with machine.deeper():
        handler = _KINDS.get(node.kind)
        if handler is None:
            machine.put(out, machine.evaluate(machine, node), node.start)
            return
        if node.broken and handler is not _all and any(child.kind == "ERROR" for child in node.children):
            machine.does_not_understand(next(child for child in node.children if child.kind == "ERROR"))
            machine.doubt()
        handler(machine, node, out)


def value_of(machine: Machine, node: Node) -> Operand:
    """Return what a statement is worth as a value; an expression that is all of it is not taken apart."""
    only = node.children[0] if node.kind == "pipeline" and len(node.children) == 1 else None
    if only is not None and only.kind == "assignment_expression":
        with _statement(machine, node):
            return _assignment(machine, only)
    if only is not None and only.kind not in ("command", "pipeline_chain"):
        return machine.evaluate(machine, only)
    out = machine.stream()
    run(machine, node, out)
    return collected(out.cells)


@contextmanager
def _statement(machine: Machine, node: Node) -> Iterator[None]:
    """Name the statement that is followed now."""
    outer, machine.statement = machine.statement, node
    try:
        yield
    finally:
        machine.statement = outer


def _all(machine: Machine, node: Node, out: Stream) -> None:
    for child in node.named:
        run(machine, child, out)


def _error(machine: Machine, node: Node, _out: Stream) -> None:
    machine.does_not_understand(node)
    machine.doubt()
    forget(machine, node)


def _pipeline(machine: Machine, node: Node, out: Stream) -> None:
    if node.broken and not any(node.below("script_block_expression")):
        _error(machine, node, out)
        return
    with _statement(machine, node):
        follows = True
        for child in node.named:
            if child.kind == "pipeline_chain_tail":
                follows = child.child("&&") is not None
            elif child.kind == "assignment_expression":
                _assignment(machine, child)
            elif follows:
                _stages(machine, child.children if child.kind == "pipeline_chain" else [child], out)


def _stages(machine: Machine, nodes: list[Node], out: Stream) -> None:
    """Follow the parts of a pipeline; ``nodes`` with the ``|`` between them."""
    stages = [
        node for node in nodes if node.is_named and node.kind not in ("redirections", "verbatim_command_argument")
    ]
    for node in nodes:
        if node.kind == "verbatim_command_argument" or (
            node.kind == "redirections" and "$null" not in machine.syntax.text(node)
        ):
            machine.does_not_understand()
        elif node.kind == "redirections" and len(stages) == 1:
            out = machine.stream()
    piped: list[Slot] | None = None
    for index, stage in enumerate(stages):
        target = out if index + 1 == len(stages) else machine.stream()
        if stage.kind == "command":
            run_command(machine, stage, piped, target)
        elif stage.kind in STEPS:
            machine.evaluate(machine, stage)
        else:
            assigned = written_at(machine, stage)
            value = machine.evaluate(machine, stage)
            if (
                assigned is not None
                and machine.items(value)
                and len(machine.items(value)) == 1
                and not isinstance(value, Nothing)
            ):
                only = machine.items(value)[0]
                target.put(Slot(only.value, stage.start if only.start is None else only.start, assigned))
            else:
                machine.put(target, value, stage.start)
        piped = target.cells


def _assignment(machine: Machine, node: Node) -> Operand:
    target, operator, value_node = node.named[0], node.named[1], node.named[-1]
    assigned = written_at(machine, value_node)
    value = value_of(machine, value_node)
    assign(machine, target, machine.syntax.text(operator), value, node.start, assigned, value_node.start)
    return value


def _function(machine: Machine, node: Node, _out: Stream) -> None:
    name = node.child("function_name")
    kind = machine.syntax.text(node.children[0]).lower()
    if name is None or kind == "workflow":
        machine.does_not_understand(node)
        return
    plain = machine.syntax.text(name).lower().rpartition(":")[2]
    machine.hold(machine.state.functions, plain, Variable(block_of(node, is_filter=kind == "filter")))


def _flow(machine: Machine, node: Node, out: Stream) -> None:
    word = machine.syntax.text(node.children[0]).lower()
    pipeline = node.named[-1] if node.named else None
    with _statement(machine, node):
        if word == "return":
            if pipeline is not None:
                run(machine, pipeline, out)
            raise Returned
        if word in ("break", "continue"):
            raise Broke if word == "break" else Continued
        if pipeline is not None:
            value_of(machine, pipeline)
        if word == "throw":
            raise Raised
        raise Ends


def _parameters(machine: Machine, node: Node, _out: Stream) -> None:
    """Give the script's own parameters their defaults."""
    listed = node.child("parameter_list")
    bind(machine, [one for one in listed.named if one.kind == "script_parameter"] if listed else [], [], {})


def _ignored(_machine: Machine, _node: Node, _out: Stream) -> None:
    """Follow nothing."""


def _not_understood(machine: Machine, node: Node, _out: Stream) -> None:
    machine.does_not_understand(node)


Follow = Callable[[Machine, Node, Stream], None]
_KINDS: Final[dict[str, Follow]] = {
    **dict.fromkeys(
        (
            "program",
            "statement_list",
            "statement_block",
            "script_block",
            "script_block_body",
            "named_block_list",
            "named_block",
        ),
        _all,
    ),
    "pipeline": _pipeline,
    "ERROR": _error,
    "function_statement": _function,
    "flow_control_statement": _flow,
    "if_statement": follow_if,
    "switch_statement": follow_switch,
    "for_statement": follow_for,
    "foreach_statement": follow_foreach,
    "while_statement": follow_while,
    "do_statement": follow_do,
    "try_statement": follow_try,
    "trap_statement": follow_trap,
    "param_block": _parameters,
    **dict.fromkeys(("label", "block_name", "enum_statement"), _ignored),
    **dict.fromkeys(
        (
            "class_statement",
            "data_statement",
            "inlinescript_statement",
            "parallel_statement",
            "sequence_statement",
        ),
        _not_understood,
    ),
}
