"""What stands behind a command's name: parameters by name, shortened or by position, splatting, redirection."""

from dataclasses import dataclass, field
from typing import Final

from conformance.reading.powershell.convert import text_value, truth
from conformance.reading.powershell.data import Array, Operand, Slot, Table, Text, items, null_of
from conformance.reading.powershell.functions import full_name
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import name_of, read_variable, written_at
from conformance.reading.value import Known

# Parameters that every cmdlet has, with their aliases.
COMMON: Final = {
    "ErrorAction": ("ea",), "ErrorVariable": ("ev",), "WarningAction": ("wa",), "WarningVariable": ("wv",),
    "InformationAction": ("infa",), "InformationVariable": ("iv",), "OutVariable": ("ov",), "OutBuffer": ("ob",),
    "PipelineVariable": ("pv",), "ProgressAction": ("proga",),
}  # fmt: skip
_COMMON_SWITCHES: Final = {"Verbose": ("vb",), "Debug": ("db",)}


@dataclass(slots=True)
class Argument:
    """One argument: ``name`` of the parameter where one is written before it, ``node`` what writes it.

    ``bound`` where a colon binds the value to the name, so that even a switch takes it.
    """

    value: Operand
    node: Node
    name: str | None = None
    assigned: int | None = None
    bound: bool = False


@dataclass(slots=True)
class Command:
    """A command with its arguments, and what comes to it through the pipeline (None where nothing does)."""

    name: str
    node: Node
    arguments: list[Argument] = field(default_factory=list)
    piped: list[Slot] | None = None
    silenced: bool = False
    discards: bool = False


@dataclass(slots=True)
class BoundArguments:
    """Arguments by parameter, in lower case; ``rest`` are those that no parameter takes."""

    given: dict[str, Argument] = field(default_factory=dict)
    rest: list[Argument] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def value(self, name: str) -> Operand | None:
        found = self.given.get(name)
        return found.value if found else None

    def text(self, name: str) -> str | None:
        """Return the known text of a parameter, None where it is not given or not known."""
        found = self.given.get(name)
        return text_value(found.value).known if found else None

    def switch(self, name: str) -> bool:
        """Say whether a switch is on."""
        found = self.given.get(name)
        return found is not None and truth(found.value) is not False


def read_command(machine: Machine, node: Node, piped: list[Slot] | None) -> Command:
    """Return the command that ``node`` writes, its arguments evaluated."""
    name_node = node.child("command_name") or next((one for one in node.named if one.kind != "command_elements"), node)
    command = Command(machine.syntax.text(name_node), node, piped=piped)
    elements = node.child("command_elements")
    waiting: Node | None = None
    apart, colon = True, False
    for child in _with_methods(elements.children) if elements else ():
        if child.kind == "command_argument_sep":
            apart, colon = True, machine.syntax.text(child).strip() == ":"
            continue
        if child.kind == "redirection":
            _redirect(machine, command, child)
        elif child.kind == "command_parameter":
            if waiting is not None:
                command.arguments.append(Argument(Known(True), waiting, _parameter(machine, waiting)))
            waiting = child
        elif child.kind == "variable" and machine.syntax.text(child).startswith("@"):
            _splat(machine, command, child)
        else:
            value = null_of(machine.evaluate(machine, child))
            if not apart and waiting is None and command.arguments:
                last = command.arguments[-1]
                last.value = Text((*text_value(last.value).pieces, *text_value(value, child.start).pieces))
                continue
            named = _parameter(machine, waiting) if waiting is not None else None
            command.arguments.append(Argument(value, child, named, written_at(machine, child), bound=colon))
            waiting = None
        apart = False
    if waiting is not None:
        command.arguments.append(Argument(Known(True), waiting, _parameter(machine, waiting)))
    return command


def _with_methods(children: list[Node]) -> list[Node]:
    """Return the arguments with each method call as one: the grammar ends an argument before its parentheses."""
    found: list[Node] = []
    for child in children:
        last = found[-1] if found else None
        if child.kind == "argument_list" and last is not None and last.kind == "member_access":
            parts = [*last.children, child]
            found[-1] = Node("invokation_expression", last.start, child.end, True, child.broken, parts)
        else:
            found.append(child)
    return found


def bind_to(
    command: Command,
    parameters: dict[str, tuple[str, ...]],
    switches: tuple[str, ...] = (),
    positions: tuple[str, ...] = (),
) -> BoundArguments:
    """Bind the arguments to ``parameters`` (name to aliases), ``switches`` and, by position, ``positions``."""
    valued = {**parameters, **COMMON}
    flags = {**dict.fromkeys(switches, ()), **_COMMON_SWITCHES}
    names = [*valued, *flags]
    aliases = {alias: name for name, others in (*valued.items(), *flags.items()) for alias in others}
    bound = BoundArguments()
    for argument in command.arguments:
        if argument.name is None:
            bound.rest.append(argument)
            continue
        full = aliases.get(argument.name.lower()) or full_name(
            argument.name, [one for one in names if one not in COMMON]
        )
        full = full or full_name(argument.name, names)
        if full is None:
            bound.unknown.append(argument.name)
            continue
        bound.given[full.lower()] = argument
        if full in flags and argument.node.kind != "command_parameter" and not argument.bound:
            # A switch takes no value: what follows it stands for itself.
            bound.given[full.lower()] = Argument(Known(True), argument.node, full)
            bound.rest.append(Argument(argument.value, argument.node, None, argument.assigned))
    for position in positions:
        if position.lower() not in bound.given and bound.rest:
            bound.given[position.lower()] = bound.rest.pop(0)
    return bound


def _parameter(machine: Machine, node: Node) -> str:
    return machine.syntax.text(node).lstrip("-–—").rstrip(":")


def _splat(machine: Machine, command: Command, node: Node) -> None:
    value = read_variable(machine, name_of(machine, node), node.start)
    if isinstance(value, Table):
        for name, slot in value.cells.values():
            command.arguments.append(
                Argument(slot.value, node, name, slot.assigned if slot.assigned is not None else slot.start, bound=True)
            )
        if value.more is not None:
            machine.does_not_understand()
    elif isinstance(value, Array):
        command.arguments += [Argument(slot.value, node) for slot in items(value)]
    else:
        machine.does_not_understand()


def _redirect(machine: Machine, command: Command, node: Node) -> None:
    """Streams may be merged or thrown away; a file is what the source was not asked to write."""
    operator = machine.syntax.text(node.children[0])
    if ">&" in operator:
        return
    target = node.children[-1]
    name = machine.syntax.text(target).lower()
    if name != "$null":
        machine.does_not_understand()
    command.discards = command.discards or operator[:1] in (">", "1", "*")
    command.silenced = command.silenced or operator[:1] in ("6", "*")
