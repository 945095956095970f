"""``json-depth``: ``ConvertTo-Json`` goes as deep as an answer is nested."""

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import answer


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Add ▸`$response | ConvertTo-Json` at the end.\n", id="no depth"),
        pytest.param("é ▸`$response|convertto-json -depth 3` shows it.\n", id="too little"),
        pytest.param("Add `$response | ConvertTo-Json -Depth 4`.\n", id="an answer with filters"),
        pytest.param("Add `$response | convertto-json -depth 10 -Compress`.\n", id="more than enough"),
        pytest.param("`ConvertTo-Json` makes JSON.\n", id="the cmdlet alone"),
        pytest.param(answer() + "\nAdd `$response | ConvertTo-Json -Depth 3`.\n", id="as deep as the answer shown"),
        pytest.param("Add `$response | Format-List`.\n", id="another cmdlet"),
    ],
)
def test_the_depth_is_enough(text: str) -> None:
    speaks("json-depth", text, *["-Depth 10"] * text.count("▸"))


def test_the_depth_of_the_answer_that_is_shown_counts() -> None:
    deep = answer(message={"context": {"citations": [{"a": {"b": {}}}]}})
    speaks("json-depth", deep + "\nAdd ▸`$response | ConvertTo-Json -Depth 5`.\n", "-Depth 10")


def test_a_depth_that_is_enough_is_confirmed() -> None:
    (claim,) = confirms("json-depth", "Add `$response | convertto-json -depth 5`.\n")
    assert claim == "`$response | convertto-json -depth 5` goes deep enough: an answer nests 4 levels."
