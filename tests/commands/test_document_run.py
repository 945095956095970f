"""``conformance document run``: what a document shows is run, judged, and compared with the output that it shows."""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.isolation.isolation import isolation_in_force
from tests.commands.documents import Ended, block, document, document_here, written
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import ROOT, needs_shared, pwsh, shared

STORY = """\
import os
import requests

url = "https://YOUR-RESOURCE.openai.azure.com/openai/deployments/YOUR-DEPLOYMENT-NAME-HERE/chat/completions"
headers = {"api-key": os.environ["AZURE_OAI_KEY"]}
body = {
    "seed": 42,
    "max_tokens": 50,
    "messages": [{"role": "user", "content": "Tell me a story"}],
}
for i in range(2):
    response = requests.post(url, params={"api-version": "2024-02-01"}, headers=headers, json=body)
    print(f"Story {i + 1}\\n---")
    print(response.json()["choices"][0]["message"]["content"])
    print("---")
"""
VERSION = '{"api-version": "2024-02-01"}'
TOLD = "Story 1\n---\nOnce.\n---\nStory 2\n---\nOnce\nmore.\n---\n"
STORY_PS1 = """\
$url = "$($Env:AZURE_OPENAI_ENDPOINT)/openai/deployments/<your-deployment>/chat/completions?api-version=2024-02-01"
$headers = @{ 'api-key' = 'YOUR_API_KEY' }
$body = @{
  seed     = 42
  messages = @(@{ role = 'user'; content = 'Tell me a story' })
} | ConvertTo-Json -Depth 5
for ($i = 0; $i -le 1; $i++) {
  $response = Invoke-RestMethod -Uri $url -Headers $headers -Body $body -Method Post -ContentType 'application/json'
  Write-Host "Story $($i + 1)`n---`n$($response.choices[0].message.content)`n---"
}
"""


def run(folder: Path, text: str, *arguments: str, name: str = "a.md") -> Ended:
    written(folder / name, text)
    return document("run", name, *arguments, folder=folder)


def report(folder: Path, text: str, *arguments: str) -> tuple[Ended, dict[str, Any]]:
    ended = run(folder, text, "--format", "json", *arguments)
    return ended, json.loads(ended.stdout)


def report_here(processes: SharedProcesses, folder: Path, text: str, *arguments: str) -> tuple[Ended, dict[str, Any]]:
    """Return what ``report`` does, of programs that share processes: to load an SDK or PowerShell takes long."""
    written(folder / "a.md", text)
    ended = document_here(processes, "run", "a.md", "--format", "json", *arguments, folder=folder)
    return ended, json.loads(ended.stdout)


