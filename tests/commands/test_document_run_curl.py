"""``conformance document run`` with shell blocks: each curl is a process of its own, in isolation, without a shell."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.commands.documents import Ended, block, document, written

URL = '"$AZURE_OPENAI_ENDPOINT/openai/deployments/my-d/chat/completions?api-version=2024-10-21"'
KEY = '-H "api-key: $AZURE_OPENAI_API_KEY"'
BODY = '{"messages": [{"role": "user", "content": "Hi"}], "seed": 42}'
ASK = f"curl -sS {URL} {KEY} --json '{BODY}'\n"


def run(folder: Path, text: str, *arguments: str) -> tuple[Ended, dict[str, Any]]:
    written(folder / "a.md", text)
    ended = document(
        "run", "a.md", "--format", "json", *arguments, folder=folder, environment={"PATH": os.environ["PATH"]}
    )
    return ended, json.loads(ended.stdout)


@pytest.mark.parametrize(
    ("code", "requests"),
    [
        pytest.param(ASK, 1, id="a command"),
        pytest.param(f"curl -sS {URL} {KEY} -H 'Content-Type: application/json' -d @- <<EOF\n{BODY}\nEOF\n", 1, id="input"),
        pytest.param(f"for i in 1 2 3; do\n{ASK}done\n", 3, id="a loop"),
        pytest.param(f"R=$({ASK.strip()})\necho \"$R\" | jq .\n", 1, id="an answer in a variable"),
    ],
)  # fmt: skip
def test_a_block_whose_endpoint_is_a_variable_is_executed_in_isolation(
    code: str, requests: int, tmp_path: Path
) -> None:
    ended, found = run(tmp_path, block("bash", code), "--require", "bash")
    assert (ended.code, found["findings"]) == (0, []), ended.stderr
    (one,) = found["blocks"]
    assert (one["language"], one["state"], one["requests"], one["exit_code"]) == (
        "bash",
        "executed, isolated",
        requests,
        0,
    )
    assert one["reason"] == "line 2 runs another program, which is outside the gate" or requests != 1
    assert found["checked"]["responses"] == requests


def test_what_is_sent_is_judged_at_the_document_s_place(tmp_path: Path) -> None:
    code = "export NAME=sede\n" + ASK.replace('"seed"', "\"'$NAME'\"")
    ended, found = run(tmp_path, block("bash", code))
    assert ended.code == 1
    by_rule = {one["rule"]: one for one in found["findings"]}
    assert by_rule["undeclared-member"]["source"]["line"] == 3
    assert by_rule["request-refused"]["exchange"] == "a.md:1@2024-10-21:1"


@pytest.mark.parametrize(
    ("language", "code", "why"),
    [
        pytest.param(
            "bash", ASK.replace("$AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com"), "no rule puts the emulator in its place", id="an endpoint in writing"
        ),
        pytest.param("bash", ASK.replace("42", "'$(date +%s)'"), "what its curl sends is not known for sure", id="a command inside"),
        pytest.param("bash", f"curl -K settings {URL} {KEY} --json '{BODY}'\n", "what its curl sends is not known", id="options in a file"),
        pytest.param("bash", f"curl {URL} {KEY} -d @/etc/passwd\n", "what its curl sends is not known", id="a file elsewhere"),
        pytest.param("http", f"POST https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21\n\n{BODY}\n", "is read and not run", id="HTTP"),
        pytest.param("javascript", 'const c = new AzureOpenAI({ deployment: "d" });\nawait c.chat.completions.create({ messages: [{ role: "user", content: "Hi" }] });\n', "JavaScript is read and not run", id="JavaScript"),
    ],
)  # fmt: skip
def test_all_else_is_read_and_the_reason_told(language: str, code: str, why: str, tmp_path: Path) -> None:
    _, found = run(tmp_path, block(language, code))
    (one,) = found["blocks"]
    assert one["state"] == "read, not executed"
    assert why in one["reason"]


def test_a_curl_that_writes_elsewhere_does_not(tmp_path: Path) -> None:
    target = tmp_path / "written.txt"
    _, found = run(tmp_path, block("bash", ASK.replace("-sS", f"-sS -o {target}")))
    assert found["blocks"][0]["state"] == "executed, isolated"
    assert found["blocks"][0]["exit_code"] != 0
    assert not target.exists()


def test_commands_that_only_set_something_are_no_programs(tmp_path: Path) -> None:
    _, found = run(tmp_path, block("bash", "export A=1\n") + block("bash", ASK))
    assert [one["source"]["line"] for one in found["blocks"]] == [5]
