"""``created-before-version``: an answer was made after the api-version that the code asks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.answers import place_in
from conformance.document.analysis.named_versions import version_of
from conformance.document.prose.dates import learn_date
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule(
    "created-before-version", Severity.WARNING, "an answer was made after the api-version that the code asks for"
)
def created_before_version(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for block in analysis.json_blocks:
        created = block.body.value.get("created")
        versions = [version for code in block.owners for call in code.calls if (version := version_of(call))]
        if not block.is_answer or type(created) is not int or not versions:
            continue
        made = _day(created)
        named = date.fromisoformat(versions[0][:10]) if versions[0][0].isdigit() else None
        if made is None or named is None:
            continue
        place = place_in(analysis, block, "/created")
        if made < named and _is_older(analysis, named):
            continue
        if made < named:
            message = f"`created` is {made.isoformat()}, before the api-version {versions[0]} that the code asks for; show an answer that this code got"
            yield Remark(place, message, len('"created"'), api_version=versions[0])
        elif made > analysis.today:
            yield Remark(
                place, f"`created` is {made.isoformat()}, which is yet to come; show a real answer", len('"created"')
            )
        else:
            yield Confirmed(f"`created`, {made.isoformat()}, is later than {versions[0]}.", place)


def _is_older(analysis: Analysis, version: date) -> bool:
    """Whether the document itself is dated before the api-version: what it shows was got with an older one."""
    entry = analysis.document.front_matter.entry("ms.date") if analysis.document.front_matter else None
    dated = learn_date(entry.value) if entry else None
    return dated is not None and dated < version


def _day(seconds: int) -> date | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, OSError, ValueError):
        return None
