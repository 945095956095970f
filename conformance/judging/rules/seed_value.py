"""``seed-value``: the wire's ``seed`` is the one that the sample was to send."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.circumstances import Expected
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "seed-value",
    Severity.ERROR,
    Settled.BY_LOOK,
    "`seed` is the value that the sample was to send",
    needs_contract=False,
    of="request",
)
def seed_value(judgement: Judgement) -> Iterator[Problem]:
    wanted, request = judgement.circumstances.seed, judgement.request
    if wanted is Expected.UNKNOWN or request is None or request.member("seed") is None:
        return
    seed = request.member("seed")
    if wanted is Expected.NONE:
        message = f"`seed` is {request.written(('seed',))} in a scenario that is to send none; remove it"
        yield Problem("request", ("seed",), message)
    elif type(seed) is int and seed != wanted:
        message = f"`seed` is {request.written(('seed',))} where the sample is to send {wanted}"
        yield Problem("request", ("seed",), message, suggestion=str(wanted))
