"""``v1-with-api-version``: the v1 path and a dated api-version exclude each other."""

import pytest

from tests.document.checking.analysing import checked
from tests.document.rules.marking import speaks
from tests.document.rules.writing import MESSAGES, fence, python

START = "import os\nfrom openai import OpenAI\n\n"
BASE = 'base_url="https://x.openai.azure.com/openai/v1/", api_key="k"'


def v1(query: str) -> str:
    return python().replace(
        "/openai/deployments/story/chat/completions?api-version=2024-02-01", f"/openai/v1/chat/completions{query}"
    )


def asks(client: str) -> str:
    return fence("python", f'{START}client = {client}\nclient.chat.completions.create(model="m", messages={MESSAGES})')


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(v1("?api-version=2024-10-21").replace("url =", "▸url ="), id="a dated version"),
        pytest.param(asks(f"OpenAI({BASE}, ▸api_version='2024-10-21')"), id="a keyword that OpenAI does not take"),
        pytest.param(v1(""), id="none"),
        pytest.param(v1("?api-version=preview"), id="preview"),
        pytest.param(python(), id="the dated path"),
        pytest.param(asks(f"OpenAI({BASE})"), id="the SDK"),
    ],
)
def test_v1_has_no_dated_version(text: str) -> None:
    speaks("v1-with-api-version", text)


def test_it_is_told_by_one_rule_only() -> None:
    for text in (v1("?api-version=2024-10-21"), asks(f"OpenAI({BASE}, api_version='2024-10-21')")):
        errors = [one.rule for one in checked(text).findings if str(one.severity) == "error"]
        assert errors == ["v1-with-api-version"]
