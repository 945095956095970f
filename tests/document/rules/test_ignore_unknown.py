"""``ignore-unknown``: a comment that ignores a finding names rules that there are."""

import pytest

from tests.document.rules.marking import speaks

WHY = "because it is meant"


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(f"<!-- conformance: ignore ▸prose-typ, {WHY} -->\n", ["prose-type"], id="misspelt"),
        pytest.param(f"<!-- conformance: ignore ▸xyzzy, {WHY} -->\n", [None], id="like no other"),
        pytest.param(f"<!-- conformance: ignore ▸tab_id, ▸jsondepth, {WHY} -->\n", ["tab-id", "json-depth"], id="two"),
        pytest.param(f"<!-- conformance: ▸ignor tab-id, {WHY} -->\n", ["ignore"], id="the word"),
        pytest.param(f"<!-- conformance: ▸disable tab-id, {WHY} -->\n", [None], id="another word"),
        pytest.param(f"<!-- conformance: ▸ignore {WHY} -->\n", [None], id="no rule"),
        pytest.param("<!-- ▸conformance: -->\n", [None], id="nothing at all"),
        pytest.param(f"```python\nx = 1  # conformance: ignore ▸prose-typ, {WHY}\n```\n", ["prose-type"], id="in code"),
        pytest.param(f"<!-- conformance: ignore prose-type, {WHY} -->\n`seed` is a string.\n", [], id="one that is"),
        pytest.param("<!-- sample: none.py -->\n", [], id="a marker"),
    ],
)
def test_what_a_comment_names_is_there(text: str, suggestions: list[str | None]) -> None:
    speaks("ignore-unknown", text, *suggestions)
