"""Each rule has a page; the example that fails yields exactly that rule, and the one that passes nothing."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from conformance.emulator.serving import Emulator, Settings
from conformance.exchange import Exchange
from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.judging.rules.every import every_rule
from conformance.judging.rules.languages_differ import languages_differ
from conformance.judging.rules.not_reproduced import not_reproduced
from conformance.judging.rules.registry import RULES
from conformance.judging.rules.rule import Rule
from conformance.judging.rules.sample_failed import sample_failed
from conformance.judging.rules.suite_rule import SampleRun, SuiteRule
from conformance.traffic.exchange_line import exchange_of
from tests.emulator.asking import CHAT, KEY, SEEDED
from tests.judging.rules.pages import HEADINGS, Example, examples_of
from tests.shared_folder import ROOT

SUITE = [rule for rule in every_rule() if rule.id in ("languages-differ", "not-reproduced", "sample-failed")]


def exchanges_of(example: Example) -> list[Exchange]:
    return [exchange_of(line, f"page:{number}") for number, line in enumerate(example.text.splitlines(), 1)]


def judged(example: Example) -> Iterator[Finding]:
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


def run_of(example: Example) -> Iterator[Finding]:
    """Judge an example as a run: each line by itself, then all of them together."""
    if example.language == "python":
        yield from ended(example.text)
        return
    exchanges = exchanges_of(example)
    yield from judged(example)
    yield from not_reproduced(exchanges, against_emulator=True)
    by_file: dict[str, list[Exchange]] = {}
    for exchange in exchanges:
        by_file.setdefault(exchange.id or "one", []).append(exchange)
    yield from languages_differ([SampleRun(file, f"{file}@v", "v", own) for file, own in by_file.items()])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_failing_example_yields_exactly_its_rule_and_the_passing_one_nothing(rule: Rule) -> None:
    examples = examples_of(rule.page)
    # A page says so where its example cannot but meet another rule too: an error's shape is looked at in a refusal.
    beside = {example.option("beside") for example in examples.values()}
    assert {one.rule for one in judged(examples["fails"])} - beside == {rule.id}
    assert {one.rule for one in judged(examples["passes"])} - beside == set()


@pytest.mark.parametrize("rule", SUITE, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_about_runs_are_small_runs(rule: SuiteRule) -> None:
    examples = examples_of(rule.page)
    assert [one.rule for one in run_of(examples["fails"])] == [rule.id]
    assert list(run_of(examples["passes"])) == []


def test_every_rule_has_a_file_and_a_page_of_its_name_and_no_page_is_left_over() -> None:
    ids = {rule.id for rule in every_rule()}
    folder = ROOT / "conformance" / "judging" / "rules"
    assert {path.stem for path in (folder / "pages").glob("*.md")} == ids
    assert all((folder / f"{name.replace('-', '_')}.py").is_file() for name in ids)
    assert len(list(every_rule())) == len(ids)


@pytest.mark.parametrize("rule", list(every_rule()), ids=lambda rule: rule.id)
def test_a_page_says_what_why_what_fails_what_passes_and_how_to_mend(rule: Rule | SuiteRule) -> None:
    page = rule.page
    assert page.startswith(f"# {rule.id}\n\nSeverity: {rule.severity}")
    assert [line for line in page.splitlines() if line.startswith("## ")] == list(HEADINGS)
    sections = page.split("\n## ")[1:]
    assert all(len(section.partition("\n")[2].strip()) > 20 for section in sections)
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
    ],
)
def test_what_a_page_says_about_the_service_has_its_public_report_or_the_word_assumed(
    rule_id: str, source: str
) -> None:
    (page,) = (rule.page for rule in every_rule() if rule.id == rule_id)
    assert source in page.partition("## Why it matters")[2].partition("## An example")[0]