def errors(found: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Return rule, line and column of each error and warning."""
    return [
        (one["rule"], one["source"]["line"], one["source"].get("column"))
        for one in found["findings"]
        if one["severity"] != "note"
    ]


def test_a_block_runs_with_its_placeholders_filled(tmp_path: Path) -> None:
    ended = run(tmp_path, "# A\n\n" + block("python", STORY) + block("output", TOLD))
    assert ended.code == 0, ended.stdout + ended.stderr
    first, plan, rest = ended.stdout.split("\n\n", 2)
    assert first == isolation_in_force().line
    assert plan == (
        "a.md:3  python  runs\n"
        "  filled: AZURE_OAI_KEY = the emulator's key, "
        "https://YOUR-RESOURCE.openai.azure.com = the emulator's URL, deployment YOUR-DEPLOYMENT-NAME-HERE"
    )
    assert "a.md:3  python    executed  2         conforms" in rest
    assert "Checked 2 exchanges (2 requests, 2 answers): nothing to report." in rest


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param('"seed": 42', '"sede": 42', ("undeclared-member", 10, 5), id="a member"),
        pytest.param('"seed": 42', '"seed": "42"', ("seed-type", 10, 5), id="a type"),
        pytest.param("2024-02-01", "2024-02-02", ("api-version-unknown", 15, None), id="an api-version"),
    ],
)
def test_a_finding_stands_at_the_line_of_the_document_and_once_for_a_loop(
    tmp_path: Path, old: str, new: str, expected: tuple[str, int, int | None]
) -> None:
    ended, found = report(tmp_path, "> é\n\n" + block("python", STORY.replace(old, new)))
    assert ended.code == 1, ended.stderr
    rule, line, column = expected
    mine = [one for one in found["findings"] if one["rule"] == rule]
    assert [one["source"]["line"] for one in mine] == [line], found["findings"]
    assert column is None or mine[0]["source"]["column"] == column
    assert mine[0]["source"]["file"] == "a.md"
    assert mine[0]["exchange"].startswith("a.md:3@")


def test_the_output_has_to_have_the_shape_of_what_was_printed(tmp_path: Path) -> None:
    ended, found = report(tmp_path, block("python", STORY) + block("output", TOLD[:-4]))
    assert ended.code == 1
    assert errors(found) == [("output-shape", 27, 1)]
    assert found["findings"][0]["message"] == (
        "the code above does not print this output: its last line `---` is missing"
    )


HARMFUL = "import pathlib\npathlib.Path({!r}).touch()\n"


def test_a_block_outside_the_gate_runs_in_isolation_alone_and_is_marked(tmp_path: Path) -> None:
    touches = block("python", f"import pathlib\n{STORY}pathlib.Path('own').touch()\n")
    harms = block("python", HARMFUL.format(str(tmp_path / "harm")) + STORY)
    ended, found = report(tmp_path, touches + harms + block("python", STORY))
    assert ended.code == 0, (found, ended.stderr)
    assert found["isolation"]["holds"]
    assert [one["state"] for one in found["blocks"]] == ["executed, isolated", "executed, isolated", "executed"]
    assert [one.get("reason") for one in found["blocks"]] == [
        f"line {line} imports `pathlib`, which is outside the gate" for line in (2, 22)
    ] + [None]
    (failed,) = (one for one in found["findings"] if one["rule"] == "sample-failed")
    assert failed["severity"] == "note" and "isolation, which may withhold" in failed["message"]
    assert not (tmp_path / "harm").exists()
    alone, found = report(tmp_path, block("python", HARMFUL.format(str(tmp_path / "harm"))))
    assert alone.code == 3
    assert [(one["state"], one["reason"]) for one in found["blocks"]] == [
        ("read, not executed", "it sends nothing by itself")
    ]
    assert "nothing was checked" in alone.stderr
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "YOUR-RESOURCE.openai.azure.com", "api.example.test", "sends to https://api.example.test", id="URL"
        ),
        pytest.param("AZURE_OAI_KEY", "SECRET_OF_MINE", "no rule tells what that variable holds", id="variable"),
        pytest.param("for i in range(2)", "for i in range(count)", "it reads `count`, which no block", id="name"),
    ],
)
def test_what_no_rule_fills_is_not_run(tmp_path: Path, old: str, new: str, says: str) -> None:
    ended = run(tmp_path, block("python", STORY.replace(old, new)))
    assert "a.md:1  python  read, not executed: " in ended.stdout
    assert says in ended.stdout


def test_a_key_that_stands_in_the_code_is_never_sent_nor_shown(tmp_path: Path) -> None:
    code = STORY.replace('os.environ["AZURE_OAI_KEY"]', '"0123456789abcdefSECRET"')
    ended = run(tmp_path, block("python", code), "--all")
    assert ended.code == 0, ended.stdout + ended.stderr
    assert "the key on line 6 = the emulator's key" in ended.stdout
    assert "SECRET" not in ended.stdout + ended.stderr


def test_a_fragment_runs_with_its_set_up_and_is_judged_alone(tmp_path: Path) -> None:
    set_up, call = STORY.split("for i", 1)
    first = block(
        "python", set_up.replace("42", '"42"') + f"requests.post(url, params={VERSION}, headers=headers, json=body)\n"
    )
    ended, found = report(
        tmp_path, block("python", set_up) + "Text.\n\n" + block("python", f"for i{call}") + block("output", TOLD)
    )
    assert ended.code == 0, (found, ended.stderr)
    assert [one["state"] for one in found["blocks"]] == ["read, not executed", "executed"]
    assert found["blocks"][0]["reason"] == "it sends nothing by itself"
    assert "with the block on line 1" in ended.stderr
    assert found["checked"]["exchanges"] == 2
    _, found = report(tmp_path, first + block("python", f"for i{call}"))
    assert {
        (one["rule"], one["exchange"].split("@")[0]) for one in found["findings"] if one["severity"] == "error"
    } >= {
        ("seed-type", "a.md:1"),
        ("seed-type", "a.md:15"),
    }


HOW_TO = (
    block(
        "python",
        "from openai import AzureOpenAI\n\n"
        'client = AzureOpenAI(api_key="<your-api-key>", azure_endpoint="<your-endpoint>", api_version="2024-10-21")\n'
        'deployment = "YOUR_DEPLOYMENT"\nmessages = [{"role": "user", "content": "Hi"}]\n',
    )
    + block(
        "python",
        "response = client.chat.completions.create(model=deployment, messages=messages)\n"
        "print(response.choices[0].message.content)\n",
    )
    + block("python", "print(f'Tokens: {response.usage.total_tokens}')\n")
    + block(
        "python",
        "print(f'Tokens: {response.usage.total_tokens}')\n"
        "response = client.chat.completions.create(model=deployment, seed=7, messages=messages)\n"
        "print(response.system_fingerprint)\n",
    )
    + block("output", "Tokens: 12\nfp_123\n")
)


def test_a_how_to_in_steps_runs_step_by_step(tmp_path: Path, processes: SharedProcesses) -> None:
    ended, found = report_here(processes, tmp_path, HOW_TO)
    assert ended.code == 0, (found, ended.stderr)
    assert [one["state"] for one in found["blocks"]] == ["read, not executed", "executed"] * 2
    assert errors(found) == []  # the number of tokens and the fingerprint are the answer's, whatever they are
    assert found["blocks"][1]["filled"] == [
        "the key on line 4 = the emulator's key",
        "<your-endpoint> on line 4 = the emulator's URL",
        "deployment YOUR_DEPLOYMENT",
    ]
    assert "a.md:18  python  runs with the blocks on line 1, 9\n" in ended.stderr
    _, found = report_here(processes, tmp_path, HOW_TO.replace("Tokens: 12", "Token: 12"))
    assert errors(found) == [("output-shape", 25, 1)]


def test_what_a_block_that_is_only_read_sends_is_judged(tmp_path: Path) -> None:
    code = STORY.replace('"seed"', '"sede"').replace("AZURE_OAI_KEY", "SECRET_OF_MINE")
    ended, found = report(tmp_path, block("python", code.replace("2024-02-01", "<api-version>")))
    assert ended.code == 1
    assert [(one["rule"], one["predicted"]) for one in found["findings"]] == [("undeclared-member", True)]
    assert "127.0.0.1" not in ended.stdout


def test_a_block_that_fails_is_told_at_its_line(tmp_path: Path) -> None:
    ended, found = report(tmp_path, "\n" + block("python", STORY.replace('["choices"][0]', '["choices"][3]')))
    assert ended.code == 1
    failed = next(one for one in found["findings"] if one["rule"] == "sample-failed")
    assert failed["message"] == "the block ended with exit code 1: IndexError: list index out of range"
    assert failed["source"]["line"] == 16


def test_the_v1_endpoint_is_served(tmp_path: Path) -> None:
    code = (
        "import os\nfrom openai import OpenAI\n\n"
        'client = OpenAI(base_url="https://YOUR-RESOURCE.openai.azure.com/openai/v1/", api_key=os.getenv("MY_KEY"))\n'
        'response = client.chat.completions.create(model="my-model", seed=42, '
        'messages=[{"role": "user", "content": "Hi"}])\nprint(response.choices[0].message.content)\n'
    )
    ended, found = report(tmp_path, block("python", code))
    assert ended.code == 0, (found, ended.stderr)
    assert found["blocks"][0]["state"] == "executed"
    assert found["checked"]["exchanges"] == 1


def test_without_powershell_its_blocks_are_predicted(tmp_path: Path) -> None:
    text = block("powershell", STORY_PS1.replace("seed ", "sede "))
    ended, found = report(tmp_path, text)
    assert ended.code == 1, ended.stderr
    assert errors(found) == [("undeclared-member", 5, 3)]
    assert found["findings"][0]["predicted"] is True
    assert found["blocks"][0]["state"] == "predicted, not executed"
    assert found["checked"] == {"exchanges": 0, "requests": 0, "responses": 0, "chunks": 0, "predicted": 1}
    required = run(tmp_path, block("powershell", STORY_PS1), "--require", "powershell")
    assert required.code == 3
    assert "a.md:1  powershell  predicted, not executed: no pwsh was found" in required.stdout
    assert required.stderr == "conformance document run: powershell is required and was not run.\n"


@needs_shared
def test_powershell_runs_where_it_is(tmp_path: Path, processes: SharedProcesses) -> None:
    text = block("powershell", STORY_PS1) + block("output", TOLD)
    ended, found = report(tmp_path, text, "--pwsh", str(pwsh()), "--require", "powershell")
    assert ended.code == 0, (found, ended.stderr)
    assert found["blocks"][0]["filled"] == [
        "AZURE_OPENAI_ENDPOINT = the emulator's URL",
        "the key on line 3 = the emulator's key",
        "deployment <your-deployment>",
    ]
    _, found = report_here(processes, tmp_path, text.replace("seed ", "sede "), "--pwsh", str(pwsh()))
    assert ("undeclared-member", 5, 3) in errors(found)


@needs_shared
def test_a_fragment_of_powershell_runs_with_its_set_up_and_fails_at_its_line(
    tmp_path: Path, processes: SharedProcesses
) -> None:
    set_up, call = STORY_PS1.split("for ", 1)
    text = block("powershell", set_up) + block("powershell", f"for {call}") + block("output", TOLD)
    ended, found = report_here(processes, tmp_path, text, "--pwsh", str(pwsh()))
    assert ended.code == 0, (found, ended.stderr)
    assert found["checked"]["exchanges"] == 2
    broken = text.replace("seed ", "sede ").replace("$url =", "$ErrorActionPreference = 'Stop'\n$url =")
    _, found = report(tmp_path, broken, "--pwsh", str(pwsh()))
    failed = next(one for one in found["findings"] if one["rule"] == "sample-failed")
    assert failed["source"]["line"] == 13, failed


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        pytest.param("text\n", 3, "nothing was checked", id="no block"),
        pytest.param("```python\nprint()\n", 2, "a.md:1: the fence is not closed.", id="unclosed"),
        pytest.param(':::code source="x.py":::\n', 2, "a.md:1: `x.py` is not there", id="include"),
        pytest.param(block("python", "", "sample: x.py"), 2, "a.md:2: `x.py` is not there", id="marker"),
    ],
)
def test_what_cannot_be_run_is_told_in_one_sentence(tmp_path: Path, text: str, code: int, says: str) -> None:
    ended = run(tmp_path, text)
    assert ended.code == code, ended.stdout + ended.stderr
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_document_without_a_call_is_told_beside_others_and_alone_is_nothing_checked(tmp_path: Path) -> None:
    written(tmp_path / "b.md", block("python", "print(1)\n"))
    ended = run(tmp_path, block("python", STORY), "b.md")
    assert ended.code == 0
    assert ended.stderr == (
        "conformance document run: b.md: none of its blocks sends a chat completion that could be run or read.\n"
    )
    alone = document("run", "b.md", folder=tmp_path)
    assert alone.code == 3
    assert "Checked nothing" in alone.stdout and "nothing to report" not in alone.stdout


def test_what_could_be_read_is_judged_beside_what_could_not(tmp_path: Path) -> None:
    ended, found = report(tmp_path, ':::code source="x.py":::\n\n' + block("python", STORY.replace('"seed"', '"sede"')))
    assert ended.code == 2
    assert "undeclared-member" in [one["rule"] for one in found["findings"]]


def test_a_report_goes_to_a_file_and_the_plan_to_standard_error(tmp_path: Path) -> None:
    ended = run(tmp_path, block("python", STORY), "--format", "json", "-o", "report.json")
    assert (ended.code, ended.stdout) == (0, "")
    assert ended.stderr.startswith(f"{isolation_in_force().line}\n\na.md:1  python  runs\n")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["checked"]["exchanges"] == 2


@pytest.mark.whole
@needs_shared
def test_our_own_document_runs_whole() -> None:
    ended = document(
        "run",
        "docs/reproducible-output.md",
        "--format",
        "json",
        "--pwsh",
        str(pwsh()),
        "--require",
        "powershell",
        folder=ROOT,
    )
    assert ended.code == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert [one["state"] for one in found["blocks"]] == ["executed"] * 12
    assert errors(found) == []


@needs_shared
def test_the_shared_document_runs_and_lacks_one_line(tmp_path: Path, processes: SharedProcesses) -> None:
    path = shared() / "document" / "reproducible-output.md"
    options = ("--format", "json", "--pwsh", str(pwsh()))
    ended = document_here(processes, "run", str(path), *options, folder=tmp_path)
    found = json.loads(ended.stdout)
    assert [one["state"] for one in found["blocks"]] == ["executed"] * 4
    assert [rule for rule, _, _ in errors(found)] == ["output-shape"]
    assert found["checked"]["exchanges"] == 12
