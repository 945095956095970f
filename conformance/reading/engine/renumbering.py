"""Parts of answers name their call by a number of its own; in a reading it is the call's place in the list."""

from collections.abc import Mapping
from dataclasses import replace

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
    Members,
    Unknown,
    Value,
)


def renumbered(value: Value, places: Mapping[int, int]) -> Value:
    """Return ``value`` with the places of calls for their numbers; a call that has none is unknown."""
    match value:
        case FromAnswer(call, path):
            return FromAnswer(places[call], path) if call in places else Unknown("answer")
        case Dump(of):
            found = renumbered(of, places)
            return replace(value, of=found) if isinstance(found, FromAnswer) else found
        case Joined(parts):
            return Joined(tuple(renumbered(part, places) for part in parts))
        case Either(first, second):
            return Either(renumbered(first, places), renumbered(second, places))
        case Edited(of):
            return replace(value, of=renumbered(of, places))
        case JsonText(of):
            return JsonText(renumbered(of, places))
        case Members(entries):
            named = tuple(Entry(one.name, renumbered(one.value, places), one.place) for one in entries)
            return replace(value, entries=named)
        case Items(elements):
            return replace(value, elements=tuple(Element(renumbered(one.value, places), one.place) for one in elements))
    return value
