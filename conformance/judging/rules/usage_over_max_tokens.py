"""``usage-over-max-tokens``: no more completion tokens than were asked for."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "usage-over-max-tokens",
    Severity.WARNING,
    Settled.BY_LOOK,
    "completion tokens stay within what was asked",
    needs_contract=False,
    of="answer",
)
def usage_over_max_tokens(judgement: Judgement) -> Iterator[Problem]:
    request, answer = judgement.request, judgement.answer
    usage = answer.member("usage") if answer else None
    if request is None or not isinstance(usage, dict):
        return
    name = "max_completion_tokens" if type(request.member("max_completion_tokens")) is int else "max_tokens"
    limit, completion = request.member(name), usage.get("completion_tokens")
    choices = judgement.wanted_choices
    if choices is None or type(limit) is not int or type(completion) is not int or completion <= limit * choices:
        return
    asked = f"`{name}` {limit}" + (f" × `n` {choices}" if choices != 1 else "")
    message = f"{completion} completion tokens are more than {asked} allow; request and answer do not belong together"
    yield Problem("response", ("usage", "completion_tokens"), message)
