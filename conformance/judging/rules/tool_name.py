"""``tool-name``: a tool's name is one that the service takes."""

import re
from collections.abc import Iterator
from typing import Any, Final

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.sense import elements, told
from conformance.wire.pointer import Path


@rule(
    "tool-name",
    Severity.WARNING,
    Settled.BY_LOOK,
    "a tool's name is of letters, digits, `_` and `-`, up to 64",
    of="request",
)
def tool_name(judgement: Judgement) -> Iterator[Problem]:
    yield from told(judgement, look, "tools")


_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def look(asked: dict[str, Any]) -> Iterator[Problem]:
    """Yield each name of a function that does not fit the pattern."""
    for index, tool in elements(asked.get("tools")):
        function = tool.get("function")
        if isinstance(function, dict):
            yield from _of(function.get("name"), ("tools", index, "function", "name"))
    for index, function in elements(asked.get("functions")):
        yield from _of(function.get("name"), ("functions", index, "name"))


def _of(name: Any, path: Path) -> Iterator[Problem]:
    if isinstance(name, str) and not _NAME.fullmatch(name):
        shown = name if len(name) <= 40 else f"{name[:39]}…"
        says = f'`name` is "{shown}"; a function has a name of 1 to 64 letters, digits, `_` and `-`'
        yield Problem("request", path, says)
