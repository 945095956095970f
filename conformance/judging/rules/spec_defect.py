"""``spec-defect``: the official file contradicts itself, and this exchange meets the place."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.wire.pointer import pointer_of, tokens_of


@rule("spec-defect", Severity.NOTE, Settled.BY_SCHEMA, "the official file does not contradict itself where it is used")
def spec_defect(judgement: Judgement) -> Iterator[Problem]:
    met: set[str] = set()
    for payload in judgement.payloads:
        for seen in payload.observations:
            if seen.defect is None or seen.defect.pointer in met:
                continue
            met.add(seen.defect.pointer)
            place = pointer_of(seen.path) or "the root"
            message = f"{seen.defect.message}; the intent is judged (met at {place} of the {payload.part})"
            yield Problem("spec", tokens_of(seen.defect.pointer), message, seen.defect.pointer)
