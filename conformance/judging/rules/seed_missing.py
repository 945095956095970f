"""``seed-missing``: a request that is to be reproducible has a ``seed``."""

from collections.abc import Iterator

from conformance.contract.catalog import FIRST_WITH_SEED
from conformance.errors import nearest
from conformance.finding import Severity
from conformance.judging.rules.circumstances import Expected
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "seed-missing",
    Severity.ERROR,
    Settled.BY_LOOK,
    "there is a `seed` where one must be",
    needs_contract=False,
    of="request",
)
def seed_missing(judgement: Judgement) -> Iterator[Problem]:
    wanted = judgement.circumstances.seed
    request = judgement.request
    asked = judgement.exchange.request
    if judgement.circumstances.require_seed and asked is not None and asked.body is None:
        yield Problem("request", (), "the request has no body, so it has no `seed`; record the body too", None, "seed")
        return
    required = judgement.circumstances.require_seed or not isinstance(wanted, Expected)
    if not required or request is None or request.body.problem is not None or request.member("seed") is not None:
        return
    misspelt = any(nearest(name, ["seed"]) for name in request.undeclared_at(()))
    if misspelt and not judgement.taken_by_version:
        return  # `sede` is one problem, and the error undeclared-member names it
    example = 42 if isinstance(wanted, Expected) else wanted
    shape = judgement.operation.request.shape if judgement.operation else None
    member = shape.members.get("seed") if shape else None
    properties = shape.property_pointer() if shape else None
    todo = f'`"seed": {example}`'
    if shape is not None and member is None:
        todo += f", and use {FIRST_WITH_SEED} or a later version: {judgement.api_version} has no `seed`"
    if request.has("seed"):
        message = f"`seed` is null, so the answer is not reproducible; write {todo}"
        yield Problem("request", ("seed",), message, member.pointers[0] if member else properties, str(example))
        return
    message = f"`seed` is missing, so the answer is not reproducible; add {todo}"
    place = member.pointers[0].rpartition("/")[0] if member else properties
    yield Problem("request", (), message, place, "seed")
