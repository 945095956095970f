"""Every api-version beside the others: what each says of chosen members, and what is known to be wrong with its file."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.catalog import Catalog, Version
from conformance.contract.contract import contract
from conformance.contract.shape import Defect
from conformance.errors import UsageError, nearest
from conformance.versions.facts import MemberFacts, facts_of, members_at
from conformance.versions.member_path import ELEMENT, MemberPath, read_member_path
from conformance.versions.version_groups import VersionGroup, version_groups

SEED: Final = read_member_path("request.seed")
FINGERPRINT: Final = read_member_path("response.system_fingerprint")
SENT_MESSAGE: Final = read_member_path("request.messages[]")
CHOICE: Final = read_member_path("response.choices[]")
MESSAGE: Final = read_member_path("response.choices[].message")
USUAL: Final = (SEED, FINGERPRINT, SENT_MESSAGE, CHOICE, MESSAGE)


@dataclass(frozen=True)
class Row:
    """One version. Without chat completions nothing is said of members; ``defects`` is None where nobody asked."""

    version: Version
    members: dict[MemberPath, MemberFacts | None]
    chunks: bool = False
    defects: tuple[Defect, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the row as the JSON object that the matrix holds."""
        found: dict[str, Any] = {
            "api_version": self.version.api_version,
            "status": self.version.status,
            "openapi": self.version.openapi,
            "chat": self.version.chat,
            "stream_chunks": self.chunks,
            "members": {str(path): facts and facts.as_json() for path, facts in self.members.items()},
        }
        if self.defects is not None:
            found["defects"] = [{"pointer": defect.pointer, "message": defect.message} for defect in self.defects]
        return found


def matrix(known: Catalog, paths: Sequence[MemberPath] = ()) -> tuple[Row, ...]:
    """Return a row for each version, in the order of the catalog; without ``paths`` of the usual members, with defects.

    Raises UsageError where no version has one of ``paths``, with the nearest name, InputError where a contract is broken.
    """
    described = {
        api_version: (group, {path: facts_of(group.contract, path) for path in paths or USUAL})
        for group in version_groups(known, known.with_chat)
        for api_version in group.api_versions
    }
    rows = tuple(_row(version, described.get(version.api_version), paths) for version in known.versions)
    for path in paths:
        if not any(row.members[path] for row in rows):
            raise UsageError(f"--member {path} is a member that no version has{_hint(path, known)}")
    return rows


def _row(
    version: Version,
    described: tuple[VersionGroup, dict[MemberPath, MemberFacts | None]] | None,
    paths: Sequence[MemberPath],
) -> Row:
    if described is None:
        return Row(version, dict.fromkeys(paths or USUAL), defects=None if paths else ())
    group, members = described
    chunks = group.contract.operation.chunk is not None
    return Row(version, members, chunks, None if paths else group.defects_of(version.api_version))


def _hint(path: MemberPath, known: Catalog) -> str:
    """Return what was likely meant: the nearest name at the first step that leads nowhere."""
    contracts = [contract(name, of=known) for name in known.with_chat]
    for length in range(len(path.steps)):
        above = MemberPath(path.part, path.steps[:length])
        step, rest = path.steps[length], path.steps[length + 1 :]
        steps = dict.fromkeys(step for one in contracts for step in members_at(one, above))
        if step in steps:
            continue
        inside = MemberPath(path.part, (*above.steps, ELEMENT, *path.steps[length:]))
        if ELEMENT in steps and any(facts_of(one, inside) for one in contracts):
            return f"; did you mean {inside}?"
        near = nearest(step, steps) or difflib.get_close_matches(step, steps, n=3, cutoff=0)
        named = [str(MemberPath(path.part, (*above.steps, name, *rest))) for name in near]
        return f"; did you mean {' or '.join(named)}?" if named else f"; {above} has no members."
    return "; name another."
