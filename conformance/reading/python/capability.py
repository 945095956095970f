"""Whether an object may do something once it is called: then nothing that is made of it is taken for mere data."""

from typing import Final

from conformance.reading.python.harmless import is_harmless_function
from conformance.reading.python.objects import (
    BoundMethod,
    DictObject,
    HttpRequest,
    Imported,
    ListObject,
    Object,
    Opaque,
    SdkClient,
    SdkNode,
    Session,
)
from conformance.reading.value import Unknown

_DEEPEST: Final = 8


def may_act(item: Object, depth: int = 0) -> bool:
    """Whether ``item``, or what is in it, is a module, a client or a function that is not known to be harmless.

    A function of the source itself is none: it is looked at by itself, whoever calls it.
    """
    match item:
        case Imported(name):
            return name.rpartition(".")[2].islower() and not is_harmless_function(name)
        case BoundMethod(Unknown()):
            return False
        case BoundMethod(owner):
            return may_act(owner, depth + 1)
        case DictObject(entries):
            return depth > _DEEPEST or any(may_act(slot.value, depth + 1) for slot in entries.values())
        case ListObject(elements):
            return depth > _DEEPEST or any(may_act(slot.value, depth + 1) for slot in elements)
    return isinstance(item, SdkClient | SdkNode | Session | HttpRequest | Opaque)


def vague(container: Object, expression: str) -> Object:
    """Return an unknown part of ``container``: data, or what may do anything where the container holds such."""
    return Opaque(expression) if may_act(container) else Unknown(expression)
