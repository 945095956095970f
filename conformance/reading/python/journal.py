"""Look at what would happen, and take it back: what differs between two ways of a run is not known afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from conformance.reading.python.capability import may_act
from conformance.reading.python.objects import CAPABLE, BoundMethod, DictObject, ListObject, Object, Opaque, Scope, Slot
from conformance.reading.python.snapshots import VALUES
from conformance.reading.value import Either, Known, Unknown, Value

Mutable = DictObject | ListObject | Scope
_Content = tuple[Any, str | None]
_ABSENT: Final = Slot(Unknown("nothing"))


@dataclass
class ChangeSet:
    """What was changed since the frame was opened: each object with what it held before."""

    before: dict[int, tuple[Mutable, _Content]] = field(default_factory=dict)


@dataclass(frozen=True)
class Aftermath:
    """The objects that one way of a run changed, with what they hold at its end."""

    content: dict[int, tuple[Mutable, _Content]]


class Journal:
    """Every change of a dict, a list or a scope is announced here first."""

    def __init__(self) -> None:
        self._frames: list[ChangeSet] = []

    def touch(self, item: Mutable) -> None:
        """Announce that ``item`` will change."""
        if self._frames:
            frame = self._frames[-1]
            if id(item) not in frame.before:
                frame.before[id(item)] = (item, _content(item))

    @contextmanager
    def frame(self) -> Iterator[ChangeSet]:
        """Open a frame; when it closes, what it noted belongs to the frame around it."""
        frame = ChangeSet()
        self._frames.append(frame)
        try:
            yield frame
        finally:
            self._frames.pop()
            if self._frames:
                for key, noted in frame.before.items():
                    self._frames[-1].before.setdefault(key, noted)

    def attempt(self, way: Callable[[], None]) -> Aftermath:
        """Go one ``way`` and take its changes back, also where it raises; return what they were."""
        with self.frame() as frame:
            try:
                way()
            finally:
                after = Aftermath({key: (item, _content(item)) for key, (item, _) in frame.before.items()})
                for item, content in frame.before.values():
                    _restore(item, content)
                # Taken back, so that nothing has changed for the frame around this one.
                frame.before.clear()
        return after

    def adopt(self, after: Aftermath) -> None:
        """Make the changes of ``after``."""
        for item, content in after.content.values():
            self.touch(item)
            _restore(item, content)

    def join(self, first: Aftermath, second: Aftermath, tested: Value | None, expression: str) -> None:
        """Make the changes that both ways have in common; ``tested`` is what is not empty on the first way."""
        for key in {**first.content, **second.content}:
            item = (first.content.get(key) or second.content[key])[0]
            now = _content(item)
            one = first.content[key][1] if key in first.content else now
            other = second.content[key][1] if key in second.content else now
            self.touch(item)
            _restore(item, _joined(item, one, other, tested, expression))


def join_objects(first: Object, second: Object, tested: Value | None, expression: str) -> Object:
    """Return what is either ``first`` or ``second``: one of them where they are the same, else unknown."""
    first, second = as_data(first), as_data(second)
    if same(first, second):
        return first
    if tested is not None and same(first, tested) and isinstance(second, VALUES):
        return Either(tested, second)
    if isinstance(first, CAPABLE) or isinstance(second, CAPABLE) or may_act(first) or may_act(second):
        return Opaque(expression)
    return Unknown(expression)


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


def _content(item: Mutable) -> _Content:
    match item:
        case DictObject(entries, more):
            return dict(entries), more
        case ListObject(elements, more):
            return list(elements), more
        case Scope(names):
            return dict(names), None


def _restore(item: Mutable, content: _Content) -> None:
    match item:
        case DictObject():
            item.entries, item.more = dict(content[0]), content[1]
        case ListObject():
            item.elements, item.more = list(content[0]), content[1]
        case Scope():
            item.names = dict(content[0])


def _joined(item: Mutable, one: _Content, other: _Content, tested: Value | None, expression: str) -> _Content:
    more = one[1] or other[1]
    if isinstance(item, ListObject):
        return _joined_elements(one[0], other[0], more, expression)
    entries: dict[Any, Slot] = {}
    for key in {**one[0], **other[0]}:
        first, second = one[0].get(key, _ABSENT), other[0].get(key, _ABSENT)
        if isinstance(item, DictObject) and (first is _ABSENT or second is _ABSENT):
            more = more or expression
            continue
        named = key if isinstance(item, Scope) else f"{key!r} under {expression}"
        entries[key] = Slot(join_objects(first.value, second.value, tested, named), first.place or second.place)
    return entries, more


def _joined_elements(one: list[Slot], other: list[Slot], more: str | None, expression: str) -> _Content:
    common = min(len(one), len(other))
    elements = [
        Slot(join_objects(first.value, second.value, None, expression), first.place)
        for first, second in zip(one[:common], other[:common], strict=True)
    ]
    return elements, more if len(one) == len(other) else more or expression
