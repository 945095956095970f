"""Write reports of findings, in any format."""

import io
from collections.abc import Iterable

from conformance.checked import Checked
from conformance.exchange import Position
from conformance.finding import Edit, Excerpt, Finding, Related, Severity, SpecPlace, StreamPlace
from conformance.reports.protocol import Beginning, Ending, Look
from conformance.reports.registry import format_of

BEGINNING = Beginning("check", Look(every=True))
ENDING = Ending(Checked(exchanges=2, requests=2, responses=1), 1)


def written(name: str, findings: Iterable[Finding], beginning: Beginning = BEGINNING, ending: Ending = ENDING) -> str:
    """Return the report of ``findings`` in format ``name``."""
    stream = io.StringIO()
    report = format_of(name).begin(stream, beginning)
    for one in findings:
        report.finding(one)
    report.close(ending)
    return stream.getvalue()


def with_text(text: str, severity: Severity = Severity.ERROR) -> Finding:
    """Return a finding that has ``text`` wherever it can have any."""
    line = f'{{"a": 1, "{text}": 42}}'
    start = line.index(f'"{text}"')
    return Finding(
        text,
        severity,
        f"`{text}` is {text}, a string",
        "request",
        f"/{text}",
        f"{text}:3",
        text,
        text,
        None,
        SpecPlace(f"spec/{text}", f"/{text}", 12, 3),
        Position(text, 4, 5),
        text,
        (Related(f"{text}:9", f"/{text}"),),
        True,
        Excerpt(line, start, start + len(text) + 6),
        StreamPlace(1, 2),
        (Edit(Position(text, 4, 5), Position(text, 4, 9), text),),
    )
