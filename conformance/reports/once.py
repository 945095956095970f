"""A defect of the official file is told once a report, at the first exchange that meets it."""

from collections.abc import Iterable, Iterator

from conformance.finding import Finding


def defects_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield ``findings`` without a ``spec-defect`` at a place of a contract that was told already."""
    told: set[tuple[str, str]] = set()
    for finding in findings:
        if finding.rule == "spec-defect" and finding.spec is not None:
            place = (finding.spec.file, finding.spec.pointer)
            if place in told:
                continue
            told.add(place)
        yield finding
