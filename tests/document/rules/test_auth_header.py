"""``auth-header``: a request authenticates by a header that the service reads, and in the way that its tab names."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import powershell, python, sdk, tabs

KEYLESS = "Python (Microsoft Entra ID)"
TOKEN = sdk().replace('api_key=os.environ["AZURE_OPENAI_API_KEY"]', "azure_ad_token_provider=provider")


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(python().replace('"api-key"', '▸"api_key"'), ["api-key"], id="an underscore"),
        pytest.param(python().replace('"api-key"', '▸"x-api-key"'), ["api-key"], id="another service's"),
        pytest.param(powershell().replace("'api-key'", "▸'api_key'"), ["api-key"], id="PowerShell"),
        pytest.param(python(), [], id="right"),
        pytest.param(python().replace('"api-key"', '"API-Key"'), [], id="any case"),
        pytest.param(python().replace('"api-key"', '"Authorization"'), [], id="a token"),
        pytest.param(
            python().replace('"api-key": os', '▸"Authorization": "Bearer " + os'), ["api-key"], id="the key as a token"
        ),
        pytest.param(
            python().replace('"api-key": os.environ["AZURE_OPENAI_API_KEY"]', '"Authorization": "Bearer " + token'),
            [],
            id="a token as one",
        ),
        pytest.param(
            python().replace('{"api-key": os.environ["AZURE_OPENAI_API_KEY"]}', "headers"), [], id="not known"
        ),
        pytest.param(
            python().replace('"api-key"', '"api_key"').replace("/openai/deployments/story", "/v1"),
            [],
            id="another service",
        ),
        pytest.param(
            tabs((KEYLESS, "python", python().replace('"api-key"', '▸"api-key"'))), [None], id="Entra, the key"
        ),
        pytest.param(
            tabs((KEYLESS, "python", sdk().replace("api_key=", "▸api_key="))), [None], id="Entra, the SDK's key"
        ),
        pytest.param(tabs((KEYLESS, "python", TOKEN)), [], id="Entra, a token"),
        pytest.param(
            tabs(
                (
                    KEYLESS,
                    "python",
                    sdk().replace('api_key=os.environ["AZURE_OPENAI_API_KEY"]', "api_key=token_provider"),
                )
            ),
            [],
            id="Entra, a provider as the key, which v1 takes",
        ),
        pytest.param(tabs(("Python (key-based auth)", "python", python())), [], id="a tab about the key"),
        pytest.param(tabs(("API key or Entra ID", "python", python())), [], id="a tab about both"),
    ],
)
def test_a_request_authenticates_as_service_and_tab_say(text: str, suggestions: list[str | None]) -> None:
    speaks("auth-header", text, *suggestions)
