"""Functions and script blocks of the source itself: parameters bound, body followed, output taken."""

from contextlib import suppress

from conformance.reading.engine.leaving import Returned
from conformance.reading.powershell.casts import cast
from conformance.reading.powershell.data import NULL, Array, Operand, ScriptBlock, Slot, null_of
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import name_of
from conformance.reading.value import Unknown


def call_block(
    machine: Machine,
    block: ScriptBlock,
    arguments: list[Operand],
    named: dict[str, Operand],
    out: Stream,
    *,
    piped: list[Slot] | None = None,
    own_scope: bool = True,
) -> None:
    """Follow ``block`` with these arguments; what it puts out goes to ``out``.

    ``named`` maps parameters, in lower case and perhaps shortened, to their values; ``piped`` is what comes through the
    pipeline, None where nothing does.
    """
    if block.body is not None:
        machine.followed.add(block.body.start)
    if not own_scope:
        _body(machine, block, out, piped)
        return
    with machine.deeper(), machine.scope(), machine.frame("function") as frame:
        bind(machine, list(block.parameters), arguments, named)
        if piped is not None:
            machine.assign("input", Array([Slot(slot.value) for slot in piped]), None)
        # Straight through where it is printed, so that it stays in order with what Write-Host prints.
        inner = machine.stream() if type(out) is Stream else out
        with suppress(Returned):
            _body(machine, block, inner, piped)
        if inner is out:
            return
        if frame.returned:
            out.put(Slot(Unknown(machine.syntax.line(machine.statement or machine.syntax.root))))
            return
        for slot in inner.cells:
            out.put(Slot(slot.value, None, slot.assigned))


def bind(machine: Machine, parameters: list[Node], arguments: list[Operand], named: dict[str, Operand]) -> None:
    """Assign the parameters in the innermost scope: by name, by position, by default; the rest is ``$args``."""
    rest = list(arguments)
    left = dict(named)
    names = [name_of(machine, one.child("variable") or one) for one in parameters]
    taken = {full: value for given, value in left.items() if (full := full_name(given, names)) is not None}
    for node, name in zip(parameters, names, strict=True):
        default = node.child("script_parameter_default")
        attributes = node.child("attribute_list")
        kinds = [machine.syntax.text(one) for one in attributes.below("type_literal")] if attributes else []
        at = node.start
        if name in taken:
            value = taken[name]
        elif any(kind.lower() in ("[switch]", "[switchparameter]") for kind in kinds):
            value = NULL
        elif rest:
            value = rest.pop(0)
        elif default is not None and default.named:
            value = machine.evaluate(machine, default.named[-1])
            at = default.named[-1].start
        else:
            value = NULL
        for kind in kinds:
            plain = "".join(kind.lower().split())[1:-1].removeprefix("system.")
            converted = cast(plain, value) if not (value == NULL and plain != "string") else value
            value = value if converted is None else converted
        machine.assign(name.lower(), null_of(value), at)
    machine.assign("args", Array([Slot(value) for value in rest]), None)


def full_name(given: str, names: list[str]) -> str | None:
    """Return the parameter that ``given`` means, whole or shortened, None where it is none or several."""
    plain = given.lower()
    fits = [name for name in names if name.lower() == plain] or [
        name for name in names if name.lower().startswith(plain)
    ]
    return fits[0] if len(fits) == 1 else None


def _body(machine: Machine, block: ScriptBlock, out: Stream, piped: list[Slot] | None) -> None:
    body = block.body.child("script_block_body") if block.body else None
    if body is None:
        return
    blocks = body.child("named_block_list")
    if blocks is None:
        if block.is_filter and piped is not None:
            for slot in piped:
                machine.assign("_", slot.value, slot.start)
                machine.run(machine, body, out)
            return
        machine.run(machine, body, out)
        return
    parts = {
        machine.syntax.text(one.children[0]).lower(): one.children[-1] for one in blocks.named if len(one.children) > 1
    }
    if "begin" in parts:
        machine.run(machine, parts["begin"], out)
    for slot in [Slot(NULL)] if piped is None else piped:
        if "process" in parts:
            machine.assign("_", slot.value, slot.start)
            _from_pipeline(machine, block, slot, piped)
            machine.run(machine, parts["process"], out)
    if "end" in parts:
        machine.run(machine, parts["end"], out)


def _from_pipeline(machine: Machine, block: ScriptBlock, slot: Slot, piped: list[Slot] | None) -> None:
    for parameter in block.parameters if piped is not None else ():
        attributes = parameter.child("attribute_list")
        if attributes and "valuefrompipeline" in machine.syntax.text(attributes).lower():
            machine.assign(name_of(machine, parameter.child("variable") or parameter).lower(), slot.value, slot.start)
