"""What a ``for`` loop goes through."""

from conformance.reading.engine.leaving import Raised
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Answer, DictObject, Imported, ListObject, Object
from conformance.reading.python.python_values import lift
from conformance.reading.value import Known, Members


def items_of(machine: Machine, iterable: Object) -> tuple[list[Object], bool]:
    """Return the items that ``iterable`` yields, and whether these are all; raises Raised where it yields none."""
    match iterable:
        case ListObject(elements, more, kind):
            return [slot.value for slot in elements], more is None and (kind != "set" or len(elements) < 2)
        case DictObject(entries, more):
            return [lift(key) for key in entries], more is None
        case Known(str() as text):
            return [Known(character) for character in text[:1_000]], len(text) <= 1_000
        case Known():
            raise Raised("TypeError")
        case Answer("json" | "sdk", call, path) if path[-1:] == ("choices",):
            count = _choices(machine, call)
            choices = [Answer(iterable.kind, call, (*path, index), iterable.style) for index in range(count or 0)]
            return [*choices], count is not None
        case Imported("sys.stdout" | "sys.stderr"):
            return [], False
    return [], False


def _choices(machine: Machine, number: int) -> int | None:
    """Return how many choices the answer to call ``number`` has: as many as its ``n`` says, else one."""
    call = machine.record.call(number)
    body = call.body if call is not None else None
    if not isinstance(body, Members) or body.more is not None:
        return None
    entry = body.entry("n")
    value = entry.value if entry is not None else Known(1)
    return value.value if isinstance(value, Known) and type(value.value) is int and 0 < value.value < 100 else None
