"""``seed-range``: ``seed`` lies within the contract's bounds, compared exactly."""

from collections.abc import Iterator

from conformance.contract.json_schema import bounds
from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.seed_type import is_integer


@rule("seed-range", Severity.ERROR, Settled.BY_SCHEMA, "`seed` lies within the contract's bounds", of="request")
def seed_range(judgement: Judgement) -> Iterator[Problem]:
    request = judgement.request
    if request is None or request.schema is None:
        return
    seed = request.member("seed")
    if not is_integer(request, seed):
        return
    explains = tuple(
        violation for violation in request.violations_at(("seed",)) if violation.keyword in ("minimum", "maximum")
    )
    if not explains:
        return
    shape = request.schema.shape.member("seed")
    low, high = bounds(shape) if shape else (None, None)
    wanted = low if explains[0].keyword == "minimum" else high
    text = request.written(("seed",))
    message = f"`seed` is {text}, outside what {judgement.api_version} takes; the bound is {wanted}"
    yield Problem("request", ("seed",), message, explains[0].origin.pointer, explains=explains)
