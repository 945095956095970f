"""``ms-date``: a document was looked at not too long ago."""

from datetime import date

import pytest

from tests.document.rules.marking import confirms, speaks

TODAY = date(2025, 6, 1)


def dated(value: str) -> str:
    return f"---\ntitle: é\nms.date: {value}\n---\n\n# Title\n"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        pytest.param(dated("▸05/31/2024"), "note", id="a day too old"),
        pytest.param(dated("▸2024-05-31"), "warning", id="another order"),
        pytest.param(dated("▸13/01/2025"), "warning", id="no month"),
        pytest.param(dated("▸06/02/2025"), "warning", id="tomorrow"),
        pytest.param(dated('"▸05/31/2024"'), "note", id="in quotes"),
        pytest.param(dated("06/01/2024"), None, id="the last day that is allowed"),
        pytest.param(dated("06/01/2025"), None, id="today"),
        pytest.param("---\ntitle: x\n---\n", None, id="no date"),
        pytest.param("ms.date: 01/01/2000\n", None, id="no front matter"),
    ],
)
def test_a_document_was_looked_at(text: str, severity: str | None) -> None:
    findings = speaks("ms-date", text, today=TODAY)
    assert [str(one.severity) for one in findings] == [severity] * len(findings)


def test_the_age_is_the_callers() -> None:
    speaks("ms-date", dated("▸05/01/2025"), today=TODAY, max_age=30)
    speaks("ms-date", dated("05/01/2025"), today=TODAY, max_age=31)
    assert confirms("ms-date", dated("05/01/2025"), today=TODAY, max_age=31) == [
        "The document is dated 31 days ago, 31 are allowed."
    ]
