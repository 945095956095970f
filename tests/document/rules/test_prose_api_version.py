"""``prose-api-version``: an api-version that the prose names exists, and has chat completions."""

import pytest

from tests.document.rules.marking import confirms, speaks

# Chapters of a page about a whole product.
MANY = "".join(f"## Part {number}\n\nText.\n\n" for number in range(12))


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param("Use the api-version `▸2024-02-10`.\n", ["2024-02-01"], id="no such day"),
        pytest.param("The API version ▸2023-12-1-preview is old.\n", ["2023-12-01-preview"], id="a digit is missing"),
        pytest.param("Since `▸2023-12-01-preveiw` it is there.\n", ["2023-12-01-preview"], id="preview misspelt"),
        pytest.param("# API versions\n\n* ▸2024-02-10\n", ["2024-02-01"], id="a heading speaks of them"),
        pytest.param(
            "| api-version | note |\n|---|---|\n| api-version ▸2024-02-10 | é |\n", ["2024-02-01"], id="a cell"
        ),
        pytest.param("> [!NOTE]\n> é api-version `▸2024-02-10` only.\n", ["2024-02-01"], id="an alert"),
        pytest.param("Of the API versions `▸2024-02-10` and `▸2024-06-10`.\n", ["2024-02-01", "2024-06-01"], id="two"),
        pytest.param("The api-version `▸2022-12-01` is too old.\n", ["2023-03-15-preview"], id="one without chat"),
        pytest.param("Use the api-version `2024-02-01`.\n", [], id="one that exists"),
        pytest.param("The model `gpt-4o` (2024-05-13) is one.\n", [], id="a model's version"),
        pytest.param("`seed` came with `2024-02-10`.\n", [], id="code that is not an api-version"),
        pytest.param("It was written on 2024-02-10.\n", [], id="a day"),
        pytest.param(
            "The api-version [is here](https://example.test/2024-02-10/x).\n", [], id="an address is link-version's"
        ),
        pytest.param(
            f"# Notes\n\n## OpenAI\n\nNew.\n\n{MANY}## Storage\n\nMoved to api-version 2024-02-10.\n",
            [],
            id="of one chapter among many",
        ),
        pytest.param(
            f"# Notes\n\n{MANY}## OpenAI\n\nMoved to api-version ▸2024-02-10.\n", ["2024-02-01"], id="of our chapter"
        ),
        pytest.param(
            "Document Intelligence uses API version 2024-07-31-preview.\nVersion 2024-07-31-preview is new.\n",
            [],
            id="another service's",
        ),
        pytest.param("```text\napi-version 2024-02-10\n```\n", [], id="a block"),
    ],
)
def test_a_version_that_the_prose_names_exists(text: str, suggestions: list[str]) -> None:
    speaks("prose-api-version", text, *suggestions)


def test_a_version_that_exists_is_confirmed() -> None:
    claims = confirms("prose-api-version", "Use the api-version `2024-02-01` or 2024-06-01.\n")
    assert claims == [f"The api-version {one} exists and has chat completions." for one in ("2024-02-01", "2024-06-01")]
