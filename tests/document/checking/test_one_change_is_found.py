"""Our own document has nothing to report; of each single change to it exactly the rules that are about it speak, at its line."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.question import Question
from conformance.document.checking.check import check
from conformance.document.markdown import read_document
from conformance.document.markers import Folders
from tests.document.checking.analysing import place_of
from tests.document.rules.marking import marked
from tests.shared_folder import ROOT

DOCUMENT = ROOT / "docs" / "reproducible-output.md"
SEEDED, UNSEEDED, WHOLE = "story_with_seed", "story_without_seed", "print_response"
FILES = {"SDK": "python/sdk/{}.py", "REST": "python/rest/{}.py", "PS": "powershell/{}.ps1"}
TODAY = date(2026, 12, 1)

Told = set[tuple[str, int]]


@cache
def original() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


@cache
def with_whole_samples() -> str:
    """Return the document with the whole file of each sample in place of its part, and no marker that ties them."""

    def whole(found: re.Match[str]) -> str:
        text = (ROOT / found[1]).read_text(encoding="utf-8")
        return f"<!-- {found[1]} -->\n```{found[2]}\n{text}```\n"

    block = re.compile(r"<!-- sample: (\S+) -->\n```(\w+)\n.*?^```\n", re.DOTALL | re.MULTILINE)
    return block.sub(whole, original())


def told(text: str) -> Told:
    """Return rule and line of each finding."""
    document = read_document(text.encode(), "reproducible-output.md")
    findings = check(Analysis(document, Folders(DOCUMENT.parent, ROOT, ROOT), Question(TODAY))).findings
    # On v1 ``max_tokens`` is deprecated, and the page says nothing of it.
    return {place_of(one)[:2] for one in findings if one.rule != "deprecated-member"}


def changed(text: str, after: str, old: str, new: str) -> tuple[str, list[int]]:
    """Replace the first ``old`` behind ``after``; return the text, and the lines that ▸ marks in ``new``."""
    before, anchor, rest = text.partition(after)
    assert anchor and old in rest, (after, old)
    plain, places = marked(before + anchor + rest.replace(old, new, 1))
    assert plain != text
    return plain, [line for line, _ in places]


@pytest.mark.parametrize("text", [original, with_whole_samples])
def test_without_a_change_nothing_is_told(text: Callable[[], str]) -> None:
    assert told(text()) == set()


TOP = "---\n"
STORIES, SAME_STORIES, SDK_ANSWER, REST_ANSWER = (
    f"<!-- output-of: {FILES[language].format(scenario)} -->"
    for language, scenario in (("SDK", UNSEEDED), ("SDK", SEEDED), ("SDK", WHOLE), ("REST", WHOLE))
)
FIRST = "`2023-12-01-preview` is the first"


@pytest.mark.parametrize(
    ("after", "old", "new", "rules"),
    [
        pytest.param(TOP, "(#tab/python-sdk)", "(#tab/▸pyhton-sdk)", "tab-id", id="a tab id is misspelt"),
        pytest.param(TOP, "(#tab/powershell)", "(#tab/▸powershel)", "tab-id", id="a tab id lacks a letter"),
        pytest.param(TOP, FIRST, "`▸2023-12-10-preview` is the first", "prose-api-version", id="no such version"),
        pytest.param(TOP, FIRST, "`▸2024-02-01` is the first", "first-added", id="not the first version"),
        pytest.param(TOP, "`2024-02-01` unless", "`▸2024-02-10` unless", "prose-api-version", id="a version in a table"),
        pytest.param(
            TOP, FIRST, "[`2023-12-01-preview`](https://x.test/stable/▸2024-02-01/a.json) is the first", "link-version",
            id="a link's version",
        ),
        pytest.param(
            TOP, "`system_fingerprint` is a string", "▸`system_fingerprint` is an integer", "prose-type", id="a type"
        ),
        pytest.param(TOP, "send `seed` with", "send the parameter `▸sede` with", "prose-member", id="a member in the text"),
        pytest.param(TOP, "11/27/2026", "▸11/24/2025", "ms-date", id="the date is old"),
        pytest.param(TOP, "11/27/2026", "▸27/11/2026", "ms-date", id="the date is none"),
        pytest.param(TOP, "> [!IMPORTANT]", "> [!▸IMPORTENT]", "learn-markdown", id="an alert that there is not"),
        pytest.param(TOP, "<!-- output-of: python/sdk/", "▸<!-- output-of: ./gone/", "learn-markdown", id="a marker's file"),
        pytest.param(STORIES, "```output", "```▸outptu", "fence-language", id="a fence's label is misspelt"),
        pytest.param(STORIES, "```output", "▸```", "fence-language", id="a fence's label is missing"),
        pytest.param(SAME_STORIES, "Story Version 2", "▸Story Version Two", "output-shape", id="a heading of an output"),
        pytest.param(SAME_STORIES, "For an age\n---\n```", "▸For an age\n```", "output-shape", id="an output's last line"),
        pytest.param(STORIES, "Story Version 1\n---", "Story Version 1\n▸***", "output-shape", id="a separator"),
        pytest.param(SDK_ANSWER, '"created": 17', '▸"created": 16', "created-before-version", id="a time"),
        pytest.param(SDK_ANSWER, '"total_tokens": 77', '▸"total_tokens": 78', "usage-sum", id="a total"),
        pytest.param(
            SDK_ANSWER,
            '"completion_tokens": 50,\n    "prompt_tokens": 27,\n    "total_tokens": 77',
            '▸"completion_tokens": 200,\n    "prompt_tokens": 27,\n    "total_tokens": 227',
            "usage-over-max-tokens",
            id="too many tokens",
        ),
        pytest.param(SDK_ANSWER, '"finish_reason": "length"', '▸"finish_reason": 5', "response-schema", id="a type"),
        pytest.param(SDK_ANSWER, '"role": "assistant"', '▸"role": "user"', "response-schema", id="a role"),
        pytest.param(REST_ANSWER, '"chat.completion"', '▸"chat.completed"', "unlisted-value", id="an answer's kind"),
        pytest.param(REST_ANSWER, '"usage": {', '"usage": {▸,', "code-syntax", id="JSON that is none"),
        pytest.param(REST_ANSWER, '"fp_e5a1c0ffee"', "null▸", "fingerprint-null", id="no fingerprint"),
    ],
)  # fmt: skip
def test_a_change_of_text_headings_and_outputs(after: str, old: str, new: str, rules: str) -> None:
    text, lines = changed(original(), after, old, new)
    assert told(text) == set(zip(rules.split(), lines, strict=True))


def test_a_null_of_the_sdk_in_an_answer_that_came_over_the_wire() -> None:
    added = '"role": "assistant",\n        ▸"tool_calls": null,'
    text, (line,) = changed(original(), REST_ANSWER, '"role": "assistant",', added)
    bracket = text[: text.index("{\n", text.index(REST_ANSWER))].count("\n") + 1
    assert told(text) == {("sdk-dump", bracket), ("response-schema", line)}


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        pytest.param("SDK", "seed=42", "▸sede=42", id="a member"),
        pytest.param("REST", '"seed": 42', '▸"seed": 7', id="a value"),
        pytest.param("PS", "  seed        = 42\n  temperature", "  ▸temperature", id="a line less"),
    ],
)
def test_a_change_of_a_block_that_a_marker_ties_to_a_sample(language: str, old: str, new: str) -> None:
    """The block is read as it is shown, so what it sends is judged too."""
    marker = f"<!-- sample: {FILES[language].format(SEEDED)} -->"
    text, lines = changed(original(), marker, old, new)
    assert ("sample-differs", lines[0]) in told(text)
    assert {rule for rule, _ in told(text)} - {"sample-differs"}, "what it sends is not judged"


# What stands beside in the other languages makes most mistakes in one of them a difference of the tabs too.
DIFFERS = "tab-request-differs"


@pytest.mark.parametrize(
    ("language", "scenario", "old", "new", "rules"),
    [
        pytest.param("SDK", SEEDED, "seed=42", "▸sede=42", "undeclared-member", id="sede, SDK"),
        pytest.param(
            "REST", SEEDED, 'body = {\n    "seed": 42', '▸body = {\n    ▸▸"sede": 42', f"{DIFFERS} {DIFFERS} undeclared-member", id="sede, REST"
        ),
        pytest.param(
            "PS", SEEDED, "$body = [ordered]@{\n  seed ", "▸$body = [ordered]@{\n  ▸▸sede ", f"{DIFFERS} {DIFFERS} undeclared-member", id="sede, PowerShell"
        ),
        pytest.param("SDK", SEEDED, "client.chat.completions.create(\n        model=deployment,\n        seed=42,", "▸▸client.chat.completions.create(\n        model=deployment,", f"seed-missing {DIFFERS}", id="no seed, SDK"),
        pytest.param("REST", SEEDED, 'body = {\n    "seed": 42,', "▸▸body = {", f"seed-missing {DIFFERS}", id="no seed, REST"),
        pytest.param("PS", SEEDED, "$body = [ordered]@{\n  seed        = 42", "▸▸$body = [ordered]@{", f"seed-missing {DIFFERS}", id="no seed, PowerShell"),
        pytest.param("SDK", UNSEEDED, "# seed=42", "▸seed=42", DIFFERS, id="a seed too many"),
        pytest.param("SDK", SEEDED, "temperature=0.7", "▸temperature=1.7", DIFFERS, id="temperature, SDK"),
        pytest.param("REST", SEEDED, '"temperature": 0.7', '▸"temperature": 1.7', DIFFERS, id="temperature, REST"),
        pytest.param("PS", SEEDED, "temperature = 0.7", "▸temperature = 1.7", DIFFERS, id="temperature, PowerShell"),
        pytest.param("PS", SEEDED, "temperature = 0.7", "▸▸temperature = 'hot'", f"request-schema {DIFFERS}", id="a type"),
        pytest.param("PS", SEEDED, "seed        = 42", "▸▸seed        = '42'", f"seed-type {DIFFERS}", id="a seed in quotes"),
        pytest.param("REST", SEEDED, '"seed": 42', '▸▸"seed": 42.0', f"seed-type {DIFFERS}", id="a seed with a point"),
        pytest.param("REST", SEEDED, '"role": "system"', '▸▸"role": "sytem"', f"unlisted-value {DIFFERS}", id="a role"),
        pytest.param("PS", SEEDED, "the universe began", "the universe ▸ended", DIFFERS, id="the question"),
        pytest.param("PS", SEEDED, "$Env:AZURE_OPENAI_API_KEY", "▸$Env:AZURE_OPENAI_KEY", "tab-settings-differ", id="a variable, PowerShell"),
        pytest.param("SDK", SEEDED, '"AZURE_OPENAI_DEPLOYMENT"]', '"▸AZURE_DEPLOYMENT"]', "tab-settings-differ", id="a variable, SDK"),
        pytest.param("REST", SEEDED, 'url = f"{endpoint}/openai', '▸url = f"{endpoint}//openai', "url-path", id="a doubled slash"),
        pytest.param("SDK", SEEDED, "for i in range(3):", "for i in range(3)▸", "code-syntax", id="no colon"),
        pytest.param("SDK", SEEDED, "```python", "```▸powershell", "fence-language", id="a label"),
        pytest.param("PS", SEEDED, "$choice.message.content }", "▸$chioce.message.content }", "code-name-undefined", id="a variable is misspelt"),
        pytest.param("REST", SEEDED, "import sys\n", "", "", id="an import less"),
    ],
)  # fmt: skip
def test_a_change_of_code_in_one_tab(language: str, scenario: str, old: str, new: str, rules: str) -> None:
    text, lines = changed(with_whole_samples(), f"<!-- {FILES[language].format(scenario)} -->", old, new)
    assert told(text) == set(zip(rules.split(), lines, strict=True))


def test_an_output_that_no_tab_prints_any_more() -> None:
    text, _ = changed(with_whole_samples(), f"<!-- {FILES['SDK'].format(SEEDED)} -->", "Story Version", "Tale Version")
    heading = text[: text.index("Story Version 1", text.index(SAME_STORIES))].count("\n") + 1
    assert told(text) == {("output-shape", heading)}
