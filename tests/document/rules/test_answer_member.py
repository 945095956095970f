"""``answer-member``: what code reads of an answer is in the answers of its api-version."""

import pytest

from conformance.finding import Severity
from tests.document.rules.marking import speaks
from tests.document.rules.writing import powershell, python, sdk


def reads(member: str, version: str = "2024-02-01") -> str:
    return sdk(then=f"print(answer.{member})").replace("2024-02-01", version)


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(reads("choices[0].message.▸contents"), ["content"], id="no version has it"),
        pytest.param(reads("▸choice[0].message.content"), ["choices"], id="told where it begins"),
        pytest.param(reads("usage.▸tokens"), [None], id="of usage"),
        pytest.param(reads("choices[0].message.▸context", "2023-12-01-preview"), [None], id="not yet"),
        pytest.param(reads("choices[0].message.context"), [], id="from 2024-02-01 on"),
        pytest.param(reads("choices[0].message.context['citations'][0]"), [], id="below what the SDK does not know"),
        pytest.param(reads("model_dump_json(indent=2)"), [], id="a method"),
        pytest.param(reads("choices[0].message.content.strip()"), [], id="a method of text"),
        pytest.param(reads("system_fingerprint"), [], id="the fingerprint"),
        pytest.param(python(then='print(answer.json()["error"]["message"])'), [], id="an error's"),
        pytest.param(sdk('model="m", stream=True,', "print(answer.choice)"), [], id="a stream"),
        pytest.param(
            python(then='answer.raise_for_status()\nprint(answer.json()["choices"][0]["message"][▸"contents"])'),
            ["content"],
            id="JSON",
        ),
        pytest.param(python(then='print(answer.json()["choices"][0]["message"]["content"])'), [], id="JSON, right"),
        pytest.param(
            powershell(then="▸Write-Host $answer.choices[0].message.contents").rstrip("`\n") + "\n```\n",
            ["content"],
            id="PowerShell",
        ),
        pytest.param(powershell(then="Write-Host $answer.Choices[0].Message.Content"), [], id="PowerShell, any case"),
    ],
)
def test_a_member_that_no_answer_has_is_told(text: str, suggestions: list[str | None]) -> None:
    speaks("answer-member", text, *suggestions)


def test_what_the_sdk_fills_in_with_none_is_a_warning() -> None:
    (finding,) = speaks("answer-member", reads("choices[0].message.▸refusal"), None)
    assert finding.severity is Severity.WARNING
    assert "is the first that has it" in finding.message


def test_another_services_answers_are_its_own() -> None:
    text = reads("choices[0].message.contents").replace("AzureOpenAI", "OpenAI")
    speaks(
        "answer-member",
        text.replace('azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"], ', "").replace(
            ', api_version="2024-02-01"', ""
        ),
    )
