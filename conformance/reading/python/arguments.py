"""The arguments of a call."""

import ast
from dataclasses import dataclass, field

from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import DictObject, ListObject, Object, Slot
from conformance.reading.value import Known


@dataclass
class Arguments:
    """What a call hands over; ``more`` is the ``*`` or ``**`` expression that adds what is not known."""

    positional: list[Slot] = field(default_factory=list)
    keywords: dict[str, Slot] = field(default_factory=dict)
    more: str | None = None

    def get(self, name: str, position: int | None = None) -> Object | None:
        """Return argument ``name``, by its keyword or its ``position``, or None where it is not given."""
        slot = self.slot(name, position)
        return slot.value if slot is not None else None

    def slot(self, name: str, position: int | None = None) -> Slot | None:
        """Return argument ``name`` with the place that writes it, or None where it is not given."""
        if name in self.keywords:
            return self.keywords[name]
        return self.positional[position] if position is not None and position < len(self.positional) else None

    def first(self) -> Object | None:
        """Return the first positional argument, or None."""
        return self.positional[0].value if self.positional else None

    def values(self) -> list[Object]:
        """Return all that is handed over."""
        return [slot.value for slot in (*self.positional, *self.keywords.values())]

    def without_none(self) -> "Arguments":
        """Return the arguments without the keywords that are None, as where that is the default."""
        kept = {name: slot for name, slot in self.keywords.items() if slot.value != Known(None)}
        return Arguments(self.positional, kept, self.more)


def arguments_of(machine: Machine, node: ast.Call) -> Arguments:
    """Evaluate the arguments of ``node`` in their order."""
    given = Arguments()
    for argument in node.args:
        if isinstance(argument, ast.Constant) and argument.value is ...:  # what a page leaves out
            given.more = machine.written(argument)
            continue
        value = machine.evaluate(machine, argument)
        if not isinstance(argument, ast.Starred):
            given.positional.append(Slot(value, machine.place(argument)))
        elif isinstance(value, ListObject) and value.more is None:
            given.positional.extend(value.elements)
        else:
            given.more = machine.written(argument)
    for keyword in node.keywords:
        value = machine.evaluate(machine, keyword.value)
        if keyword.arg is not None:
            given.keywords[keyword.arg] = Slot(value, machine.place(keyword))
        elif isinstance(value, DictObject):
            given.keywords.update({str(key): slot for key, slot in value.entries.items()})
            given.more = given.more or value.more
        else:
            given.more = machine.written(keyword.value)
    return given
