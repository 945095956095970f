"""What is known of a value that is one of two."""

from decimal import Decimal
from typing import Any

from conformance.reading.engine.journal import Fork
from conformance.reading.python.objects import CAPABLE, BoundMethod, Object, Opaque
from conformance.reading.python.snapshots import VALUES
from conformance.reading.value import Either, Known, Unknown


def join_objects(first: Object, second: Object, expression: str, fork: Fork | None = None) -> Object:
    """Return what is either ``first`` or ``second``: one of them where they are the same, else unknown."""
    first, second = as_data(first), as_data(second)
    if same(first, second):
        return first
    if fork is not None and (subject := fork.decision.subject) is not None:
        filled, empty = fork.filled(first, second)
        if same(filled, subject) and isinstance(empty, VALUES):
            return Either(subject, empty)
    return Opaque(expression) if isinstance(first, CAPABLE) or isinstance(second, CAPABLE) else Unknown(expression)


def as_data(item: Object) -> Object:
    """Return ``item``; an attribute of unknown data, which is a method only where it is called, as unknown data."""
    match item:
        case BoundMethod(Unknown(expression), name):
            return Unknown(f"{expression}.{name}")
    return item


def same(first: Object, second: Object) -> bool:
    """Whether both are one object or equal scalars of one type: True is not 1."""
    if first is second:
        return True
    if isinstance(first, Known) and isinstance(second, Known):
        return type(first.value) is type(second.value) and _digits(first.value) == _digits(second.value)
    return type(first) is type(second) and bool(first == second)


def _digits(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
