"""``body-not-json``: a body is JSON."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, rule
from conformance.wire.locate import line_column


@rule("body-not-json", Severity.ERROR, "a body is JSON", needs_contract=False)
def body_not_json(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        problem = payload.body.problem
        if problem is None:
            continue
        place = line_column(payload.body.text or "", problem.offset)
        yield Problem(
            payload.part,
            (),
            f"the body stops being JSON at line {place.line}, column {place.column}: {problem.reason}; "
            "write it with a JSON serializer",
        )
    for chunk in judgement.whole_stream.broken if judgement.whole_stream is not None else ():
        problem = chunk.body.problem
        if problem is not None:
            message = f"the chunk stops being JSON at character {problem.offset + 1}: {problem.reason}; write it with a JSON serializer"
            yield Problem("chunk", (), message, chunk_index=chunk.index)
