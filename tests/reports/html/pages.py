"""A page of findings taken apart: what its script would read."""

import io
import json
import re
from collections.abc import Iterable
from typing import Any

from conformance.checked import Checked
from conformance.finding import Finding
from conformance.reports.html.report import FORMAT
from conformance.reports.protocol import Beginning, Ending


def page_of(findings: Iterable[Finding], **ending: Any) -> str:
    stream = io.StringIO()
    report = FORMAT.begin(stream, Beginning("check"))
    for finding in findings:
        report.finding(finding)
    report.close(Ending(Checked(), **ending))
    return stream.getvalue()


def script(page: str, name: str) -> str:
    found = re.search(f'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return found[1]


def rows(page: str) -> list[dict[str, Any]]:
    """Return the findings of a page with their texts in place of numbers."""
    tables = json.loads(script(page, "tables"))
    shared = {"part", "pointer", "message", "version", "language", "file", "suggestion", "source"}
    found = []
    for row in lines(page, "rows"):
        named = dict(zip(tables["columns"], row, strict=False))
        found.append(
            {
                name: tables["texts"][value] if name in shared else value
                for name, value in named.items()
                if value is not None
            }
        )
    return found


def lines(page: str, name: str) -> list[Any]:
    return [json.loads(line) for line in script(page, name).strip().split("\n") if line]
