"""``placeholder-differs``: the tabs of a group use one placeholder for one thing."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import powershell, python, sdk, tabs


def two(a: str, b: str) -> str:
    return tabs(("Python", a), ("PowerShell", b))


HOST = "'https://{}.openai.azure.com'"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            two(python(deployment="YOUR-NAME"), powershell(deployment="▸my-story")),
            "the deployment is `my-story` in PowerShell and `YOUR-NAME` in Python",
            id="a deployment in the path",
        ),
        pytest.param(
            two(sdk('model="gpt-35-turbo",'), powershell(deployment="▸YOUR-NAME")), "`YOUR-NAME`", id="the SDK's model"
        ),
        pytest.param(
            two(
                python(endpoint=HOST.format("YOUR-RESOURCE")),
                powershell(endpoint="'▸https://contoso.openai.azure.com'"),
            ),
            "the endpoint is `https://contoso.openai.azure.com` in PowerShell",
            id="an endpoint",
        ),
        pytest.param(two(python(), powershell()), None, id="one name"),
        pytest.param(two(python(), powershell(deployment="$Env:NAME")), None, id="a setting in one tab"),
        pytest.param(
            two(python(endpoint=HOST.format("x")), powershell(endpoint=HOST.format("x"))), None, id="one endpoint"
        ),
        pytest.param(two(python(endpoint=HOST.format("x")), powershell()), None, id="an endpoint from a setting"),
        pytest.param(python(deployment="a") + powershell(deployment="b"), None, id="no tabs"),
    ],
)
def test_tabs_use_one_name_for_one_thing(text: str, says: str | None) -> None:
    findings = speaks("placeholder-differs", text)
    assert all(says is not None and says in one.message for one in findings)
