"""``choice-count``: as many choices as were asked for."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "choice-count",
    Severity.WARNING,
    Settled.BY_LOOK,
    "there are as many choices as `n` asks for",
    needs_contract=False,
    of="answer",
)
def choice_count(judgement: Judgement) -> Iterator[Problem]:
    choices = judgement.answer.member("choices") if judgement.answer else None
    wanted = judgement.wanted_choices
    if isinstance(choices, list) and wanted is not None and len(choices) != wanted:
        message = f"the answer has {len(choices)} choices where the request asks for {wanted} (`n`); look whether they belong together"
        yield Problem("response", ("choices",), message)
