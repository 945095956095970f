"""The last line of a report for a person: what was checked, and what was found."""

from collections.abc import Mapping
from typing import Final

from conformance.checked import Checked
from conformance.finding import Severity

# What is skipped, by the names that ``checked.skipped_by`` holds.
_KINDS: Final = {
    "azure-model-inference": "Azure AI model inference",
    "openai-compatible": "OpenAI-compatible services",
    "other-operation": "other operations",
}
_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def summary(checked: Checked, found: Mapping[Severity, int], sentence: str | None = None) -> str:
    """Return ``Checked 3 exchanges (3 requests, 2 answers): 1 error, 2 notes.``; ``sentence`` in place of the first half."""
    counts = [plural(found[severity], str(severity)) for severity in _ORDER if found.get(severity)]
    return f"{sentence or _checked(checked)}: {', '.join(counts) or 'nothing to report'}.{_aside(checked)}"


def plural(count: int, noun: str) -> str:
    """Return ``1 error`` or ``2 errors``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}".replace(",", " ")


def _checked(checked: Checked) -> str:
    parts = [plural(checked.requests, "request"), plural(checked.responses, "answer")]
    if checked.chunks:
        parts.append(plural(checked.chunks, "chunk"))
    if checked.predicted:
        parts.append(f"{checked.predicted} predicted")
    return f"Checked {plural(checked.exchanges, 'exchange')} ({', '.join(parts)})"


def _aside(checked: Checked) -> str:
    said = ""
    if checked.bodiless:
        said += f" {plural(checked.bodiless, 'exchange')} without a body {'was' if checked.bodiless == 1 else 'were'} judged by the URL alone."
    if checked.skipped:
        were = "was" if checked.skipped == 1 else "were"
        said += f" {plural(checked.skipped, 'exchange')} {were} skipped{_by_kind(checked.skipped_by)}."
    return said


def _by_kind(kinds: Mapping[str, int]) -> str:
    """Return ``: 19 of OpenAI-compatible services, 2 of other operations``, the most frequent first."""
    told = [f"{count} of {_KINDS.get(kind, kind)}" for kind, count in sorted(kinds.items(), key=lambda one: -one[1])]
    return f": {', '.join(told)}" if told else ""
