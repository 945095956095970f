"""Judge what a source would send: by every rule, silent about what is not known of it."""

from collections.abc import Iterator

from conformance.finding import Finding
from conformance.judge import judge
from conformance.reading.predicting import Prediction
from conformance.rules.circumstances import Circumstances


def judge_prediction(prediction: Prediction, circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the findings about a predicted request, those about a value that is not known left out."""
    for finding in judge(prediction.exchange, circumstances):
        if finding.part != "request" or not _is_unknown(finding, prediction):
            yield finding


def _is_unknown(finding: Finding, prediction: Prediction) -> bool:
    pointer = finding.pointer
    inside = any(pointer == one or pointer.startswith(f"{one}/") for one in prediction.unknown)
    # A member that is missing may be among those that an unknown expression adds.
    return inside or (pointer in prediction.open and finding.suggestion is not None)
