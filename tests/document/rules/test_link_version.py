"""``link-version``: a link leads to the api-version that its text names."""

import pytest

from tests.document.rules.marking import confirms, speaks

CONTRACT = "https://example.test/inference/{}/{}/inference.json"
PREVIEW, STABLE = CONTRACT.format("preview", "2023-12-01-preview"), CONTRACT.format("stable", "2024-02-01")
QUERY = "https://example.test/chat?api-version={}"


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(f"[`2024-06-01`](▸{STABLE})\n", ["2024-06-01"], id="a folder"),
        pytest.param(f"é [2024-06-01](<▸{STABLE}>)\n", ["2024-06-01"], id="in angle brackets"),
        pytest.param(f"[`2024-06-01`](▸{QUERY.format('2024-02-01')})\n", ["2024-06-01"], id="a query"),
        pytest.param(
            f"[2024-06-01][a]\n\n[a]: {STABLE}\n".replace("[2024", "▸[2024"), ["2024-06-01"], id="by reference"
        ),
        pytest.param(f"[the contract](▸{QUERY.format('2024-02-10')})\n", ["2024-02-01"], id="one that is not known"),
        pytest.param(f"[`2023-12-01-preview`]({PREVIEW})\n", [], id="the same"),
        pytest.param(f"[the contract]({STABLE})\n", [], id="other words"),
        pytest.param("[2024-06-01](https://example.test/)\n", [], id="a link without one"),
        pytest.param("[gpt-4o](https://example.test/models/2024-05-13/)\n", [], id="a model's date"),
    ],
)
def test_a_link_leads_where_its_text_says(text: str, suggestions: list[str]) -> None:
    speaks("link-version", text, *suggestions)


def test_a_link_that_does_is_confirmed() -> None:
    assert confirms("link-version", f"[`2023-12-01-preview`]({PREVIEW})\n") == [
        "The link `2023-12-01-preview` leads to that api-version's contract."
    ]
