"""Where a member is declared: the shapes that it may have, one for each way in which the objects above it may be."""

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.contract.contract import Contract
from conformance.contract.shape import Shape
from conformance.versions.branches import tagged_ways
from conformance.versions.conjunction import OBJECT
from conformance.versions.member_path import ANY_MEMBER, ELEMENT, MemberPath, PayloadPart, Steps

ARRAY = "array"


@dataclass(frozen=True)
class Condition:
    """The object at ``steps`` has ``value`` at its member ``tag``, which chose the branch that declares what is meant."""

    steps: Steps
    tag: str
    value: object


@dataclass(frozen=True)
class Declared:
    """One declaration of a member: what it may be (None: anything), and under which conditions that holds.

    ``forgotten``: the file does not declare it, or what holds it, and the service takes it; ``defect`` says of the
    member itself how that is known. ``required_at`` is the place that requires it.
    """

    shape: Shape | None
    required: bool = True
    deprecated: bool = False
    forgotten: bool = False
    required_at: str | None = None
    defect: str | None = None
    conditions: frozenset[Condition] = frozenset()


def payload_shape(contract: Contract, part: PayloadPart) -> Shape | None:
    """Return the shape of ``part`` of the plain chat operation, None where the contract does not describe it."""
    operation = contract.operation
    payload = {"request": operation.request, "response": operation.answer}.get(part) or operation.chunk
    return payload.shape if payload else None


def payload(contract: Contract, part: PayloadPart) -> tuple[Declared, ...]:
    """Return the payload itself, from which paths set out; empty where the contract does not describe it."""
    root = payload_shape(contract, part)
    return (Declared(root),) if root is not None else ()


def declared_at(contract: Contract, path: MemberPath) -> tuple[Declared, ...]:
    """Return the declarations of the member at ``path``; empty where ``contract`` has none."""
    found = payload(contract, path.part)
    for place, step in enumerate(path.steps):
        found = declared_below(found, path.steps[:place], only=step).get(step, ())
    return found


def declared_below(
    found: tuple[Declared, ...], steps: Steps, only: str | None = None
) -> dict[str, tuple[Declared, ...]]:
    """Return the declarations one step below ``found``, which is at ``steps``; of every step, or of one ``only``.

    A step is the name of a member, ``[]`` for elements, ``*`` for the members of a map.
    """
    below: dict[str, dict[Declared, None]] = {}
    for one in found:
        for step, declaration in _below(one, steps, only) if one.shape is not None else ():
            below.setdefault(step, {})[declaration] = None
    return {step: tuple(declarations) for step, declarations in below.items()}


def _below(one: Declared, steps: Steps, only: str | None) -> Iterator[tuple[str, Declared]]:
    for tags, together in tagged_ways(one.shape, OBJECT) if only != ELEMENT else ():
        conditions = one.conditions | {Condition(steps, tag, value) for tag, value in tags.items()}
        for name, owners in together.owners.items():
            if only is None or only == name:
                required_at = together.required.get(frozenset((name,)))
                yield (
                    name,
                    Declared(
                        together.member(name),
                        required_at is not None,
                        any(owner.deprecated for owner in owners),
                        one.forgotten or all(owner.defect for owner in owners),
                        required_at,
                        next((owner.defect.message for owner in owners if owner.defect), None),
                        conditions,
                    ),
                )
        if only in (None, ANY_MEMBER) and together.additional is not None and ANY_MEMBER not in together.owners:
            yield ANY_MEMBER, Declared(together.additional, False, forgotten=one.forgotten, conditions=conditions)
    for _, together in tagged_ways(one.shape, ARRAY) if only in (None, ELEMENT) else ():
        if together.items is not None:
            yield ELEMENT, Declared(together.items, False, forgotten=one.forgotten, conditions=one.conditions)
