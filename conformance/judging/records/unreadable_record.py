"""``unreadable-record``: a record can be read as an exchange; ``check`` says the same on standard error, with exit code 2."""

from typing import Final

from conformance.finding import Finding, Severity
from conformance.judging.records.rule import RecordRule

RULE: Final = RecordRule("unreadable-record", Severity.ERROR, "a row of a table can be read as an exchange")


def unreadable_record(place: str, reason: str) -> Finding:
    """Return the finding about the record at ``place``; ``reason`` goes on behind "the record"."""
    return Finding(RULE.id, RULE.severity, f"the record {reason}", part="suite", exchange=place)
