"""Each rule about documents has a page; its failing example yields exactly that rule, its passing one nothing."""

import re
from datetime import date
from pathlib import Path

import pytest

from conformance.commands.explain import all_rules
from conformance.document.rules.registry import DOCUMENT_RULES
from conformance.document.rules.rule import DocumentRule
from conformance.finding import Finding
from conformance.judging.rules.every import every_rule
from tests.document.checking.analysing import TODAY, checked
from tests.judging.rules.pages import HEADINGS, Example, examples_of
from tests.shared_folder import ROOT

FOLDER = ROOT / "conformance" / "document" / "rules"
# A page shows a file that its examples stand beside in a fence of its own: ```python file=hello.py
FILE = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

every_document_rule = pytest.mark.parametrize("rule", DOCUMENT_RULES, ids=lambda rule: rule.id)


def found(example: Example, page: str, folder: Path) -> list[Finding]:
    """Check an example as a document in ``folder``, beside the files of its page, on the day that it names."""
    for name, text in FILE.findall(page):
        (folder / name).write_text(text, encoding="utf-8")
    day = example.option("today")
    return list(checked(f"{example.text}\n", folder, today=date.fromisoformat(day) if day else TODAY).findings)


def beside(example: Example) -> set[str]:
    """Return the notes that the page says its example cannot but meet: an SDK's `model`, a list of models."""
    return set((example.option("beside") or "").split(",")) - {""}


@every_document_rule
def test_the_failing_example_yields_exactly_its_rule(rule: DocumentRule, tmp_path: Path) -> None:
    example = examples_of(rule.page)["fails"]
    findings = found(example, rule.page, tmp_path)
    assert {one.rule for one in findings} == {rule.id} | beside(example)
    assert {str(one.severity) for one in findings if one.rule in beside(example)} <= {"note"}
    assert {one.severity for one in findings if one.rule == rule.id} == {rule.severity}


@every_document_rule
def test_the_passing_example_yields_nothing(rule: DocumentRule, tmp_path: Path) -> None:
    example = examples_of(rule.page)["passes"]
    findings = found(example, rule.page, tmp_path)
    assert {one.rule for one in findings} == beside(example)
    assert {str(one.severity) for one in findings} <= {"note"}


def test_every_rule_about_documents_has_a_file_and_a_page_of_its_name_and_none_is_left_over() -> None:
    ids = {rule.id for rule in DOCUMENT_RULES}
    assert len(DOCUMENT_RULES) == len(ids)
    assert {path.stem for path in (FOLDER / "pages").glob("*.md")} == ids
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "registry", "rule"}
    assert {name.replace("_", "-") for name in files} == ids


def test_every_rule_about_documents_has_a_test_of_its_name() -> None:
    here = {path.stem.removeprefix("test_").replace("_", "-") for path in Path(__file__).parent.glob("test_*.py")}
    assert {rule.id for rule in DOCUMENT_RULES} <= here


def test_no_rule_about_documents_has_the_name_of_another_rule() -> None:
    ids = [rule.id for rule in all_rules()]
    assert len(ids) == len(set(ids)) == len(list(every_rule())) + len(DOCUMENT_RULES)


def test_rules_about_exchanges_know_nothing_of_documents() -> None:
    for path in (ROOT / "conformance" / "rules").glob("*.py"):
        assert "conformance.document" not in path.read_text(encoding="utf-8"), path.name


@every_document_rule
def test_a_page_says_what_why_what_fails_what_passes_and_how_to_mend(rule: DocumentRule) -> None:
    page = rule.page
    assert page.startswith(f"# {rule.id}\n\nSeverity: {rule.severity}")
    outside = re.sub(r"^````.*?^````$", "", page, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in outside.splitlines() if line.startswith("## ")] == list(HEADINGS)
    assert all(len(section.partition("\n")[2].strip()) > 20 for section in page.split("\n## ")[1:])
    assert set(examples_of(page)) == {"fails", "passes"}


@pytest.mark.parametrize(
    ("rule_id", "source"),
    [
        ("endpoint-slash", "openai/openai-python#362"),
        ("prose-api-version", "MicrosoftDocs/azure-docs#114602"),
        ("first-added", "Sinaptik-AI/pandas-ai#749"),
        ("prose-member", "run-llama/llama_index#17731"),
        ("comment-model", "Bin-Huang/chatbox#646"),
        ("prose-type", "assumed"),
        ("tab-id", "assumed"),
        ("tab-group-differs", "assumed"),
        ("learn-markdown", "assumed"),
    ],
)
def test_what_a_page_says_about_the_service_or_learn_has_its_public_report_or_the_word_assumed(
    rule_id: str, source: str
) -> None:
    (page,) = (rule.page for rule in DOCUMENT_RULES if rule.id == rule_id)
    assert source in page.partition("## Why it matters")[2].partition("## An example")[0]
