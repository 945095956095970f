"""Documents about other subjects than a seed: no false alarm in any, and a mistake in any of them is found."""

from functools import cache
from pathlib import Path
from typing import Final

import pytest

from conformance.document.checking.check import CheckedDocument
from conformance.finding import Finding, Severity
from tests.document.checking.analysing import TODAY, checked

FOLDER: Final = Path(__file__).parents[1] / "rules" / "documents" / "unseen"
LATER: Final = TODAY.replace(year=2026, month=11, day=24)
# What is wrong in them on purpose: rule and line of everything from a warning on.
KNOWN: Final = {
    "chat-quickstart.md": [("endpoint-slash", 21), ("endpoint-slash", 25)],
    "vision.md": [("endpoint-slash", 62)],
}


def names() -> list[str]:
    return sorted(path.name for path in FOLDER.glob("*.md"))


@cache
def as_it_is(name: str) -> CheckedDocument:
    return changed(name, "", "")


def changed(name: str, old: str, new: str) -> CheckedDocument:
    """Check document ``name`` with the first ``old`` in it replaced."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    return checked(text.replace(old, new, 1), FOLDER, today=LATER, max_age=3650)


def serious(result: CheckedDocument) -> list[Finding]:
    return [one for one in result.findings if one.severity >= Severity.WARNING]


def lines_of(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(one.rule, one.source.line or 0) for one in findings if one.source]


@pytest.mark.parametrize("name", names())
def test_a_document_that_is_right_raises_no_alarm(name: str) -> None:
    assert lines_of(serious(as_it_is(name))) == KNOWN.get(name, [])


def test_the_documents_are_read_and_not_passed_over() -> None:
    read = sum(as_it_is(name).checked.predicted for name in names())
    answers = sum(as_it_is(name).checked.responses for name in names())
    confirmed = sum(len(as_it_is(name).confirmed) for name in names())
    assert (read >= 20, answers >= 13, confirmed >= 100) == (True, True, True), (read, answers, confirmed)


MISTAKES: Final = [
    # requests that break the contract
    ("json-mode.md", 'response_format={"type": "json_object"},\n    messages', 'response_fromat={"type": "json_object"},\n    messages', "undeclared-member"),
    ("function-calling.md", 'tool_choice="auto"', 'tool_choice=5', "request-schema"),
    ("reasoning.md", "max_completion_tokens=5000", 'max_completion_tokens="5000"', "request-schema"),
    ("streaming.md", "stream=True,\n    stream_options", 'stream="yes",\n    stream_options', "request-schema"),
    ("logprobs.md", 'api_version="2024-10-21"', 'api_version="2024-02-01"', "member-not-in-version"),
    ("vision.md", '"max_tokens": 100', '"max_token": 100', "undeclared-member"),
    ("on-your-data.md", '"content": "{query}"', '"content": 7', "discriminator-subtype"),
    ("v1-endpoint.md", '"max_completion_tokens": 100', '"max_completion_tokens": "100"', "request-schema"),
    ("keyless.md", 'api_version="2024-10-21"', 'api_version="2024-10-12"', "api-version-unknown"),
    # tabs of one group
    ("keyless.md", "max_tokens = 20 }", "max_tokens = 30 }", "tab-request-differs"),
    ("reasoning.md", "reasoning_effort = 'medium'", "reasoning_effort = 'high'", "tab-request-differs"),
    ("json-mode.md", "$Env:AZURE_OPENAI_API_KEY", "$Env:AZURE_OPENAI_KEY", "tab-settings-differ"),
    ("keyless.md", "$Env:AZURE_OPENAI_ENDPOINT", "$Env:OPENAI_ENDPOINT", "tab-settings-differ"),
    ("json-mode.md", "'YOUR-DEPLOYMENT_NAME'", "'YOUR_DEPLOYMENT'", "placeholder-differs"),
    ("reasoning.md", "deployments/o1-new", "deployments/YOUR-DEPLOYMENT", "placeholder-differs"),
    ("chat-quickstart.md", "#tab/javascript", "#tab/javasript", "tab-id"),
    ("vision.md", "[Python](#tab/python)", "[Python](#tab/pyhton)", "tab-id"),
    # fences and code
    ("chat-loop.md", "import tiktoken\n", "", "code-name-undefined"),
    ("keyless.md", "import os\n", "", "code-name-undefined"),
    ("logprobs.md", "```python\nimport os", "```\nimport os", "fence-language"),
    ("prompt-caching.md", "```python", "```pyhton", "fence-language"),
    ("json-mode.md", "```json\n{\n  \"type\"", "```python\n{\n  \"type\"", "fence-language"),
    ("streaming.md", "for chunk in stream:\n    if", "for chunk in stream\n    if", "code-syntax"),
    ("function-calling.md", '"required": ["max_price"]', '"required": ["max_price"', "code-syntax"),
    # outputs and answers
    ("chat-quickstart.md", '"total_tokens": 40', '"total_tokens": 41', "usage-sum"),
    ("reasoning.md", '"total_tokens": 1863', '"total_tokens": 1864', "usage-sum"),
    ("vision.md", '"completion_tokens": 80', '"completion_tokens": 180', "usage-over-max-tokens"),
    ("keyless.md", '"completion_tokens": 9,\n    "total_tokens": 19', '"completion_tokens": 29,\n    "total_tokens": 39', "usage-over-max-tokens"),
    ("keyless.md", '"model": "gpt-4o-mini-2024-07-18"', '"model": "gpt-35-turbo"', "answer-model"),
    ("chat-quickstart.md", '"model": "gpt-4o-2024-08-06"', '"model": "gpt-4"', "answer-model"),
    ("keyless.md", '"created": 1741340000', '"created": 1700201417', "created-before-version"),
    ("logprobs.md", '"created": 1741340000', '"created": 1700201417', "created-before-version"),
    ("keyless.md", '"role": "assistant"', '"role": "asistant"', "response-schema"),
    ("function-calling.md", '"finish_reason": "tool_calls"', '"finish_reason": "tool_call"', "response-schema"),
    ("zones-and-includes.md", '"finish_reason": "stop"', '"finish_reason": 3', "response-schema"),
    # advice
    ("json-mode.md", "YOUR_RESOURCE_NAME.openai.azure.com\n", "YOUR_RESOURCE_NAME.openai.azure.com/\n", "endpoint-slash"),
    ("keyless.md", "$ErrorActionPreference = 'Stop'\n", "", "errors-pass"),
    ("reasoning.md", "$ErrorActionPreference = 'Stop'\n", "", "errors-pass"),
    # versions, members and types in prose, tables and links
    ("json-mode.md", "`2024-08-01-preview`", "`2024-08-10-preview`", "prose-api-version"),
    ("api-lifecycle.md", "| 2022-12-01 |", "| 2022-12-10 |", "prose-api-version"),
    ("api-lifecycle.md", "preview release: `2025-04-01-preview`", "preview release: `2025-04-01-preveiw`", "prose-api-version"),
    ("function-calling.md", "preview/2023-12-01-preview/", "preview/2023-09-01-preview/", "link-version"),
    ("parameters.md", "stable/2024-02-01/", "stable/2023-05-15/", "link-version"),
    ("json-mode.md", "API version [`2023-12-01-preview`](https://github.com/Azure/azure-rest-api-specs/blob/main/specification/cognitiveservices/data-plane/AzureOpenAI/inference/preview/2023-12-01-preview/", "API version [`2023-10-01-preview`](https://github.com/Azure/azure-rest-api-specs/blob/main/specification/cognitiveservices/data-plane/AzureOpenAI/inference/preview/2023-10-01-preview/", "first-added"),
    ("function-calling.md", "was added in `2024-09-01-preview`", "was added in `2024-08-01-preview`", "first-added"),
    ("streaming.md", "`stream_options` was added in `2024-09-01-preview`", "`stream_options.include_usage` was added in `2024-10-01-preview`", "first-added"),
    ("logprobs.md", "was added in `2024-02-15-preview`", "was added in `2024-02-01`", "first-added"),
    ("api-lifecycle.md", "`logprobs` is supported in `2024-10-21`", "`logprobs` is supported in `2024-02-01`", "first-added"),
    ("api-lifecycle.md", "isn't supported in `2024-02-01`", "isn't supported in `2024-10-21`", "first-added"),
    ("api-lifecycle.md", "- `parallel_tool_calls` added", "- `prediction` added", "first-added"),
    ("reasoning.md", "Set `reasoning_effort`", "Set `reasoning_efort`", "prose-member"),
    ("vision.md", "`max_tokens` input parameter", "`max_token` input parameter", "prose-member"),
    ("parameters.md", "| `presence_penalty` |", "| `presense_penalty` |", "prose-member"),
    ("reasoning.md", "`max_completion_tokens` is an integer or null", "`max_completion_tokens` is a string or null", "prose-type"),
    ("parameters.md", "| `temperature` | number |", "| `temperature` | string |", "prose-type"),
    ("parameters.md", "| ```messages``` | array | Required |", "| ```messages``` | array | Optional |", "prose-type"),
    ("parameters.md", "`stop` can be a string or an array", "`stop` can be a number or an array", "prose-type"),
    ("prompt-caching.md", "`cached_tokens` is an integer", "`cached_tokens` is a string", "prose-type"),
    ("on-your-data.md", "`in_scope` is a boolean", "`in_scope` is an integer", "prose-type"),
    ("logprobs.md", "`logprobs` takes a boolean", "`logprobs` takes an integer", "prose-type"),
    ("zones-and-includes.md", 'source="snippets/moderate.py"', 'source="snippets/moderat.py"', "learn-markdown"),
    ("vision.md", "ms.date: 07/21/2026", "ms.date: 21/07/2026", "ms-date"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [pytest.param(*one, id=f"{one[0].removesuffix('.md')}: {one[3]} {number}") for number, one in enumerate(MISTAKES)],
)
def test_a_mistake_in_any_document_is_found(name: str, old: str, new: str, rule: str) -> None:
    before = [(one.rule, one.message) for one in serious(as_it_is(name))]
    after = [one for one in serious(changed(name, old, new)) if (one.rule, one.message) not in before]
    assert rule in {one.rule for one in after}, after


SILENT: Final = [
    "The number of `choices` is a number. `usage` is null in chunks. `seed` as a string is refused.",
    "`response_format` returns a JSON object. `stop` takes a string, an array of strings or null.",
    "`content` is a string, or an array of parts. `temperature` is an integer-like number. `model` is an optional string.",
    "The Whisper model takes the `response_format` parameter, which is a string.",
    "Set the parameter `json_object`, `auto` or `top_k`; in C# set `MaxTokens`, in JavaScript set the parameter `maxTokens`.",
    "Pass `api_version` and `azure_ad_token_provider` as parameters. The `names` field of the response.",
    "The api-version is new. `gpt-4o` (2024-05-13) with API version 2024-06-01.",
    "The API version `2024-10-21` was released on 2024-10-22; as of 2024-07-15 the API version `2023-03-15-preview` is retired.",
    "| API version | Retires |\n|--|--|\n| 2022-12-01 | 2026-12-01 |",
    "`seed` is supported in `2024-02-01`. `max_completion_tokens` isn't supported in `2024-02-01`.",
    "Since `2024-02-01`, answers to requests with `seed` are cached.",
    "`functions` was added in `2023-07-01-preview` and replaced by `tools` in `2023-12-01-preview`.",
    "`seed` was added in `2023-12-01-preview` and is generally available since `2024-02-01`.",
    '```python\n>>> import math\n```\n\n```python\n%pip install openai\n```\n\n```python\nmodel="x",\nn=2,\n```',
    '```json\n{"role": "user"},\n{"role": "user"}\n```\n\n```json\n"a": 1,\n"b": 2\n```\n\n```json\n{"a": 1}\n{"b": 2}\n```',
    '```python\nmodel = "o1-new"  # the deployment of your o1 model\n```',
    '```json\n{"choices": [{"index": 0, "message": {"role": "assistant", "content": "a part"}}]}\n```',
]


@pytest.mark.parametrize("text", SILENT)
def test_what_a_document_may_say(text: str) -> None:
    assert lines_of(serious(checked(f"{text}\n", today=LATER))) == []


SPOKEN: Final = [
    ('```python\nmodel = "gpt-4o"  # your gpt-35-turbo deployment\n```', "comment-model", None),
    (
        "```bash\ncurl https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-12\n```",
        "api-version-unknown",
        "2024-10-21",
    ),
    ("| Name | Type |\n|--|--|\n| `seed` | string |", "prose-type", "integer or null"),
    ("| Name | Required? |\n|--|--|\n| `messages` | No |", "prose-type", None),
    ("- `seed` (string, optional): a number of yours.", "prose-type", "integer or null"),
    ("- `stream`: a string or null.", "prose-type", "boolean or null"),
    ("`max_search_queries` is a string.", "prose-type", "integer"),
    ("| API version | State |\n|--|--|\n| 2024-02-10 | new |", "prose-api-version", "2024-02-01"),
    ("Use the API version `2027-02-01-preview`.", "prose-api-version", "2025-02-01-preview"),
    ("`stream_options.include_usage` was added in `2024-10-21`.", "first-added", "2024-09-01-preview"),
    ("`seed` isn't supported in `2024-02-01`.", "first-added", None),
    ("`seed` was added in `2023-12-01-preview`, and `logprobs` in `2024-02-01`.", "first-added", "2024-02-15-preview"),
    ("### 2024-12-01-preview\n\n- `seed` added.", "first-added", "2024-02-01"),
    ("| Parameter |\n|--|\n| `max_token` |", "prose-member", "max_tokens"),
    (
        "- `2024-02-01` [Specification](https://example.test/stable/2023-05-15/inference.json)",
        "link-version",
        "2024-02-01",
    ),
    (
        "The endpoint is `https://x.openai.azure.com/`.\n\n```bash\ncurl $ENDPOINT/openai/deployments/d/chat/completions\n```",
        "endpoint-slash",
        "https://x.openai.azure.com",
    ),
]


@pytest.mark.parametrize(("text", "rule", "suggestion"), SPOKEN)
def test_what_a_document_may_not_say(text: str, rule: str, suggestion: str | None) -> None:
    found = [one for one in serious(checked(f"{text}\n", today=LATER)) if one.rule == rule]
    assert [one.suggestion for one in found] == [suggestion], found


def test_a_conversation_without_end_is_read_in_a_moment() -> None:
    rounds = (
        "$messages = @()\nwhile ($true) {\n  $messages += @{ role = 'user'; content = (Read-Host 'Q') }\n"
        "  $body = @{ messages = $messages } | ConvertTo-Json\n"
        '  $r = Invoke-RestMethod -Method Post -Uri "$Env:E/openai/deployments/d/chat/completions?api-version=2024-10-21"'
        " -Body $body -ContentType 'application/json'\n  $messages += $r.choices[0].message\n}\n"
    )
    assert checked(f"```powershell\n{rounds}```\n").checked.predicted == 1


@pytest.mark.parametrize(
    "items",
    [
        pytest.param("- `gpt-4o` (2024-05-13)\n- `gpt-4` (1106-Preview)\n", id="code"),
        pytest.param("- gpt-4o (2024-05-13)\n- **gpt-4** (1106-Preview)\n", id="words"),
        pytest.param("- `gpt-4o` version **2024-05-13**: new\n- `gpt-4`, version `1106-Preview`\n", id="version"),
    ],
)
def test_a_list_of_models_however_it_is_written(items: str) -> None:
    (note,) = [one for one in checked(items).findings if one.rule == "model-list"]
    assert "gpt-4o (2024-05-13), gpt-4 (1106-Preview)" in note.message
