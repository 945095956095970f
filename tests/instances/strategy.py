"""Instances that a contract's shape accepts, by Hypothesis: declared members only, bounds met exactly as often as not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from conformance.contract.shape import Keyword, Shape
from tests.contract.making import Way, ways

# From here on only what is required is filled in: some schemas hold themselves.
_DEEP = 6
_MORE = 3  # elements, or characters, beyond the fewest
_FAR = 10**6

Draw = Any


@st.composite
def instances(draw: Draw, shape: Shape, remarkable: bool = True) -> Any:
    """Return a value that ``shape`` accepts, with no member that is not declared.

    With ``remarkable`` deprecated members, nulls that only the intent of the contract allows, and members that the
    file forgot may be among them.
    """
    return _value(draw, shape, remarkable, 0)


def _value(draw: Draw, shape: Shape, remarkable: bool, depth: int) -> Any:
    if shape.null.accepted and (remarkable or not shape.null.defect) and draw(st.integers(0, 7)) == 0:
        return None
    possible = [way for way in ways(shape) if _kinds(way)]
    return _along(draw, draw(st.sampled_from(possible)), remarkable, depth)


def _along(draw: Draw, way: Way, remarkable: bool, depth: int) -> Any:
    keywords = way.keywords
    kind = draw(st.sampled_from(_kinds(way)))
    if "enum" in keywords:
        return draw(st.sampled_from([value for value in keywords["enum"].value if value is not None]))
    if kind == "object":
        return _object(draw, way, remarkable, depth)
    if kind == "array":
        return _array(draw, way, keywords, remarkable, depth)
    return draw(_scalar(kind, keywords))


def _kinds(way: Way) -> list[str]:
    listed = way.keywords.get("enum")
    return sorted(way.types) if listed is None or any(value is not None for value in listed.value) else []


def _object(draw: Draw, way: Way, remarkable: bool, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, owners in way.members.items():
        is_remarkable = any(owner.deprecated or owner.defect for owner in owners)
        if name in way.tags:
            made[name] = way.tags[name]
        elif name in way.required or (
            depth < _DEEP and (remarkable or not is_remarkable) and draw(st.booleans() if depth < 2 else st.integers(0, 3).map(lambda n: n == 0))
        ):  # fmt: skip
            below = way.member(name)
            assert below is not None
            made[name] = _value(draw, below, remarkable, depth + 1)
    additional = way.additional()
    if additional is not None and depth < _DEEP:
        for name in draw(st.lists(st.sampled_from(["50256", "a", "Ünïcode"]), unique=True, max_size=2)):
            made.setdefault(name, _value(draw, additional, remarkable, depth + 1))
    elif all(shape.open for shape in way.applying) and depth < _DEEP:
        made |= draw(st.dictionaries(st.sampled_from(["x", "y"]), _ANYTHING, max_size=1))
    return made


def _array(draw: Draw, way: Way, keywords: Mapping[str, Keyword], remarkable: bool, depth: int) -> list[Any]:
    fewest = keywords["minItems"].value if "minItems" in keywords else 0
    most = min(keywords["maxItems"].value if "maxItems" in keywords else fewest + _MORE, fewest + _MORE)
    count = fewest if depth >= _DEEP else draw(st.integers(fewest, max(fewest, most)))
    items = way.items()
    return [_value(draw, items, remarkable, depth + 1) if items is not None else draw(_ANYTHING) for _ in range(count)]


def _scalar(kind: str, keywords: Mapping[str, Keyword]) -> st.SearchStrategy[Any]:
    if kind == "boolean":
        return st.booleans()
    low, high = (keywords[name].value if name in keywords else None for name in ("minimum", "maximum"))
    if kind == "string":
        fewest = keywords["minLength"].value if "minLength" in keywords else 0
        most = keywords["maxLength"].value if "maxLength" in keywords else fewest + 8
        return st.text(st.characters(exclude_categories=["Cs"]), min_size=fewest, max_size=most)
    integers = st.integers(_integer(low, -_FAR), _integer(high, _FAR))
    ends = [st.just(_integer(bound, 0)) for bound in (low, high) if bound is not None]
    whole = st.one_of(integers, *ends)
    return whole if kind == "integer" else st.one_of(whole, _fractions(low, high))


def _integer(bound: Any, otherwise: int) -> int:
    return otherwise if bound is None else int(bound)


def _fractions(low: Any, high: Any) -> st.SearchStrategy[Decimal]:
    lowest = Decimal(str(low)) if low is not None else Decimal(-_FAR)
    highest = Decimal(str(high)) if high is not None else Decimal(_FAR)
    return st.decimals(lowest, highest, places=2)


_ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
