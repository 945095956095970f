"""What the commands that run programs share: counts of what was exchanged, and findings that do not hold the key."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from conformance.checked import Checked
from conformance.exchange import Exchange
from conformance.finding import Finding
from conformance.reports.once import defects_once
from conformance.samples.recording import struck_out
from conformance.traffic.inspection import count


def count_all(exchanges: Iterable[Exchange], checked: Checked) -> None:
    """Count each of ``exchanges``."""
    for one in exchanges:
        count(one, checked)


def without_key(findings: Iterable[Finding], key: str) -> Iterator[Finding]:
    """Yield ``findings``, a defect of a contract once; who tells the key in a wrong place does not get it reported."""
    for found in defects_once(findings):
        suggestion = struck_out(found.suggestion, key) if found.suggestion else found.suggestion
        message, pointer = struck_out(found.message, key), struck_out(found.pointer, key)
        excerpt = None if found.excerpt and key in found.excerpt.text else found.excerpt
        yield replace(found, message=message, pointer=pointer, suggestion=suggestion, excerpt=excerpt)
