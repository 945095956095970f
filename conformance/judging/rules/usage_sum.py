"""``usage-sum``: the tokens add up."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "usage-sum",
    Severity.WARNING,
    Settled.BY_LOOK,
    "`total_tokens` is the sum of the other two",
    needs_contract=False,
    of="answer",
)
def usage_sum(judgement: Judgement) -> Iterator[Problem]:
    usage = judgement.answer.member("usage") if judgement.answer else None
    if not isinstance(usage, dict):
        return
    prompt, completion, total = (usage.get(f"{name}_tokens") for name in ("prompt", "completion", "total"))
    if type(prompt) is not int or type(completion) is not int or type(total) is not int or prompt + completion == total:
        return
    message = f"`total_tokens` is {total}; {prompt} prompt and {completion} completion tokens make {prompt + completion}; look what rewrote them"
    yield Problem("response", ("usage", "total_tokens"), message, suggestion=str(prompt + completion))
