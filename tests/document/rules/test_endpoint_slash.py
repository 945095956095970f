"""``endpoint-slash``: an endpoint as the document shows it makes a URL without a doubled ``/``."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import powershell, python, sdk

BARE = "https://YOUR-RESOURCE.openai.azure.com"
SHOWN = f"▸{BARE}/"
COMMENT = f"$Env:AZURE_OPENAI_ENDPOINT # such as {SHOWN}"


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(powershell(endpoint=COMMENT), [BARE], id="a comment in PowerShell"),
        pytest.param(python(endpoint=f'os.environ["E"]  # é {SHOWN}'), [BARE], id="a comment in Python"),
        pytest.param(f"Your endpoint is like `{SHOWN}`.\n\n{python()}", [BARE], id="the text before"),
        pytest.param(f"{python()}\n| Endpoint |\n|---|\n| The endpoint {SHOWN} |\n", [BARE], id="a table"),
        pytest.param(
            f"Your endpoint is like `▸https://<name>.openai.azure.com/`.\n\n{powershell()}",
            ["https://<name>.openai.azure.com"],
            id="a placeholder in angle brackets",
        ),
        pytest.param(powershell(endpoint=COMMENT.replace(SHOWN, BARE)), [], id="without the slash"),
        pytest.param(
            powershell(endpoint=f"$Env:AZURE_OPENAI_ENDPOINT.TrimEnd('/') # {BARE}/"), [], id="PowerShell takes it off"
        ),
        pytest.param(python(endpoint=f'os.environ["E"].rstrip("/")  # {BARE}/'), [], id="Python takes it off"),
        pytest.param(f"Your endpoint is like `{BARE}/`.\n\n{sdk()}", [], id="the SDK joins them"),
        pytest.param(f"See {BARE}/ for more.\n\n{python()}", [], id="a sentence about something else"),
        pytest.param(f"Your endpoint is like `{BARE}/openai/v1/`.\n\n{python()}", [], id="a path behind it"),
        pytest.param(f"The endpoint of the docs is https://learn.microsoft.com/.\n\n{python()}", [], id="another host"),
    ],
)
def test_an_endpoint_fits_the_code_that_adds_a_path(text: str, suggestions: list[str]) -> None:
    speaks("endpoint-slash", text, *suggestions)
