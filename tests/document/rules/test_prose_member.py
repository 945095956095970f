"""``prose-member``: a parameter that the prose names as code is spelled as the contract spells it."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import fence


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param("Set the parameter `▸max_token` to 50.\n", ["max_tokens"], id="a letter is missing"),
        pytest.param("Look at `▸system_fingerprnt` in the response.\n", ["system_fingerprint"], id="in an answer"),
        pytest.param("Uncomment `▸sede=42`.\n", ["seed"], id="an assignment"),
        pytest.param("Send `▸top-p` in the request.\n", ["top_p"], id="a hyphen"),
        pytest.param("é | `é`\n\n| Parameter |\n|---|\n| Set `▸temprature` |\n", ["temperature"], id="in a table"),
        pytest.param("Set the parameter `max_tokens` to 50.\n", [], id="as it is spelt"),
        pytest.param("The field `finish_reason` tells why.\n", [], id="deep in an answer"),
        pytest.param("Set the parameter `frobnicate`.\n", [], id="nothing near"),
        pytest.param("Use `max_token` as you like.\n", [], id="a sentence about something else"),
        pytest.param("Set `max_token` first.\n\n" + fence("python", "max_token = 50"), [], id="a variable of the code"),
        pytest.param("Set `AZURE_OPENAI_ENDPOINT` and send `https://example.test`.\n", [], id="other code"),
        pytest.param("Set the see parameter.\n", [], id="no code"),
        pytest.param(
            "# Notes\n\n## OpenAI\n\nNew.\n\n" + "## Proxy\n\nThe `max_token` field is gone.\n\n" * 12,
            [],
            id="of a chapter about another",
        ),
    ],
)
def test_a_member_is_spelled_right(text: str, suggestions: list[str]) -> None:
    speaks("prose-member", text, *suggestions)
