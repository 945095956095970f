"""``errors-pass``: a call that fails stops the code, or is told."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import fence, powershell, python, sdk

LOOP = 'for ($i = 0; $i -lt 3; $i++) {\n  Write-Host "Story $i"\n  ▸Invoke-RestMethod -Uri $url -Method Post -Body $body\n}'
SWALLOWS = """try:
    answer = ▸requests.post(url, json=body)
except requests.RequestException:
    pass"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(powershell(first="").replace("Invoke", "▸Invoke"), id="PowerShell as it is"),
        pytest.param(
            powershell(first="").replace("Invoke", "▸Invoke") + powershell(first=""),
            id="two blocks, told once",
        ),
        pytest.param(
            powershell(first="$ErrorActionPreference = 'Continue'").replace("Invoke", "▸Invoke"), id="Continue"
        ),
        pytest.param(powershell(), id="Stop"),
        pytest.param(
            powershell(first="").replace("Invoke", "▸Invoke").replace("-Method", "-ErrorAction Stop -Method"),
            id="Stop for the call ends the statement only, which it does anyway",
        ),
        pytest.param(
            powershell(first="")
            .replace("$answer = Invoke", "try { $answer = Invoke")
            .replace("'application/json'", "'application/json' } catch { throw }"),
            id="a try",
        ),
        pytest.param(
            powershell()
            .replace("$answer = Invoke", "try { $answer = ▸Invoke")
            .replace("'application/json'", "'application/json' } catch { <# never mind #> }"),
            id="an empty catch",
        ),
        pytest.param(
            powershell()
            .replace("$answer = Invoke", "try { $answer = Invoke")
            .replace("'application/json'", "'application/json' } catch { Write-Host $_ }"),
            id="a catch that tells",
        ),
        pytest.param(python(), id="Python that looks at the status"),
        pytest.param(sdk(), id="an SDK raises"),
        pytest.param(fence("powershell", "Get-Item x"), id="no call"),
    ],
)
def test_a_failed_call_does_not_pass(text: str) -> None:
    speaks("errors-pass", text)


def test_a_loop_is_told_once() -> None:
    head, _, _ = powershell(first="").partition("$answer")
    speaks("errors-pass", f"{head}{LOOP}\n```\n")


def test_the_advice_is_in_the_language_of_the_block() -> None:
    (finding,) = speaks("errors-pass", powershell(first="").replace("Invoke", "▸Invoke"))
    assert "$ErrorActionPreference = 'Stop'" in finding.message
    (finding,) = speaks("errors-pass", python().partition("answer =")[0] + f"{SWALLOWS}\n```\n")
    assert "let the exception pass" in finding.message
