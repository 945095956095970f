"""What changed between two api-versions, for a terminal, as Markdown, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from conformance.contract.contract import Contract
from conformance.finding import SpecPlace
from conformance.reports.json_report import dumps
from conformance.reports.tables import markdown_table
from conformance.reports.text_summary import plural
from conformance.reports.visible import visible
from conformance.versions.change import Change

_ABOUT: Final = {"request": "who sends requests", "response": "who reads answers", "chunk": "who reads streams"}
_BREAKS: Final = {"sender": "breaks senders", "reader": "breaks readers", "none": "breaks nothing"}


def diff_as_text(changes: Sequence[Change], before: Contract, after: Contract, examples: bool) -> Iterator[str]:
    """Yield the lines for a person: changes by whom they concern, each with its reason and both places."""
    for part, whom in _ABOUT.items():
        own = [change for change in changes if change.path.part == part]
        if not own:
            continue
        yield f"for {whom}:"
        yield ""
        for change in own:
            yield f"{_BREAKS[change.breaks]}  {change.path}  {change.kind}"
            yield f"  {visible(change.message)}"
            if change.before is not None:
                yield f"  from {_place(change.before)}"
            if change.after is not None:
                yield f"  to   {_place(change.after)}"
            if examples and (example := change.example()) is not None:
                yield f"  such as {visible(json.dumps(example, default=_number, ensure_ascii=False))}"
            yield ""
    if before.operation.path != after.operation.path:
        yield f"{after.api_version} has another path: {after.operation.path} in place of {before.operation.path}."
    yield _summary(changes, before.api_version, after.api_version)


def diff_as_markdown(changes: Sequence[Change], before: str, after: str) -> Iterator[str]:
    """Yield a Markdown table with a row a change, and a sentence."""
    if changes:
        rows = [[f"`{change.path}`", change.breaks, change.message] for change in changes]
        yield from markdown_table(
            [["member", "breaks", "what changed, and whether it breaks senders or readers"], *rows]
        )
        yield ""
    yield _summary(changes, before, after)


def diff_as_json(changes: Sequence[Change], examples: bool, edited: Sequence[str]) -> str:
    """Return ``{"format": 1, "changes": […]}``, a change a line; ``edited`` is told where a contract was edited."""
    rows = ",".join(f"\n{dumps_exact(change.as_json(examples))}" for change in changes)
    extra = f', "edited": {dumps(list(edited))}' if edited else ""
    return f'{{"format": 1, "changes": [{rows}{chr(10) if changes else ""}]{extra}}}'


def dumps_exact(value: object) -> str:
    """Return ``value`` as JSON; a number that was kept exact is written as one."""
    return json.dumps(value, ensure_ascii=False, default=_number)


def _number(value: object) -> float:
    return float(str(value))


def _place(place: SpecPlace) -> str:
    line = f":{place.line}:{place.column}" if place.line is not None else ""
    return f"{place.file}{line} {place.pointer}"


def _summary(changes: Sequence[Change], before: str, after: str) -> str:
    if not changes:
        return f"Nothing changes for senders or readers from {before} to {after}."
    counts = {whom: sum(change.breaks == whom for change in changes) for whom in ("sender", "reader")}
    said = " and ".join(f"{count} break {whom}s" for whom, count in counts.items() if count)
    return f"From {before} to {after}: {plural(len(changes), 'change')}, {said or 'none of which breaks anybody'}."
