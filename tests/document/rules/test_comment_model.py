"""``comment-model``: a comment names the model that stands on its line."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import MODELS, fence, sdk


def commented(comment: str, model: str = "gpt-35-turbo-0125") -> str:
    return f"{MODELS}\n{sdk(f'model={model!r}, {comment}')}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            commented("▸# your 1106-preview deployment"), "`1106-preview`, a version of gpt-4", id="a version"
        ),
        pytest.param(commented("▸# a deployment of gpt-4o"), "`gpt-4o`", id="a family"),
        pytest.param(commented("▸# gpt-4o-2024-05-13"), "`gpt-4o-2024-05-13`", id="a family with its version"),
        pytest.param(f"{MODELS}\n" + fence("powershell", "$name = 'gpt-4o' ▸# gpt-4 here"), "`gpt-4`", id="PowerShell"),
        pytest.param(commented("# your 0125 deployment"), None, id="the version of the line"),
        pytest.param(commented("# gpt-35-turbo"), None, id="the family of the line"),
        pytest.param(fence("python", 'model = "GPT4Vision"  # your GPT-4 Vision model'), None, id="spelt out"),
        pytest.param(fence("python", 'model = "gpt-4"  ▸# your gpt-4o model'), "`gpt-4o`", id="a longer name"),
        pytest.param(commented("# the name of your deployment"), None, id="no model"),
        pytest.param(commented("# 1106-preview", "my-deployment"), None, id="no model on the line"),
        pytest.param(commented("\n    # your 1106-preview deployment"), None, id="a line of its own"),
        pytest.param(sdk('model="gpt-35-turbo-0125",  # 1106-preview'), None, id="no list says whose version it is"),
    ],
)
def test_a_comment_names_the_model_of_its_line(text: str, says: str | None) -> None:
    findings = speaks("comment-model", text)
    assert all(says is not None and says in one.message for one in findings)
