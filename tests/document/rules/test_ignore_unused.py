"""``ignore-unused``: a comment that ignores a finding still hides one."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import fence

WHY = "because it is meant"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"<!-- conformance: ignore ▸prose-type, {WHY} -->\n`seed` is an integer.\n", id="mended"),
        pytest.param(f"<!-- conformance: ignore ▸tab-id, prose-type, {WHY} -->\n`seed` is a string.\n", id="one of two"),
        pytest.param(f"<!-- conformance: ignore prose-type, {WHY} -->\n`seed` is a string.\n", id="used"),
        pytest.param(f"<!-- conformance: ignore sample-failed, {WHY} -->\n", id="a run tells that"),
        pytest.param(f"<!-- conformance: ignore nonsense, {WHY} -->\n", id="no rule at all"),
        pytest.param(f"<!-- conformance: ignore code-syntax, {WHY} -->\n{fence('powershell', '$x')}", id="PowerShell tells"),
        pytest.param(f"<!-- conformance: ignore ▸code-syntax, {WHY} -->\n{fence('python', 'x')}", id="Python that parses"),
    ],
)  # fmt: skip
def test_a_comment_hides_something(text: str) -> None:
    speaks("ignore-unused", text)
