"""Cmdlets that take objects from the pipeline and put others out."""

from contextlib import suppress
from typing import Final

from conformance.reading.engine.leaving import Returned
from conformance.reading.powershell.arguments import Command, bind_to
from conformance.reading.powershell.assignments import forget
from conformance.reading.powershell.convert import expression_of_operand, number_value, text_value, truth
from conformance.reading.powershell.data import (
    Array,
    Operand,
    ScriptBlock,
    Slot,
    Table,
    Text,
    collected,
    items,
    null_of,
)
from conformance.reading.powershell.functions import call_block
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.members import property_of
from conformance.reading.powershell.stream import Stream
from conformance.reading.value import Unknown


def for_each_object(machine: Machine, command: Command, out: Stream) -> None:
    """Follow a block for each object, or put out a property of each."""
    bound = bind_to(
        command,
        {
            "Process": (),
            "Begin": (),
            "End": (),
            "MemberName": (),
            "Parallel": (),
            "ThrottleLimit": (),
            "InputObject": (),
        },
    )
    if "parallel" in bound.given or bound.unknown:
        machine.does_not_understand()
    blocks = [one.value for one in bound.rest if isinstance(one.value, ScriptBlock)]
    process = bound.value("process") or bound.value("parallel")
    if isinstance(process, ScriptBlock):
        blocks.append(process)
    begin, end = bound.value("begin"), bound.value("end")
    if len(blocks) > 1:
        begin, blocks = blocks[0], blocks[1:]
    if len(blocks) > 1:
        end, blocks = blocks[-1], blocks[:-1]
    cells = command.piped or []
    if isinstance(begin, ScriptBlock):
        each(machine, begin, [Slot(Text())], out)
    for block in blocks:
        each(machine, block, cells, out)
    name = bound.text("membername") or next((text_value(one.value).known for one in bound.rest), None)
    if not blocks and name:
        for slot in cells:
            if isinstance(slot.value, Unknown):
                # A name may also be that of a method, whatever it does.
                machine.does_not_understand()
            machine.put(out, property_of(machine, slot.value, name))
    if isinstance(end, ScriptBlock):
        each(machine, end, [Slot(Text())], out)


def where_object(machine: Machine, command: Command, out: Stream) -> None:
    """Put out the objects that fit."""
    block = next((one.value for one in command.arguments if isinstance(one.value, ScriptBlock)), None)
    if isinstance(block, ScriptBlock):
        where(machine, block, command.piped or [], out)
        return
    for slot in command.piped or ():
        out.put(Slot(Unknown(f"{expression_of_operand(slot.value)} | {machine.syntax.line(command.node)}")))


def each(machine: Machine, block: ScriptBlock, cells: list[Slot], out: Stream) -> None:
    """Follow ``block`` once for each of ``cells``, which is ``$_`` there."""
    for slot in cells:
        if isinstance(slot.value, Unknown) and block.body is not None:
            forget(machine, block.body)
        # ``return`` ends the round only; of what is not known there may be none or many.
        frame = machine.frame("function", doubted=isinstance(slot.value, Unknown))
        with frame, suppress(Returned), machine.scope_of_item(slot):
            call_block(machine, block, [], {}, out, own_scope=False)


def where(machine: Machine, block: ScriptBlock, cells: list[Slot], out: Stream) -> None:
    """Put out those of ``cells`` for which ``block`` is true; where that is not known, something unknown."""
    for slot in cells:
        inner = machine.stream()
        each(machine, block, [slot], inner)
        fits = truth(collected(inner.cells))
        if fits:
            out.put(slot)
        elif fits is None:
            out.put(Slot(Unknown(expression_of_operand(slot.value))))


def select_object(machine: Machine, command: Command, out: Stream) -> None:
    """Put out some of the objects, or some of their properties."""
    bound = bind_to(
        command,
        {"Property": (), "ExpandProperty": (), "First": (), "Last": (), "Skip": (), "Index": (), "ExcludeProperty": ()},
        ("Unique",),
        ("Property",),
    )
    cells = [one for slot in command.piped or () for one in machine.items(slot.value)] if command.piped else []
    first, last, skip = (
        number_value(bound.given[name].value) if name in bound.given else None for name in ("first", "last", "skip")
    )
    if isinstance(skip, int):
        cells = cells[skip:]
    if isinstance(first, int):
        cells = cells[:first]
    elif isinstance(last, int):
        cells = cells[-last:]
    expanded = bound.text("expandproperty")
    for slot in cells:
        if expanded:
            machine.put(out, property_of(machine, slot.value, expanded))
        elif "property" in bound.given and isinstance(slot.value, Table):
            out.put(Slot(_part(slot.value, bound.given["property"].value)))
        elif "property" in bound.given or bound.switch("unique") or "index" in bound.given:
            out.put(Slot(Unknown(f"{expression_of_operand(slot.value)} | {machine.syntax.line(command.node)}")))
        else:
            out.put(slot)


def _part(table: Table, names: Operand) -> Table:
    part = Table("object", more=table.more)
    for one in items(names):
        name = text_value(one.value).known
        slot = table.get(name) if name else None
        if name is None or slot is None:
            part.more = part.more or expression_of_operand(one.value)
        else:
            part.put(name, Slot(null_of(slot.value), slot.start, slot.assigned, slot.maybe))
    return part


def unknown_object(machine: Machine, command: Command, out: Stream) -> None:
    """Put out something that is not known; nothing else happens."""
    for argument in command.arguments:
        if isinstance(argument.value, ScriptBlock):
            with machine.frame("branch", doubted=True):
                each(machine, argument.value, [Slot(Unknown("$_"))], machine.stream())
    out.put(Slot(Unknown(machine.syntax.line(command.node)), command.node.start))


def sort_object(machine: Machine, command: Command, out: Stream) -> None:
    """Put out the objects in an order that is not looked into."""
    cells = command.piped or []
    if len(cells) < 2:
        for slot in cells:
            out.put(slot)
    else:
        out.put(Slot(Unknown(f"{expression_of_operand(Array(cells))} | {machine.syntax.line(command.node)}")))


CMDLETS: Final = {
    "foreach-object": for_each_object,
    "where-object": where_object,
    "select-object": select_object,
    "sort-object": sort_object,
    **dict.fromkeys(("measure-object", "group-object", "compare-object"), unknown_object),
}
