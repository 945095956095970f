"""The verdict of every api-version on recorded traffic, for a terminal, as Markdown, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from conformance.reports.json_report import dumps
from conformance.reports.tables import markdown_table, text_table
from conformance.reports.terminal import COLOURS, painted
from conformance.reports.text_summary import plural, summary
from conformance.reports.visible import columns_of, fitting, visible
from conformance.versions.reasons import Reason
from conformance.versions.survey import Outcome, Tally

_HEAD: Final = ["api-version", "accepted", "not declared", "refused", "answers", "first reason"]
# The columns before the last one; the reason is cut so that a version stays one row.
_COUNTS: Final = 62
_NOT_DECLARED: Final = (
    "not declared: the schema lets a member pass that the version does not declare; of the service it is known "
    "to refuse such a request (400, `Unrecognized request argument supplied`)."
)

_ANSWERS: Final = (
    "answers: those that hold a member that the version does not declare, so that its readers do not know it."
)
_V1: Final = (
    "The v1 family has another path, /openai/v1/chat/completions, and wants `model` in the body in place of the "
    "deployment in the path; only the bodies are compared."
)


def survey_as_text(
    outcome: Outcome, width: int, details: bool, target: str | None, colour: bool = False
) -> Iterator[str]:
    """Yield a summary row a version; with ``details`` the reasons, with ``target`` what would have to change for it."""
    yield from text_table(_rows(outcome, max(width - _COUNTS, 10)), width)
    yield ""
    if any(tally.not_declared for tally in outcome.tallies):
        yield from _filled(_NOT_DECLARED, width)
    if any(tally.answers_undeclared for tally in outcome.tallies):
        yield from _filled(_ANSWERS, width)
    if any(not tally.api_version[0].isdigit() for tally in outcome.tallies):
        yield from _filled(_V1, width)
    if details:
        for tally in outcome.tallies:
            yield from _details(tally, colour)
    if target is not None:
        yield from _target(outcome, target, colour)
    yield newest_told(outcome)
    yield _checked(outcome)


def reasons_as_text(outcome: Outcome, target: str | None, colour: bool = False) -> Iterator[str]:
    """Yield the reasons alone, one a line: of ``target`` where one was named, else the first of every version."""
    for tally in outcome.tallies if target is None else ():
        yield from (_told(reason, colour) for reason in tally.reasons)
    for reason in outcome.changes if target is not None else ():
        yield f"{plural(reason.requests, 'request')}: {_told(reason, colour)}"


def survey_as_markdown(outcome: Outcome) -> Iterator[str]:
    """Yield the summary as a Markdown table, and which version is the newest that takes everything."""
    yield from markdown_table(_rows(outcome))
    yield ""
    yield newest_told(outcome)


def survey_as_json(outcome: Outcome, target: str | None, edited: Sequence[str]) -> str:
    """Return ``{"format": 1, "versions": […], "newest": …}``; ``to`` is added where a target was named."""
    versions = ",\n".join(dumps(tally.as_json()) for tally in outcome.tallies)
    more: dict[str, Any] = {}
    if target is not None:
        changes = [{**reason.as_json(), "requests": reason.requests} for reason in outcome.changes]
        more["to"] = {"api_version": target, "changes": changes, "answers_undeclared": dict(outcome.undeclared)}
    if edited:
        more["edited"] = list(edited)
    extra = "".join(f", {json.dumps(name)}: {dumps(value)}" for name, value in more.items())
    return f'{{"format": 1, "versions": [\n{versions}\n], "newest": {json.dumps(outcome.newest)}{extra}}}'


def _rows(outcome: Outcome, limit: int | None = None) -> list[list[str]]:
    return [_HEAD, *(_row(tally, limit) for tally in outcome.tallies)]


def _row(tally: Tally, limit: int | None) -> list[str]:
    counts = [tally.accepted, tally.not_declared, tally.refused, tally.answers_undeclared]
    first = tally.reasons[0].finding.message.partition(";")[0] if tally.reasons else ""
    cut = limit is not None and columns_of(visible(first)) > limit
    return [tally.api_version, *map(str, counts), f"{fitting(visible(first), (limit or 1) - 1)}…" if cut else first]


def _details(tally: Tally, colour: bool) -> Iterator[str]:
    if not tally.reasons:
        return
    yield f"{tally.api_version}: {_counts(tally)}"
    for reason in tally.reasons:
        yield f"  {_told(reason, colour)}"
    yield ""


def _counts(tally: Tally) -> str:
    return f"{tally.accepted} accepted, {tally.not_declared} not declared, {tally.refused} refused"


def _told(reason: Reason, colour: bool) -> str:
    finding = reason.finding
    rest = visible(f"  {finding.exchange} {finding.pointer}  {finding.message}")
    return f"{painted(visible(finding.rule), COLOURS[finding.severity], colour)}{rest}"


def _target(outcome: Outcome, target: str, colour: bool) -> Iterator[str]:
    tally = next(tally for tally in outcome.tallies if tally.api_version == target)
    if not outcome.changes:
        yield f"For {target} no request has to change."
    else:
        yield f"For {target} this would have to change ({_counts(tally)}):"
        for reason in outcome.changes:
            yield f"  {plural(reason.requests, 'request')}: {_told(reason, colour)}"
    if tally.answers_undeclared:
        yield f"A reader of {target} would meet undeclared members in {plural(tally.answers_undeclared, 'answer')}:"
        for name, count in outcome.undeclared.most_common():
            yield visible(f"  {plural(count, 'answer')}: {name}")
    yield ""


def newest_told(outcome: Outcome) -> str:
    """Return the sentence that names the newest dated version that takes every request."""
    if outcome.newest is not None:
        return f"The newest dated version that takes every request unchanged is {outcome.newest}."
    if not any(tally.requests for tally in outcome.tallies):
        return "No request's body was recorded, so no version can be named that takes every request."
    return "No dated version takes every request unchanged."


def _checked(outcome: Outcome) -> str:
    return summary(outcome.checked, {}).replace(": nothing to report.", ".")


def _filled(text: str, width: int) -> Iterator[str]:
    import textwrap

    yield from textwrap.wrap(text, width)
    yield ""
