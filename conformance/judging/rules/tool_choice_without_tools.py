"""``tool-choice-without-tools``: `tool_choice` chooses among `tools`."""

from collections.abc import Iterator
from typing import Any

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.sense import told


@rule("tool-choice-without-tools", Severity.ERROR, Settled.BY_LOOK, "`tool_choice` goes with `tools`", of="request")
def tool_choice_without_tools(judgement: Judgement) -> Iterator[Problem]:
    yield from told(judgement, look, "tool_choice")


def look(asked: dict[str, Any]) -> Iterator[Problem]:
    """Yield a choice where there is nothing to choose from."""
    if asked.get("tool_choice") not in (None, "none") and not asked.get("tools"):
        yield Problem(
            "request", ("tool_choice",), "`tool_choice` is there and `tools` is not; add the tools, or leave it out"
        )
