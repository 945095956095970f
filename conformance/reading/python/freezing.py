"""From an object of the source to a value, as it is at this moment."""

from typing import Final

from conformance.reading.python.objects import (
    Answer,
    DictObject,
    Function,
    Imported,
    ListObject,
    Object,
    Opaque,
    Serialized,
)
from conformance.reading.python.plain import MOST_ELEMENTS, json_key
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


def freeze(item: Object, expression: str) -> Value:
    """Return ``item`` as a value; what is no data is ``Unknown(expression)``."""
    return _Freezer(expression).value(item, 0)


class _Freezer:
    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.left = MOST_ELEMENTS

    def value(self, item: Object, depth: int) -> Value:
        self.left -= 1
        if depth > _DEEPEST or self.left < 0:
            return Unknown(self.expression)
        match item:
            case DictObject(entries, more):
                # Two keys may become one name, as 1 and "1" do; the last one counts.
                named = {json_key(key): slot for key, slot in entries.items()}
                return Members(
                    tuple(Entry(name, self.value(slot.value, depth + 1), slot.place) for name, slot in named.items()),
                    more,
                )
            case ListObject(_, _, "set"):
                return Unknown(self.expression)
            case ListObject(elements, more):
                return Items(tuple(Element(self.value(slot.value, depth + 1), slot.place) for slot in elements), more)
            case Serialized():
                return Known(item.text) if item.text is not None else JsonText(item.of)
            case Answer("sdk" | "json", call, path):
                return FromAnswer(call, path)
            case Answer("content", call, path, style):
                return Dump(FromAnswer(call, path), style)
            case Opaque(expression):
                return Unknown(expression)
            case Imported(name):
                return Unknown(name)
            case Function():
                return Unknown(self.expression)
        return item if isinstance(item, VALUES) else Unknown(self.expression)
