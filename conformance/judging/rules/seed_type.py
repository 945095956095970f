"""``seed-type``: ``seed`` is an integer, and written as one."""

from collections.abc import Iterator
from decimal import Decimal

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement, Payload
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "seed-type",
    Severity.ERROR,
    Settled.BY_LOOK,
    "`seed` is an integer, written without point or exponent",
    of="request",
)
def seed_type(judgement: Judgement) -> Iterator[Problem]:
    request = judgement.request
    shape = request.schema.shape.member("seed") if request is not None and request.schema is not None else None
    if request is None or shape is None:
        return
    seed = request.member("seed")
    if seed is None or is_integer(request, seed):
        return
    explains = request.violations_at(("seed",))
    kind = "a string" if isinstance(seed, str) else "a boolean" if isinstance(seed, bool) else "not an integer"
    if isinstance(seed, Decimal):
        kind = "written with a point or an exponent"
    message = f"`seed` is {request.written(('seed',))}, {kind}; {judgement.api_version} expects an integer"
    yield Problem("request", ("seed",), message, shape.type_pointer, _integer(seed), explains=explains)


def is_integer(request: Payload, seed: object) -> bool:
    """Whether ``seed`` is written as an integer; one of very many digits is kept as Decimal."""
    if type(seed) is int:
        return True
    text = request.body.written(("seed",)) if isinstance(seed, Decimal) else None
    return text is not None and text.lstrip("-").isdecimal()


def _integer(seed: object) -> str:
    """Return the integer that was likely meant, as text; 42 where nothing tells."""
    if isinstance(seed, str):
        text = seed.strip()
        return text if text.lstrip("-").isdecimal() and len(text) < 20 else "42"
    if isinstance(seed, Decimal) and seed == seed.to_integral_value() and abs(seed.adjusted()) < 19:
        return str(int(seed))
    return "42"
