"""A JSON body below a line that says where it is sent is a request of that URL."""

import pytest

from tests.document.checking.analysing import checked

URL = "https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2023-05-15"
BODY = '```json\n{"messages": [{"role": "user", "content": "Hi"}]%s}\n```\n'
SEED = BODY % ', "seed": 42'


def rules(text: str) -> list[tuple[str, int]]:
    return [
        (one.rule, one.source.line or 0) for one in checked(text).findings if one.source and one.severity.name != "NOTE"
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"POST {URL}\n\n{SEED}", id="words"),
        pytest.param(f"Send a POST to `{URL}`:\n\n{SEED}", id="code"),
        pytest.param(f"```http\nPOST {URL}\n```\n\n{SEED}".replace("```http", "```http", 1), id="a block"),
        pytest.param(f"```http\nPOST {URL}\nContent-Type: application/json\n\n{SEED[8:]}", id="one block"),
        pytest.param(f"POST `{URL.removeprefix('https://x.openai.azure.com')}`\n\n{SEED}", id="a path"),
    ],
)
def test_a_body_is_judged_by_the_version_of_the_line_above(text: str) -> None:
    found = rules(text)
    assert [rule for rule, _ in found] == ["member-not-in-version"]
    assert text.split("\n")[found[0][1] - 1].find('"seed"') > 0


def test_what_is_wrong_with_the_line_is_told_once_and_there() -> None:
    wrong = URL.replace("deployments", "deployment")
    assert rules(f"POST {wrong}\n\n{BODY % ''}") == [("url-path", 1)]
    assert rules(f"```http\nPOST {wrong}\n```\n\n{BODY % ''}") == [("url-path", 2)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BODY % "", id="no line"),
        pytest.param(f"POST {URL}\n\n# Next\n\n" + BODY % "", id="another section"),
        pytest.param(
            f"POST {URL}\n\n```python\na = 1\nb = 2\nprint(a + b)\n```\n\n" + BODY % "",
            id="code between",
        ),
        pytest.param("POST https://example.test/forms\n\n" + BODY % "", id="another URL"),
    ],
)
def test_json_that_merely_holds_messages_is_no_request(text: str) -> None:
    assert checked(text).checked.requests == 0
