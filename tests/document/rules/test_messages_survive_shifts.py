"""What a rule says does not change when lines are added above: other places are fields, and no text names a line."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.document.rules.registry import RULES
from conformance.document.rules.rule import DocumentRule
from conformance.finding import Finding
from conformance.fingerprint import fingerprint
from tests.document.checking.analysing import checked
from tests.rules.pages import FILE, examples_of

SHIFT = 12
MORE = "Words that say nothing.\n\n" * (SHIFT // 2)
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# Each kind of problem that a line of the page, or of a file, is about.
PROBLEMS = (
    "# A\n\n```python\nprint(1)\n",
    "# A\n\n```python\nprint(1)\n\n```python\nprint(2)\n```\n",
    "---\ntitle: A\nno key\n---\n\n# A\n",
    '# A\n\n:::code language="python" source="twice.py" id="a":::\n',
    '# A\n\n:::code language="python" source="open.py" id="a":::\n',
    '# A\n\n:::code language="python" source="open.py" range="9-12":::\n',
    "# A\n\n<!-- a comment\n\nText.\n",
    "# A\n\n# [B](#tab/b)\n\n# [B](#tab/b)\n\nText.\n",
    "# A\n\n::: zone pivot=\"a\"\n\nText.\n",
)  # fmt: skip


def shifted(text: str) -> str:
    """Return ``text`` with lines added at its top, behind the front matter."""
    front = FRONT.match(text)
    at = front.end() if front else 0
    return text[:at] + ("\n" if front else "") + MORE + text[at:]


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None, str]]:
    return [(one.rule, one.message, one.suggestion, fingerprint(one)) for one in findings]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_same_is_said_twelve_lines_further_down(rule: DocumentRule, tmp_path: Path) -> None:
    example = examples_of(rule.page)["fails"]
    for name, text in FILE.findall(rule.page):
        (tmp_path / name).write_text(text, encoding="utf-8")
    first = checked(f"{example.text}\n", tmp_path).findings
    second = checked(shifted(f"{example.text}\n"), tmp_path).findings
    assert rule.id in {one.rule for one in first}
    assert said(first) == said(second)
    lines = [
        (one.source and one.source.line, two.source and two.source.line) for one, two in zip(first, second, strict=True)
    ]
    assert any(one != two for one, two in lines) or rule.id == "ms-date"


@pytest.mark.parametrize("text", PROBLEMS)
def test_what_is_wrong_as_markdown_names_no_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "twice.py").write_text("# <a>\n1\n# </a>\n# <a>\n2\n# </a>\n", encoding="utf-8")
    (tmp_path / "open.py").write_text("# <a>\n1\n", encoding="utf-8")
    first, second = checked(text, tmp_path).findings, checked(shifted(text), tmp_path).findings
    assert first and said(first) == said(second)
    (tmp_path / "twice.py").write_text("\n\n# <a>\n1\n# </a>\n# <a>\n2\n# </a>\n", encoding="utf-8")
    (tmp_path / "open.py").write_text("\n\n# <a>\n1\n", encoding="utf-8")
    assert said(checked(text, tmp_path).findings) == said(first)


def test_a_message_with_a_line_would_be_seen() -> None:
    one = Finding("tab-id", RULES[0].severity, "the code on line 3 …", "document")
    assert said((one,)) != said((replace(one, message="the code on line 15 …"),))
