"""Every rule has a page; its example that fails yields exactly that rule, and the one that passes nothing."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa
import pytest

from conformance.arrow import judge_batches
from conformance.emulator.serving import Emulator, Settings
from conformance.exchange import Exchange
from conformance.finding import Finding, Severity
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.judging.suite.languages_differ import languages_differ
from conformance.judging.suite.not_reproduced import not_reproduced
from conformance.judging.suite.sample_failed import sample_failed
from conformance.judging.suite.sample_run import SampleRun
from conformance.rules.declaration import About, Declaration
from conformance.rules.registry import every_rule, rule_ids, rule_named
from conformance.traffic.exchange_line import exchange_of
from tests.document.checking.analysing import TODAY, checked
from tests.emulator.asking import CHAT, KEY, SEEDED
from tests.rules.pages import FILE, HEADINGS, Example, examples_of

of_every_rule = pytest.mark.parametrize("rule", list(every_rule()), ids=lambda rule: rule.id)


def exchanges_of(example: Example) -> list[Exchange]:
    return [exchange_of(line, f"page:{number}") for number, line in enumerate(example.text.splitlines(), 1)]


def of_exchanges(example: Example, _page: str, _folder: Path) -> Iterator[Finding]:
    """Judge each line of an example, under the circumstances that its page names."""
    seed = example.option("seed")
    under = Circumstances(require_seed="--require-seed" in example.options)
    if seed is not None:
        under = Circumstances(origin="emulator", seed=int(seed))
    for exchange in exchanges_of(example):
        yield from judge(exchange, under)


def ended(program: str) -> Iterator[Finding]:
    """Run a program of a page, with the names that it takes for granted, against an emulator; judge how it ended."""
    with Emulator.start(Settings()) as emulator:
        given = f"url, headers, body = {emulator.url + CHAT + '?api-version=2024-02-01'!r}, {dict(KEY)!r}, {SEEDED!r}"
        command = [sys.executable, "-c", f"import requests\n{given}\n{program}"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    failed = sample_failed(SampleRun("s.py", "s.py@v", "v", []), run.returncode, run.stdout, run.stderr, 60)
    yield from [failed] if failed else []


def of_a_run(example: Example, page: str, folder: Path) -> Iterator[Finding]:
    """Judge an example as a run: each line by itself, then all of them together."""
    if example.language == "python":
        yield from ended(example.text)
        return
    exchanges = exchanges_of(example)
    yield from of_exchanges(example, page, folder)
    yield from not_reproduced(exchanges, against_emulator=True)
    by_file: dict[str, list[Exchange]] = {}
    for exchange in exchanges:
        by_file.setdefault(exchange.id or "one", []).append(exchange)
    yield from languages_differ([SampleRun(file, f"{file}@v", "v", own) for file, own in by_file.items()])


def of_a_document(example: Example, page: str, folder: Path) -> Iterator[Finding]:
    """Check an example as a document in ``folder``, beside the files of its page, on the day that it names."""
    for name, text in FILE.findall(page):
        (folder / name).write_text(text, encoding="utf-8")
    day = example.option("today")
    yield from checked(f"{example.text}\n", folder, today=date.fromisoformat(day) if day else TODAY).findings


def of_records(example: Example, _page: str, _folder: Path) -> Iterator[Finding]:
    """Judge each line of an example as a row of a table."""
    rows = pa.RecordBatch.from_pydict({"value": example.text.splitlines()})
    for findings in judge_batches([rows]):
        for row in findings.to_pylist():
            yield Finding(row["rule"], Severity[row["severity"].upper()], row["message"], row["part"])


FOUND: Final[dict[About, Callable[[Example, str, Path], Iterator[Finding]]]] = {
    "exchange": of_exchanges,
    "run": of_a_run,
    "record": of_records,
    "document": of_a_document,
}


def found(rule: Declaration, verdict: str, folder: Path) -> list[Finding]:
    """Return what an example yields, without what its page says that it cannot but meet (``beside=RULE``).

    An error's shape is looked at in a refusal; an SDK's ``model`` and a list of models are notes about a document.
    """
    example = examples_of(rule.page)[verdict]
    beside = set((example.option("beside") or "").split(",")) - {""}
    findings = list(FOUND[rule.about](example, rule.page, folder))
    if rule.about == "document":
        assert beside <= {one.rule for one in findings}
        assert {one.severity for one in findings if one.rule in beside} <= {Severity.NOTE}
    assert beside <= rule_ids() - {rule.id}
    return [one for one in findings if one.rule not in beside]


@of_every_rule
def test_the_failing_example_yields_exactly_its_rule(rule: Declaration, tmp_path: Path) -> None:
    findings = found(rule, "fails", tmp_path)
    assert {one.rule for one in findings} == {rule.id}
    severities = {one.severity for one in findings}
    # Circumstances may lower what an exchange weighs: a fingerprint is missing in a recording.
    assert severities == {rule.severity} or (rule.about == "exchange" and max(severities) < rule.severity)


@of_every_rule
def test_the_passing_example_yields_nothing(rule: Declaration, tmp_path: Path) -> None:
    assert found(rule, "passes", tmp_path) == []


@of_every_rule
def test_a_page_says_what_why_what_fails_what_passes_and_how_to_mend(rule: Declaration) -> None:
    page = rule.page
    assert page.startswith(f"# {rule.id}\n\nSeverity: {rule.severity}")
    outside = re.sub(r"^````.*?^````$", "", page, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in outside.splitlines() if line.startswith("## ")] == list(HEADINGS)
    assert all(len(section.partition("\n")[2].strip()) > 20 for section in page.split("\n## ")[1:])
    assert set(examples_of(page)) == {"fails", "passes"}


@pytest.mark.parametrize(
    ("rule_id", "source"),
    [
        ("api-version-missing", "openai/openai-python#362"),
        ("api-version-unknown", "MicrosoftDocs/azure-docs#114602"),
        ("error-schema", "SciSharp/BotSharp#386"),
        ("request-refused", "Bin-Huang/chatbox#646"),
        ("member-not-in-version", "Sinaptik-AI/pandas-ai#749"),
        ("undeclared-member", "run-llama/llama_index#17731"),
        ("undeclared-member", "quarkiverse/quarkus-langchain4j#285"),
        ("fingerprint-null", "openai/openai-python#720"),
        ("spec-defect", "MicrosoftDocs/azure-docs#117996"),
        ("spec-defect", "griptape-ai/griptape#1640"),
        ("not-reproduced", "openai/openai-cookbook#861"),
        ("seed-missing", "breckbaldwin/llm-stability"),
        ("url-path", "openai/openai-python#362"),
        ("seed-type", "assumed"),
        ("seed-range", "assumed"),
        ("request-schema", "assumed"),
        ("discriminator-subtype", "assumed"),
        ("content-type", "assumed"),
        ("usage-over-max-tokens", "assumed"),
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
    rule = rule_named(rule_id)
    assert rule is not None
    assert source in rule.page.partition("## Why it matters")[2].partition("## An example")[0]
