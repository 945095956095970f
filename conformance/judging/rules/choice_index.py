"""``choice-index``: the choices are numbered from 0, each once."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "choice-index",
    Severity.WARNING,
    Settled.BY_LOOK,
    "the choices are numbered from 0, each once",
    needs_contract=False,
    of="answer",
)
def choice_index(judgement: Judgement) -> Iterator[Problem]:
    choices = judgement.answer.member("choices") if judgement.answer else None
    if not isinstance(choices, list):
        return
    seen: set[int] = set()
    for position, choice in enumerate(choices):
        index = choice.get("index") if isinstance(choice, dict) else None
        if type(index) is not int:
            continue
        path = ("choices", position, "index")
        if index in seen:
            yield Problem("response", path, f"`index` {index} stands at two choices; number them from 0, each once")
        elif not 0 <= index < len(choices):
            yield Problem(
                "response",
                path,
                f"`index` {index} is outside 0 to {len(choices) - 1}; number the {len(choices)} choices from 0",
            )
        seen.add(index)
