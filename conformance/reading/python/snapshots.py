"""From an object of the source to a value, as it is at this moment."""

from typing import Final

from conformance.reading.engine.limits import MOST_ELEMENTS
from conformance.reading.python.objects import (
    Answer,
    DictObject,
    Imported,
    ListObject,
    Object,
    Opaque,
    Serialized,
)
from conformance.reading.python.python_values import json_key
from conformance.reading.value import (
    Dump,
    Edited,
    Either,
    Element,
    Entry,
    FromAnswer,
    Items,
    Joined,
    JsonText,
    Known,
    Members,
    Setting,
    Unknown,
    Value,
)

VALUES: Final = (Known, Setting, Joined, Either, Edited, Members, Items, JsonText, FromAnswer, Dump, Unknown)
_DEEPEST: Final = 100


def snapshot(item: Object, expression: str) -> Value:
    """Return ``item`` as a value; what is no data is ``Unknown(expression)``, further in by the name of its member."""
    return _Snapshot().value(item, 0, expression)


class _Snapshot:
    def __init__(self) -> None:
        self.left = MOST_ELEMENTS

    def value(self, item: Object, depth: int, expression: str) -> Value:
        self.left -= 1
        if depth > _DEEPEST or self.left < 0:
            return Unknown(expression)
        match item:
            case DictObject():
                return self._members(item, depth + 1)
            case ListObject(_, _, "set"):
                return Unknown(expression)
            case ListObject(elements, more):
                values = (self.value(slot.value, depth + 1, expression) for slot in elements)
                return Items(tuple(map(Element, values, (slot.place for slot in elements))), more)
            case Serialized():
                return Known(item.text) if item.text is not None else JsonText(item.of)
            case Answer("sdk" | "json", call, path):
                return FromAnswer(call, path)
            case Answer("content", call, path, style):
                return Dump(FromAnswer(call, path), style)
            case Opaque(own) | Imported(own):
                return Unknown(own)
        return item if isinstance(item, VALUES) else Unknown(expression)

    def _members(self, item: DictObject, depth: int) -> Members:
        # Two keys may become one name, as 1 and "1" do; the last one counts.
        named = {json_key(key): slot for key, slot in item.entries.items()}
        entries = (Entry(name, self.value(slot.value, depth, name), slot.place) for name, slot in named.items())
        return Members(tuple(entries), item.more)
