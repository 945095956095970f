"""Findings that say the same of several exchanges or versions, as one group: counted as they pass, with bounded memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.finding import Finding, Severity

_INDEX: Final = re.compile(r"/\d+(?=/|$)")
# Groups beyond this many are one: a payload may invent member names without end.
_MOST: Final = 1000
OTHERS: Final = "others"
# Of these parts, and of this rule, the sentence tells what is the same: a status, a path, the model that answers.
_BY_SENTENCE: Final = frozenset({"status", "url", "headers", "suite"})
_BY_MODEL: Final = "fingerprint-null"

_Key = tuple[Severity, str, str]


@dataclass(slots=True)
class Group:
    """``first`` is the first finding; ``count`` all of them, ``elsewhere`` whether another exchange or version has one."""

    first: Finding
    count: int = 0
    elsewhere: bool = False
    api_versions: dict[str, None] = field(default_factory=dict)
    others: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the group as reports hold it."""
        return {
            "rule": self.first.rule,
            "severity": str(self.first.severity),
            "message": self.first.message,
            "count": self.count,
            "first": self.first.exchange or "",
            "api_versions": list(self.api_versions),
        }


class Groups:
    """Takes findings one by one. Array indices make no difference, and neither do versions."""

    def __init__(self) -> None:
        self._groups: dict[_Key, Group] = {}

    def take(self, finding: Finding) -> Group:
        """Count ``finding`` and return its group."""
        key = (finding.severity, finding.rule, _sameness(finding))
        group = self._groups.get(key)
        if group is None:
            beyond = len(self._groups) >= _MOST
            key = (finding.severity, finding.rule, OTHERS) if beyond else key
            group = self._groups.setdefault(key, Group(finding, others=beyond))
        group.count += 1
        if finding.exchange != group.first.exchange or finding.api_version != group.first.api_version:
            group.elsewhere = True
        if finding.api_version is not None:
            group.api_versions[finding.api_version] = None
        return group

    def __iter__(self) -> Iterator[Group]:
        return iter(self._groups.values())

    def of_several(self) -> list[dict[str, Any]]:
        """Return the groups that are about more than one exchange or version, as reports hold them."""
        return [group.as_json() for group in self if group.elsewhere]


def _sameness(finding: Finding) -> str:
    """Return what findings of one group have in common, beside rule and severity."""
    if finding.rule == _BY_MODEL:
        return finding.message
    if finding.part in _BY_SENTENCE:
        return f"{finding.part} {finding.message}"
    return f"{finding.part} {_INDEX.sub('/*', finding.pointer)}"
