"""Operators, comparisons and truth, on what is known and on what is not."""

import ast
import operator
from collections.abc import Callable
from typing import Any, Final

from conformance.reading.engine.leaving import Raised
from conformance.reading.engine.limits import MOST_CHARACTERS, MOST_ELEMENTS
from conformance.reading.python.objects import (
    Answer,
    DictObject,
    Function,
    Imported,
    ListObject,
    Object,
    SdkClient,
    Serialized,
    Session,
    Slot,
)
from conformance.reading.python.python_values import MOST_BITS, NotKnown, lift, python_value
from conformance.reading.python.snapshots import VALUES
from conformance.reading.python.text import as_text, joined, percent
from conformance.reading.value import Dump, Edited, Either, Joined, JsonText, Known, Setting, Unknown

_BINARY: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
}
_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}
# What is text whatever it holds, where it is set at all.
_TEXT: Final = (Setting, Joined, Either, Edited, JsonText, Dump)
_UNARY: Final[dict[type[ast.unaryop], Callable[[Any], Any]]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}


def binary(kind: ast.operator, left: Object, right: Object, expression: str) -> Object:
    """Return ``left kind right``; raises Raised where Python would raise, and NotKnown never."""
    try:
        match kind, left, right:
            case ast.Add(), ListObject(), ListObject() if left.kind == right.kind:
                more = left.more or right.more
                too_many = len(left.elements) + len(right.elements) > MOST_ELEMENTS
                if too_many or (left.more is not None and right.elements):
                    return Unknown(expression)
                return ListObject([*left.elements, *right.elements], more, left.kind)
            case ast.Mult(), ListObject(elements, None), Known(int() as count):
                return _repeated(elements, count, left, expression)
            case ast.BitOr(), DictObject(), DictObject():
                return DictObject({**left.entries, **right.entries}, left.more or right.more, left.opened)
            case ast.Mod(), Known(str() as template), _:
                return percent(template, _items(right), expression)
            case ast.Add(), _, _ if _is_text(left) or _is_text(right):
                return _added(left, right, expression)
        first, second = python_value(left), python_value(right)
        _refuse_huge(kind, first, second)
        return lift(_BINARY[type(kind)](first, second))
    except NotKnown:
        return Unknown(expression)
    except (TypeError, ValueError, ArithmeticError, LookupError, KeyError) as error:
        raise Raised(type(error).__name__) from None


def unary(kind: ast.unaryop, item: Object, expression: str) -> Object:
    """Return ``-item``, ``+item`` or ``~item``."""
    try:
        return lift(_UNARY[type(kind)](python_value(item)))
    except NotKnown:
        return Unknown(expression)
    except TypeError as error:
        raise Raised(type(error).__name__) from None


def compare(kind: ast.cmpop, left: Object, right: Object) -> bool | None:
    """Return whether ``left kind right``, None where that is not known."""
    if isinstance(kind, ast.Is | ast.IsNot):
        found = _is(left, right)
        return found if found is None or isinstance(kind, ast.Is) else not found
    if isinstance(left, Answer) and left.kind == "status":
        left = Known(200)  # what is followed is the run in which the call succeeds, as the SDK's calls do
    if isinstance(kind, ast.In | ast.NotIn) and isinstance(right, DictObject):
        return _contains(kind, left, right)
    try:
        return bool(_COMPARE[type(kind)](python_value(left), python_value(right)))
    except NotKnown:
        return None
    except TypeError as error:
        raise Raised(type(error).__name__) from None


def truth(item: Object) -> bool | None:
    """Return whether ``item`` counts as true, None where that is not known."""
    match item:
        case Known(value):
            return bool(value)
        case DictObject(entries, more):
            return True if entries else False if more is None else None
        case ListObject(elements, more):
            return True if elements else False if more is None else None
        case Joined(parts):
            return True if any(isinstance(part, Known) and part.value for part in parts) else None
        case Either(_, Known(str() as value)) if value:
            return True
        case Serialized() | SdkClient() | Session() | Function() | Imported():
            return True
        case Answer("sdk", _, ()) | Answer("status"):
            return True  # as of a call that succeeds
    return None


def _is_text(item: Object) -> bool:
    return isinstance(item, _TEXT) or (isinstance(item, Known) and isinstance(item.value, str))


def _added(left: Object, right: Object, expression: str) -> Object:
    for one in (left, right):
        if isinstance(one, DictObject | ListObject) or (isinstance(one, Known) and not isinstance(one.value, str)):
            raise Raised("TypeError")
    return joined([as_text(left, expression), as_text(right, expression)])


def _repeated(elements: list[Slot], count: int, of: ListObject, expression: str) -> Object:
    if len(elements) * max(count, 0) > MOST_ELEMENTS:
        return Unknown(expression)
    return ListObject(elements * max(count, 0), None, of.kind)


def _items(given: Object) -> Any:
    match given:
        case ListObject(elements, None, "tuple"):
            return [slot.value for slot in elements]
        case DictObject(entries, None):
            return {str(key): slot.value for key, slot in entries.items()}
    return [given]


def _refuse_huge(kind: ast.operator, left: Any, right: Any) -> None:
    """Raise NotKnown before an operation whose result would be huge."""
    match kind, left, right:
        case ast.Mult(), str(), int():
            huge = len(left) * right > MOST_CHARACTERS
        case ast.Mult(), int(), str():
            huge = left * len(right) > MOST_CHARACTERS
        case ast.Mult(), (list() | tuple()), int():
            huge = len(left) * right > MOST_ELEMENTS
        case ast.Mult(), int(), (list() | tuple()):
            huge = left * len(right) > MOST_ELEMENTS
        case ast.Pow(), int(), int():
            huge = right > 0 and left.bit_length() * right > MOST_BITS
        case ast.LShift(), int(), int():
            huge = left.bit_length() + right > MOST_BITS
        case _:
            huge = False
    if huge:
        raise NotKnown


def _is(left: Object, right: Object) -> bool | None:
    if left is right:
        return True
    if isinstance(left, Known) and isinstance(right, Known):
        if left.value is None or right.value is None or isinstance(left.value, bool):
            return left.value is right.value
        return None
    known, other = (left, right) if isinstance(left, Known) else (right, left)
    if isinstance(known, Known) and known.value is None:
        certain = isinstance(other, DictObject | ListObject | Joined | Serialized | SdkClient | Session | Function)
        return False if certain or (isinstance(other, Answer) and other.kind == "sdk" and not other.path) else None
    return None if isinstance(left, VALUES) or isinstance(right, VALUES) else False


def _contains(kind: ast.cmpop, left: Object, right: DictObject) -> bool | None:
    try:
        found = python_value(left) in right.entries
    except (NotKnown, TypeError):
        return None
    if not found and right.more is not None:
        return None
    return found is isinstance(kind, ast.In)
