"""``content-type``: the request's media type is ``application/json``."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "content-type",
    Severity.ERROR,
    Settled.BY_LOOK,
    "the request's media type is application/json",
    needs_contract=False,
    of="request",
)
def content_type(judgement: Judgement) -> Iterator[Problem]:
    request = judgement.exchange.request
    if (
        judgement.circumstances.bodies_only
        or request is None
        or not request.headers
        or not request.headers.fields
        or request.body is None
    ):
        return
    pointer = f"{judgement.operation.pointer}/requestBody/content" if judgement.operation else None
    for name, given in request.headers:
        if name.lower() == "content-type":
            if given.partition(";")[0].strip().lower() != "application/json":
                message = f"the Content-Type is `{given}`; send `application/json`"
                yield Problem("headers", (name,), message, pointer, "application/json")
            return
    if not request.headers.whole:
        return
    message = "the request has a body and no Content-Type; send `Content-Type: application/json`"
    yield Problem("headers", (), message, pointer, "Content-Type")
