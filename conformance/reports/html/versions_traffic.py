"""What the page about api-versions tells of the reader's own traffic: verdicts, reasons, and the members that it has."""

from collections.abc import Mapping
from typing import Any, Final

from conformance.reports.versions_survey import newest_told
from conformance.versions.member_path import MemberPath, read_member_path
from conformance.versions.reasons import Reason
from conformance.versions.survey import Outcome
from conformance.versions.used import MembersUsed

# The SDK adds it, and on a dated path the service ignores it: it counts against no version.
_IGNORED: Final = (read_member_path("request.model"),)


def traffic_data(
    outcome: Outcome, used: MembersUsed, places: Mapping[MemberPath, int], target: str | None
) -> dict[str, Any]:
    """Return the traffic as the page's JSON. ``places`` are the members of the page by their path."""
    found: dict[str, Any] = {
        "requests": outcome.checked.requests,
        "answers": outcome.checked.responses,
        "newest": newest_told(outcome),
        "verdicts": {t.api_version: [t.accepted, t.not_declared, t.refused, t.answers_undeclared] for t in outcome.tallies},
        "reasons": {t.api_version: [_told(reason) for reason in t.reasons] for t in outcome.tallies if t.reasons},
        "used": [[places[path], count] for path, count in used.counts.items() if path in places],
        "ignored": [places[path] for path in _IGNORED if path in places],
        "unknown": [[str(path), count] for path, count in used.unknown.most_common()],
    }  # fmt: skip
    if target is not None:
        found["to"] = {
            "version": target,
            "changes": [{**_told(reason), "requests": reason.requests} for reason in outcome.changes],
            "undeclared": dict(outcome.undeclared.most_common()),
        }
    return found


def _told(reason: Reason) -> dict[str, Any]:
    finding = reason.finding
    return {
        "rule": finding.rule,
        "message": finding.message,
        "exchange": finding.exchange or "",
        "pointer": finding.pointer,
    }
