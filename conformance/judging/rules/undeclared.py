"""The members of a payload that its contract does not declare, and how much each of them weighs."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, Final, Literal, NamedTuple

from conformance.contract.other_versions import members_of_versions
from conformance.contract.walk import Observation
from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement, Payload
from conformance.wire.pointer import Path

# What is said where the answer shows that the service took the request.
TAKEN: Final = "the service accepted this request, whether it uses the member is unknown"


class _Ignored(Enum):
    """The member that every SDK sends on a dated path and that the service ignores."""

    MODEL = "model"


IGNORED: Final = _Ignored.MODEL


class Undeclared(NamedTuple):
    """One member that is not declared; ``versions`` declare it, ``absent`` are declared members that are not there."""

    path: Path
    pointer: str
    severity: Severity | Literal[_Ignored.MODEL]
    versions: tuple[str, ...]
    seen: Observation
    parent: Any

    @property
    def name(self) -> str:
        return str(self.path[-1])

    @property
    def absent(self) -> list[str]:
        return [name for name in self.seen.declared if name not in self.parent]


def undeclared_in(payload: Payload, judgement: Judgement) -> tuple[Undeclared, ...]:
    """Return the undeclared members of ``payload``, in its order.

    In answers they are worth a note: newer models answer with more than a contract lists. In requests they are an
    error, and a warning where the service accepted the very request under this version.
    """
    known = judgement.undeclared.get(payload.part)
    if known is None:
        known = judgement.undeclared[payload.part] = tuple(_undeclared_in(payload, judgement))
    return known


def _undeclared_in(payload: Payload, judgement: Judgement) -> Iterator[Undeclared]:
    dated = judgement.contract is not None and judgement.contract.dated
    severity = Severity.NOTE
    if payload.part == "request":
        severity = Severity.WARNING if judgement.taken_by_version else Severity.ERROR
    where: Path | None = None
    declaring: dict[str, tuple[str, ...]] = {}
    parent: Any = None
    for seen in payload.observations:
        if seen.kind != "undeclared":
            continue
        if payload.part == "request" and seen.path == ("model",) and dated:
            yield Undeclared(seen.path, seen.pointer, IGNORED, (), seen, payload.value)
            continue
        if seen.path[:-1] != where:  # the members of one object stand behind each other
            where = seen.path[:-1]
            parent = _at(payload.value, where)
            declaring = members_of_versions(payload.kind, payload.value, where, judgement.path)
        versions = declaring.get(str(seen.path[-1]), ())
        yield Undeclared(seen.path, seen.pointer, severity, versions, seen, parent)


def _at(value: Any, path: Path) -> Any:
    for token in path:
        value = value[token]
    return value
