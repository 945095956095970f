"""``model-list``: which models of a list the document's code and outputs use."""

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import MODELS, answer, sdk

LIST = MODELS.replace("`gpt-35-turbo`", "▸`gpt-35-turbo`")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(LIST + sdk(), "use gpt-35-turbo (0125); nothing in the document shows gpt-4 (1106", id="the code"),
        pytest.param(LIST + answer(model="gpt-4"), "use gpt-4 (no version is said)", id="an output without a version"),
        pytest.param(LIST, "use none; nothing in the document shows gpt-35-turbo (0125), gpt-4", id="nothing"),
        pytest.param("* `gpt-4`\n", None, id="one model is no list"),
        pytest.param("* `gpt-4`\n* Other things\n", None, id="a list of more than models"),
        pytest.param("1. `seed`\n2. `top_p`\n", None, id="a list of something else"),
    ],
)
def test_a_list_tells_what_of_it_is_used(text: str, says: str | None) -> None:
    findings = speaks("model-list", text)
    assert all(says is not None and says in one.message for one in findings)
    assert len(findings) == (says is not None)


def test_a_model_that_is_used_and_listed_is_confirmed() -> None:
    assert confirms("model-list", MODELS + sdk()) == [
        "`gpt-35-turbo-0125`, which the document uses, is in its list of models."
    ]
