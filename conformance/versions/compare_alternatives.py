"""Compare branches that neither a type nor a tag tells apart: by what each takes of the other's smallest values."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from conformance.contract.engines import DEFAULT
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.shape import Shape
from conformance.versions.branches import Choice
from conformance.versions.compare_keywords import _given
from conformance.versions.conjunction import Conjunction
from conformance.versions.delta import Delta
from conformance.versions.smallest import Impossible, candidates, smallest_of

_SCALARS: Final = ("string", "boolean", "integer", "number")

Compare = Callable[[Shape | None, Shape | None], tuple[Delta, ...]]


def compare_alternatives(
    left: Shape | None, right: Shape | None, kind: str, choices: tuple[Choice, Choice], compare: Compare
) -> Iterator[Delta]:
    """Yield one difference where the alternatives for JSON type ``kind`` are not the same, one by one.

    Where no value shows on which side it lies, both are said to lose: what is not known to be safe is not called so.
    """
    before, after = choices[0].ambiguous, choices[1].ambiguous
    if before and after and before.kind == after.kind and len(before.branches) == len(after.branches):
        pairs = zip(before.branches, after.branches, strict=True)
        if not any(compare(one.shape, other.shape) for one, other in pairs):
            return
    lost, gained = _only(left, right, kind), _only(right, left, kind)
    unknown = not lost and not gained
    if unknown and kind in _SCALARS:
        return  # the values that were tried lie on both sides of every keyword
    yield Delta(
        (),
        "alternatives-changed",
        before.pointer if before else left.pointers[0] if left else None,
        after.pointer if after else right.pointers[0] if right else None,
        partial(_given, lost[0]) if lost else _not_found if unknown else None,
        partial(_given, gained[0]) if gained else _not_found if unknown else None,
        ("takes other forms", "takes other forms"),
    )


def _only(one: Shape | None, other: Shape | None, kind: str) -> list[Any]:
    values = [value for shape in (one, other) if shape is not None for value in _small(shape, kind)]
    return [value for value in values if _accepts(one, value) and not _accepts(other, value)]


def _small(shape: Shape, kind: str) -> Iterator[Any]:
    for one in shape.all_shapes():
        if kind in _SCALARS:
            yield from (f"{kind} of another value",) if kind == "string" else ()
            yield from candidates(Conjunction((one,)), kind)
            continue
        try:
            yield smallest_of(one, kind)
        except Impossible:
            continue


def _accepts(shape: Shape | None, value: Any) -> bool:
    return shape is None or PayloadSchema(shape, DEFAULT).accepts(value)


def _not_found() -> Any:
    raise Impossible
