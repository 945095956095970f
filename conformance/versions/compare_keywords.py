"""Compare the keywords that two conjunctions put on values of one JSON type, by trying values around each."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from conformance.contract.shape import Keyword
from conformance.versions.conjunction import Conjunction, same, within
from conformance.versions.delta import Delta, Kind, Witness
from conformance.versions.smallest import Impossible, candidates, fits, smallest_array

_SCALARS: Final = ("enum", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "maxLength")
# Whether one includes the other cannot be told from these: any change of theirs may break both sides.
_OPAQUE: Final[dict[str, dict[str, Kind]]] = {
    "string": {"pattern": "pattern-changed"},
    "integer": {"multipleOf": "multiple-changed"},
    "number": {"multipleOf": "multiple-changed"},
    "array": {"uniqueItems": "unique-changed"},
    "object": {"minProperties": "count-changed", "maxProperties": "count-changed"},
}
_KINDS: Final[dict[str, Kind]] = {
    "enum": "enum-changed",
    "minimum": "minimum-changed",
    "exclusiveMinimum": "minimum-changed",
    "maximum": "maximum-changed",
    "exclusiveMaximum": "maximum-changed",
    "minLength": "length-changed",
    "maxLength": "length-changed",
}
_SHOWN: Final = 6


def compare_keywords(left: Conjunction, right: Conjunction, kind: str) -> Iterator[Delta]:
    """Yield what the keywords of the one take and those of the other do not. ``kind`` is a JSON type that both take."""
    for name, changed in _OPAQUE.get(kind, {}).items():
        yield from _opaque(left, right, name, changed)
    if kind == "array":
        yield from _counts(left, right)
    elif kind != "object":
        yield from _formats_once(list(_scalars(left, right, kind)))


def _scalars(left: Conjunction, right: Conjunction, kind: str) -> Iterator[Delta]:
    if _written(left) == _written(right):
        return  # the usual case: no value has to be tried
    pool = candidates(left, kind) + candidates(right, kind) + [f"{kind} of another value"] * (kind == "string")
    only_left = [value for value in pool if fits(left, kind, value) and not fits(right, kind, value)]
    only_right = [value for value in pool if fits(right, kind, value) and not fits(left, kind, value)]
    for name in _SCALARS:
        before, after = left.keywords.get(name), right.keywords.get(name)
        # A value that several keywords refuse is told of by the first.
        lost = _refused_by(after, kind, only_left)
        gained = _refused_by(before, kind, only_right)
        only_left = [value for value in only_left if value not in lost]
        only_right = [value for value in only_right if value not in gained]
        if lost or gained:
            yield Delta(
                (),
                _KINDS[name],
                before.pointer if before else left.pointer,
                after.pointer if after else right.pointer,
                partial(_given, lost[0]) if lost else None,
                partial(_given, gained[0]) if gained else None,
                (_said(name, before, after), _said(name, after, before)),
                extensible=name == "enum" and before is not None and before.extensible,
            )


def _written(together: Conjunction) -> dict[str, str]:
    """Return the values of the keywords as text, in which true is not 1."""
    return {name: repr(keyword.value) for name, keyword in together.keywords.items()}


def _formats_once(deltas: list[Delta]) -> Iterator[Delta]:
    """Yield ``deltas``; both bounds that one ``format`` brings or takes away are one difference."""
    bounds = [delta for delta in deltas if delta.kind in ("minimum-changed", "maximum-changed")]
    if len(bounds) != 2 or (bounds[0].left, bounds[0].right) != (bounds[1].left, bounds[1].right):
        yield from deltas
        return
    yield from (delta for delta in deltas if delta not in bounds)
    low, high = bounds
    says = (f"{low.says[0]}, {high.says[0]}", f"{low.says[1]}, {high.says[1]}")
    yield replace(low, kind="format-changed", lost=low.lost or high.lost, gained=low.gained or high.gained, says=says)


def _refused_by(keyword: Keyword | None, kind: str, values: list[Any]) -> list[Any]:
    return [value for value in values if keyword is not None and not within(value, kind, keyword)]


def _given(value: Any) -> Any:
    return value


def _counts(left: Conjunction, right: Conjunction) -> Iterator[Delta]:
    """Yield how the number of elements differs: no ``minItems`` is the same as 0."""
    low, high = _count(left, "minItems", 0), _count(right, "minItems", 0)
    if low != high:
        fewer: Witness = partial(_few, left if low < high else right, min(low, high))
        yield _counted(left, right, "minItems", fewer if low < high else None, None if low < high else fewer)
    low, high = _count(left, "maxItems", None), _count(right, "maxItems", None)
    if low != high:
        left_takes_more = high is not None and (low is None or low > high)
        more: Witness = partial(_few, left if left_takes_more else right, (high if left_takes_more else low) + 1)
        yield _counted(left, right, "maxItems", more if left_takes_more else None, None if left_takes_more else more)


def _counted(left: Conjunction, right: Conjunction, name: str, lost: Witness | None, gained: Witness | None) -> Delta:
    before, after = left.keywords.get(name), right.keywords.get(name)
    places = (before.pointer if before else left.pointer, after.pointer if after else right.pointer)
    return Delta((), "count-changed", *places, lost, gained, (_said(name, before, after), _said(name, after, before)))


def _few(together: Conjunction, count: int) -> list[Any]:
    return smallest_array(together, count=count)


def _count(together: Conjunction, name: str, default: int | None) -> Any:
    keyword = together.keywords.get(name)
    return keyword.value if keyword is not None else default


def _opaque(left: Conjunction, right: Conjunction, name: str, changed: Kind) -> Iterator[Delta]:
    before, after = left.keywords.get(name), right.keywords.get(name)
    said = [keyword.value if keyword is not None else None for keyword in (before, after)]
    if said[0] == said[1] or (not said[0] and not said[1]):
        return
    yield Delta(
        (),
        changed,
        before.pointer if before else left.pointer,
        after.pointer if after else right.pointer,
        _unknown if said[1] else None,
        _unknown if said[0] else None,
        (_said(name, before, after), _said(name, after, before)),
    )


def _unknown() -> Any:
    raise Impossible


def _said(name: str, keyword: Keyword | None, other: Keyword | None) -> str:
    """Return in words what the keyword says, of an enum only what the other does not list."""
    if keyword is None:
        return "takes any value" if name == "enum" else f"has no `{name}`"
    if name != "enum":
        return f"has `{name}` {keyword.value}"
    own = [v for v in keyword.value if other is None or not any(same(v, listed) for listed in other.value)]
    if not own:
        return "lists nothing more"
    return f"lists {listed_in_words(own)}"


def listed_in_words(values: list[Any]) -> str:
    """Return values as a reader sees them; of many the first few."""
    shown = ", ".join("null" if value is None else f"`{value}`" for value in values[:_SHOWN])
    return shown + (f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else "")
