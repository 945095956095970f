"""``answer-model``: the model that answers is the one that was asked, and one that the document lists."""

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import MODELS, answer, python, sdk

ASKS = sdk(then="print(answer.model_dump_json())")


def of(model: str, mark: bool = False) -> str:
    shown = answer(model=model)
    return "\n### Output\n\n" + (shown.replace('"model"', '▸"model"') if mark else shown)


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(ASKS + of("gpt-4", True), ["gpt-35-turbo-0125"], id="another family"),
        pytest.param(ASKS + of("gpt-4o-2024-05-13", True), ["gpt-35-turbo-0125"], id="another family in a version"),
        pytest.param(f"{MODELS}\n{python()}{of('gpt-4o-mini', True)}", [None], id="no model of the list"),
        pytest.param(ASKS + of("gpt-35-turbo"), [], id="the family without its version"),
        pytest.param(ASKS + of("gpt-35-turbo-1106"), [], id="another version"),
        pytest.param(f"{MODELS}\n{python()}{of('gpt-4o-2024-05-13')}", [], id="a model of the list"),
        pytest.param(sdk('model="my-deployment",') + of("gpt-4"), [], id="a deployment's name is not a model"),
        pytest.param(python() + of("gpt-4"), [], id="nobody names a model"),
        pytest.param(ASKS + of("my-model"), [], id="an answer that names none"),
    ],
)
def test_the_model_that_answers_was_asked(text: str, suggestions: list[str | None]) -> None:
    speaks("answer-model", text, *suggestions)


def test_a_model_of_the_list_is_confirmed() -> None:
    claims = confirms("answer-model", f"{MODELS}\n{python()}{of('gpt-4o-2024-05-13')}")
    assert claims == ["`gpt-4o-2024-05-13`, which answers, is in the document's list of models."]
