"""``seed-missing``: a request that is to be reproducible has a ``seed``."""

from collections.abc import Iterator

from conformance.errors import nearest
from conformance.finding import Severity
from conformance.rules.circumstances import Expected
from conformance.rules.judgement import Judgement
from conformance.rules.rule import Problem, rule


@rule("seed-missing", Severity.ERROR, "there is a `seed` where one must be", needs_contract=False)
def seed_missing(judgement: Judgement) -> Iterator[Problem]:
    wanted = judgement.circumstances.seed
    request = judgement.request
    required = judgement.circumstances.require_seed or not isinstance(wanted, Expected)
    if not required or request is None or request.body.problem is not None or request.member("seed") is not None:
        return
    if any(seen.kind == "undeclared" and nearest(str(seen.path[-1]), ["seed"]) for seen in request.observations):
        return  # `sede` is one problem, and undeclared-member names it
    example = 42 if isinstance(wanted, Expected) else wanted
    state = "`seed` is null" if request.has("seed") else "`seed` is missing"
    path = ("seed",) if request.has("seed") else ()
    spec = _spec(judgement)
    yield Problem("request", path, f'{state}, so the answer is not reproducible; add `"seed": {example}`', spec, "seed")


def _spec(judgement: Judgement) -> str | None:
    if judgement.operation is None:
        return None
    member = judgement.operation.request.shape.members.get("seed")
    return member.pointers[0] if member else judgement.operation.request.shape.property_pointer()
