"""The same program in two tabs gets the same decision in both."""

import pytest

from conformance.reading.gate import examine
from tests.reading.gate.corpus import BASE

ASK_PYTHON = """
import os
import requests
url = os.environ["AZURE_OPENAI_ENDPOINT"] + "/openai/deployments/d/{path}?api-version=2024-02-01"
headers = {{"api-key": os.environ["AZURE_OPENAI_API_KEY"]}}
answer = requests.post(url, headers=headers, json={{"seed": 42, "messages": []}}, timeout=30).json()
"""
ASK_POWERSHELL = """
$url = $Env:AZURE_OPENAI_ENDPOINT + '/openai/deployments/d/{path}?api-version=2024-02-01'
$headers = @{{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }}
$answer = Invoke-RestMethod -Uri $url -Headers $headers -Body (@{{ seed = 42; messages = @() }} | ConvertTo-Json) -Method Post -TimeoutSec 30
"""
CHAT = "chat/completions"

TWINS = [
    pytest.param("", "", True, id="the call alone"),
    pytest.param("def never(f):\n    os.remove(f)", "function Never($f) { Remove-Item $f }", False, id="a helper that nobody calls"),
    pytest.param("def show(x):\n    print(x)\nshow(1)", "function Show-It($x) { Write-Host $x }\nShow-It 1", True, id="a helper"),
    pytest.param("if False:\n    os.remove('x')", "if ($false) { Remove-Item x }", False, id="a branch that is never taken"),
    pytest.param("raise SystemExit\nos.remove('x')", "exit\nRemove-Item x", False, id="what stands behind the end"),
    pytest.param("print(answer['choices'][0]['mesage']['content'])", "Write-Host $answer.choices[0].mesage.content", True, id="a typo in a member"),
    pytest.param("pritn(1)", "Write-Hots 1", False, id="a typo in what is called"),
    pytest.param("print(anwser)", "Write-Host $anwser", True, id="a typo in a variable"),
    pytest.param("headers['Host'] = 'x'", "$headers['Host'] = 'x'", True, id="a header is added"),
    pytest.param("for i in range(3):\n    print(i)", "for ($i = 0; $i -lt 3; $i++) { Write-Host $i }", True, id="a loop"),
    pytest.param("open('x', 'w').write('a')", "'a' > x", False, id="a file is written"),
    pytest.param("print(open('x').read())", "Get-Content x", False, id="a file is read"),
    pytest.param("os.system('ls')", "& 'ls'", False, id="a program is run"),
    pytest.param("eval('1')", "Invoke-Expression '1'", False, id="a text is run"),
    pytest.param("input('?')", "Read-Host '?'", False, id="a question to the reader"),
    pytest.param("os.environ['HTTPS_PROXY'] = 'x'", "$Env:HTTPS_PROXY = 'x'", False, id="a proxy is set"),
    pytest.param("os.environ['OPENAI_API_VERSION'] = '2024-06-01'", "$Env:OPENAI_API_VERSION = '2024-06-01'", True, id="a setting is set"),
    pytest.param("os.environ['AZURE_OPENAI_ENDPOINT'] = 'https://x.test'", "$Env:AZURE_OPENAI_ENDPOINT = 'https://x.test'", False, id="an endpoint is set"),
    pytest.param("print(os.environ['A' + 'B'])", "[Environment]::GetEnvironmentVariable('A' + 'B')", False, id="a setting by a computed name"),
    pytest.param("for n in ('A_KEY', 'B_KEY'):\n    print(n, os.environ[n])", "foreach ($n in 'A_KEY', 'B_KEY') { [Environment]::GetEnvironmentVariable($n) }", True, id="settings by their names"),
    pytest.param("requests.post('https://x.test/' + url)", "Invoke-RestMethod -Uri ('https://x.test/' + $url)", False, id="another host"),
    pytest.param("url = 'https://x.test'", "$url = 'https://x.test'", False, id="the URL is changed later"),
    pytest.param("requests.post(url, proxies={'https': 'http://x.test'})", "Invoke-RestMethod -Uri $url -Proxy 'http://x.test'", False, id="a proxy is told"),
    pytest.param("more = {'url': url, 'timeout': 5}\nrequests.post(**more)", "$more = @{ Uri = $url; TimeoutSec = 5 }\nInvoke-RestMethod @more", True, id="arguments in a table"),
    pytest.param("more = {'timeout': 5}\nmore['proxies'] = {}\nrequests.post(url, **more)", "$more = @{ TimeoutSec = 5 }\n$more.Proxy = 'x'\nInvoke-RestMethod -Uri $url @more", False, id="a proxy in a table"),
    pytest.param("def send(u):\n    requests.post(u)\nsend('https://x.test')", "function Send-It($u) { Invoke-RestMethod -Uri $u }\nSend-It 'https://x.test'", False, id="a URL as an argument"),
    pytest.param("url += '&a=b'\nrequests.post(url)", "$url += '&a=b'\nInvoke-RestMethod -Uri $url", True, id="a URL that grows"),
    pytest.param("table = {'u': url}\nrequests.post(table['u'])", "$table = @{ u = $url }\nInvoke-RestMethod -Uri $table.u", True, id="a URL in a table"),
    pytest.param("table = {'u': url}\ntable['u' + ''] = 'x'\nrequests.post(table['u'])", "$table = @{ u = $url }\n$table['u' + ''] = 'x'\nInvoke-RestMethod -Uri $table.u", False, id="a URL in a table with computed keys"),
    pytest.param("requests.post(url.rstrip('/'))", "Invoke-RestMethod -Uri $url.TrimEnd('/')", True, id="a slash is cut off"),
    pytest.param("requests.post(url.replace('a', 'b'))", "Invoke-RestMethod -Uri $url.Replace('a', 'b')", False, id="a URL that is rewritten"),
    pytest.param("print(answer.kill())", "Write-Host $answer.Kill()", False, id="a method of who knows what"),
    pytest.param("print(str(answer).strip())", "Write-Host $answer.ToString().Trim()", True, id="methods of a text"),
    pytest.param("try:\n    print(1)\nexcept requests.RequestException as e:\n    raise SystemExit(str(e))", "try { Write-Host 1 } catch { throw $_ }", True, id="an error is told"),
    pytest.param("import time\ntime.sleep(1)", "Start-Sleep -Seconds 1", True, id="a pause"),
    pytest.param("import subprocess", "using module ./x.psm1", False, id="code is loaded"),
    pytest.param("import socket\nsocket.create_connection(('x.test', 80))", "[Net.Sockets.TcpClient]::new('x.test', 80)", False, id="a socket"),
    pytest.param("print = eval\nprint('1')", "Set-Alias Write-Host Invoke-Expression\nWrite-Host '1'", False, id="another name for it"),
]  # fmt: skip


@pytest.mark.parametrize(("python", "powershell", "inside"), TWINS)
def test_twins_are_decided_alike(python: str, powershell: str, inside: bool) -> None:
    one = examine(ASK_PYTHON.format(path=CHAT) + python, "python", BASE)
    other = examine(ASK_POWERSHELL.format(path=CHAT) + powershell, "powershell", BASE)
    assert (one.inside, other.inside) == (inside, inside), (one.refused, other.refused)


def test_a_typo_in_the_path_is_the_services_to_refuse_in_both() -> None:
    assert examine(ASK_PYTHON.format(path="chat/completion"), "python", BASE).inside
    assert examine(ASK_POWERSHELL.format(path="chat/completion"), "powershell", BASE).inside


def test_both_tell_the_settings_that_they_read() -> None:
    expected = {"AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY"}
    assert examine(ASK_PYTHON.format(path=CHAT), "python", BASE).settings == expected
    assert examine(ASK_POWERSHELL.format(path=CHAT), "powershell", BASE).settings == expected
