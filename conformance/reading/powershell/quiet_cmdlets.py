"""Cmdlets without effect beyond the script itself: variables, objects, waiting, looking something up."""

from typing import Final

from conformance.reading.powershell.arguments import Command, bind_to
from conformance.reading.powershell.casts import cast
from conformance.reading.powershell.convert import text_value
from conformance.reading.powershell.data import NULL, Array, Operand, Slot, Table, items, null_of
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.pipeline_cmdlets import unknown_object
from conformance.reading.powershell.statics import call_static
from conformance.reading.powershell.stream import Stream

_ASSEMBLIES: Final = frozenset({"system.web", "system.net.http", "system.security"})


def nothing(_machine: Machine, _command: Command, _out: Stream) -> None:
    """Put out nothing, and do nothing that could be seen."""


def set_variable(machine: Machine, command: Command, _out: Stream) -> None:
    """Assign a variable by name."""
    bound = bind_to(
        command, {"Name": (), "Value": (), "Scope": (), "Option": (), "Description": ()}, ("Force",), ("Name", "Value")
    )
    name = bound.text("name")
    if name is None or "scope" in bound.given:
        machine.does_not_understand()
        return
    machine.assign(name.lower(), null_of(bound.value("value") or NULL), command.node.start)


def remove_variable(machine: Machine, command: Command, _out: Stream) -> None:
    """Empty variables by name."""
    bound = bind_to(command, {"Name": (), "Scope": ()}, ("Force",), ("Name",))
    for one in items(bound.value("name") or NULL):
        name = text_value(one.value).known
        if name:
            machine.assign(name.lower(), NULL, command.node.start)


def new_object(machine: Machine, command: Command, out: Stream) -> None:
    """Make an object of a type that only holds data."""
    bound = bind_to(
        command,
        {"TypeName": (), "ArgumentList": ("args",), "Property": (), "ComObject": ()},
        (),
        ("TypeName", "ArgumentList"),
    )
    kind = (bound.text("typename") or "").lower().removeprefix("system.")
    given = bound.value("argumentlist")
    properties = bound.value("property")
    if kind in ("psobject", "pscustomobject", "object", "management.automation.psobject"):
        made = cast("pscustomobject", properties) if isinstance(properties, Table) else Table("object")
        out.put(Slot(made or Table("object"), command.node.start))
        return
    if "comobject" in bound.given:
        machine.does_not_understand()
        out.put(Slot(machine.unknown(command.node)))
        return
    arguments: list[Operand] = (
        [slot.value for slot in given.cells] if isinstance(given, Array) else [given] if given else []
    )
    # An array stays whole: the pipeline would take it apart.
    out.put(Slot(call_static(machine, kind, "new", arguments, command.node), command.node.start))


def add_member(machine: Machine, command: Command, out: Stream) -> None:
    """Give an object another property."""
    bound = bind_to(
        command,
        {
            "InputObject": (),
            "MemberType": ("type",),
            "Name": (),
            "Value": (),
            "NotePropertyName": (),
            "NotePropertyValue": (),
        },
        ("PassThru", "Force"),
    )
    targets = (
        [bound.value("inputobject")] if "inputobject" in bound.given else [one.value for one in command.piped or ()]
    )
    rest = [one.value for one in bound.rest]
    if "membertype" not in bound.given and "name" in bound.given and rest:
        rest = rest[1:]
    name = bound.text("notepropertyname") or bound.text("name") or (text_value(rest[0]).known if rest else None)
    value: Operand | None = (
        bound.value("notepropertyvalue") or bound.value("value") or (rest[1] if len(rest) > 1 else None)
    )
    for target in targets:
        if not isinstance(target, Table) or name is None or value is None or len(rest) > 2:
            machine.does_not_understand()
            continue
        machine.journal.touch(target)
        written = bound.given.get("notepropertyname") or bound.given.get("name")
        target.put(name, Slot(null_of(value), written.node.start if written else command.node.start))
        if bound.switch("passthru"):
            out.put(Slot(target))


def add_type(machine: Machine, command: Command, _out: Stream) -> None:
    """Load an assembly of the class library; source that is compiled is not understood."""
    bound = bind_to(command, {"AssemblyName": (), "TypeDefinition": (), "Path": (), "MemberDefinition": ()}, ())
    if set(bound.given) != {"assemblyname"} or (bound.text("assemblyname") or "").lower() not in _ASSEMBLIES:
        machine.does_not_understand()


def using(machine: Machine, command: Command, _out: Stream) -> None:
    """Name a namespace; a module or an assembly that is loaded is not understood."""
    first = command.arguments[0].value if command.arguments else NULL
    if (text_value(first).known or "").lower() != "namespace":
        machine.does_not_understand()


CMDLETS: Final = {
    "using": using,
    "set-variable": set_variable,
    **dict.fromkeys(("remove-variable", "clear-variable"), remove_variable),
    "new-object": new_object,
    "add-member": add_member,
    "add-type": add_type,
    **dict.fromkeys(("set-strictmode", "start-sleep", "set-psdebug"), nothing),
    **dict.fromkeys(
        (
            "get-command", "get-date", "get-random", "get-host", "get-culture", "get-member", "test-path", "join-path",
            "split-path", "convertto-securestring", "measure-command", "new-guid", "new-timespan", "get-unique",
            "get-location", "get-error",
        ),
        unknown_object,
    ),
}  # fmt: skip
