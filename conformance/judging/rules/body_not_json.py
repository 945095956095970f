"""``body-not-json``: a body is JSON."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.wire.json_text import NotJson
from conformance.wire.locate import line_column


@rule("body-not-json", Severity.ERROR, Settled.BY_LOOK, "a body is JSON", needs_contract=False)
def body_not_json(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        # A gateway's page under 5xx says no more than the status, which request-refused repeats.
        if payload.body.problem is None or (payload.part == "response" and judgement.failed):
            continue
        yield Problem(payload.part, (), _says(payload.part, payload.body.text or "", payload.body.problem))
    for chunk in judgement.whole_stream.broken if judgement.whole_stream is not None else ():
        problem = chunk.body.problem
        if problem is not None:
            message = f"the chunk stops being JSON at character {problem.offset + 1}: {problem.reason}"
            yield Problem("chunk", (), message, chunk_index=chunk.index)


def _says(part: str, text: str, problem: NotJson) -> str:
    if not text.strip():
        return "the body is empty" + ("; send a JSON object" if part == "request" else "")
    place = line_column(text, problem.offset)
    where = f"the body stops being JSON at line {place.line}, column {place.column}: {problem.reason}"
    if part == "request":
        return f"{where}; write it with a JSON serializer"
    if text.lstrip()[:1] == "<":
        return f"{where}; it is markup, as a gateway or a sign-in page answers"
    return f"{where}; look whether a proxy or the recorder changed it"
