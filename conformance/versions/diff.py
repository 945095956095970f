"""Compare two contracts: what each accepts of requests, answers and chunks of the plain chat operation."""

from collections.abc import Iterator

from conformance.contract.contract import Contract
from conformance.contract.payload_schema import PayloadSchema
from conformance.versions.change import Breaks, Change
from conformance.versions.compare import Comparison
from conformance.versions.delta import Delta
from conformance.versions.member_path import MemberPath, PayloadPart
from conformance.versions.smallest import smallest
from conformance.versions.wording import says_what_changed


def diff(before: Contract, after: Contract) -> tuple[Change, ...]:
    """Return what changed from ``before`` to ``after``, in the order of the payloads and of their members.

    Empty where both accept the same; how a schema is written, defaults and deprecation make no difference.
    """
    names = (before.api_version, after.api_version)
    return tuple(_change(part, delta, before, after, names) for part, delta in _deltas(before, after, Comparison()))


def told_changes(
    before: Contract, after: Contract, comparison: Comparison, names: tuple[str, str]
) -> Iterator[tuple[MemberPath, str, Breaks, str]]:
    """Yield path, kind, whom it breaks and the sentence of what ``diff`` returns, in which ``names`` stand for the versions."""
    for part, delta in _deltas(before, after, comparison):
        path, breaks = MemberPath(part, delta.steps), breaks_of(part, delta)
        yield path, delta.kind, breaks, says_what_changed(path, delta, breaks, *names)


def _deltas(before: Contract, after: Contract, comparison: Comparison) -> Iterator[tuple[PayloadPart, Delta]]:
    for part, left, right in _payloads(before, after):
        if left is not None and right is not None:
            yield from ((part, delta) for delta in comparison.of(left.shape, right.shape))
        elif (delta := _one_sided(left, right)) is not None:
            yield part, delta


def _payloads(
    before: Contract, after: Contract
) -> Iterator[tuple[PayloadPart, PayloadSchema | None, PayloadSchema | None]]:
    one, other = before.operation, after.operation
    yield "request", one.request, other.request
    yield "response", one.answer, other.answer
    yield "chunk", one.chunk, other.chunk


def _one_sided(left: PayloadSchema | None, right: PayloadSchema | None) -> Delta | None:
    """Return the difference of a payload that one side does not describe at all."""
    described = right or left
    if described is None:
        return None
    pointer = described.shape.pointers[0]
    added = right is not None
    return Delta(
        (),
        "payload-added" if added else "payload-removed",
        None if added else pointer,
        pointer if added else None,
        None if added else lambda: smallest(described.shape),
        (lambda: smallest(described.shape)) if added else None,
    )


def _change(part: PayloadPart, delta: Delta, before: Contract, after: Contract, names: tuple[str, str]) -> Change:
    breaks = breaks_of(part, delta)
    path = MemberPath(part, delta.steps)
    return Change(
        path,
        delta.kind,
        breaks,
        says_what_changed(path, delta, breaks, *names),
        before.place(delta.left) if delta.left is not None else None,
        after.place(delta.right) if delta.right is not None else None,
        {"sender": delta.lost, "reader": delta.gained}.get(breaks),
    )


def breaks_of(part: PayloadPart, delta: Delta) -> Breaks:
    """Return whom ``delta`` breaks: a sender is tied to what the newer takes, a reader to what the older promised.

    A reader passes over members that it does not know (so has every client library), and minds no further value of
    an enum that says of itself that it may grow.
    """
    if part == "request":
        return "sender" if delta.lost is not None else "none"
    if delta.gained is None or delta.extensible or delta.kind in ("member-added", "payload-added"):
        return "none"
    if delta.kind == "others-changed" and delta.says[0] != "refuses further members":
        return "none"
    return "reader"
