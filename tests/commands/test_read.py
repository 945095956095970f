"""``conformance read`` as a user runs it: a process, files, exit codes, and what is printed where."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.running import Ended, conformance
from tests.shared_folder import ROOT

SOURCE = """\
import os, requests
url = os.environ["AZURE_OPENAI_ENDPOINT"] + "/openai/deployments/d/chat/completions?api-version=2024-06-01"
body = {"messages": [{"role": "user", "content": "Grüße"}],
        "seed": 42}
body["user"] = input()
requests.post(url, json=body, headers={"api-key": "secret-key-of-someone"})
"""


def read(folder: Path, *arguments: str, stdin: str = "") -> Ended:
    return conformance("read", *arguments, folder=folder, stdin=stdin.encode())


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line, parse_float=Decimal) for line in text.splitlines()]


def test_each_request_is_a_line_and_what_is_not_known_its_expression(tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_text(SOURCE, encoding="utf-8")
    told = read(tmp_path, "ask.py")
    assert (told.code, told.stderr) == (0, "")
    (line,) = lines(told.stdout)
    assert line == {
        "id": "ask.py:1",
        "request": {
            "method": "POST",
            "url": "{AZURE_OPENAI_ENDPOINT}/openai/deployments/d/chat/completions?api-version=2024-06-01",
            "headers": {"Content-Type": "application/json"},
            "body": {
                "messages": [{"role": "user", "content": "Grüße"}],
                "seed": 42,
                "user": {"$unknown": "input()"},
            },
        },
        "certain": True,
        "source": {"file": "ask.py", "line": 6, "column": 1},
        "members": line["members"],
    }
    assert line["members"]["/seed"] == {"line": 4, "column": 9}
    assert line["members"]["/user"] == {"line": 5, "column": 6}
    assert "secret" not in told.stdout


def test_no_key_is_printed_also_where_the_body_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_text(SOURCE.replace("json=body", "data=body"), encoding="utf-8")
    told = read(tmp_path, "ask.py")
    assert lines(told.stdout)[0]["request"]["body"] == {"$unknown": "body"}
    assert "secret" not in told.stdout + told.stderr


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        pytest.param("0.7", "0.7", id="a float"),
        pytest.param("1e23", "1E+23", id="an exponent"),
        pytest.param("123456789012345678901234567890", "123456789012345678901234567890", id="many digits"),
    ],
)
def test_a_number_is_written_with_its_own_digits(written: str, digits: str, tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_text(SOURCE.replace("42", written), encoding="utf-8")
    assert f'"seed": {digits}' in read(tmp_path, "ask.py").stdout


def test_digits_that_no_float_holds_are_not_falsified(tmp_path: Path) -> None:
    text = 'BODY = """{"messages": [], "temperature": 0.12345678901234567890}"""\n'
    text += 'import requests\nrequests.post("http://h/chat/completions", data=BODY)\n'
    (tmp_path / "ask.py").write_text(text, encoding="utf-8")
    assert '"temperature": 0.12345678901234567890' in read(tmp_path, "ask.py").stdout


def test_a_powershell_source_is_read_by_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "ask.PS1").write_text(
        "$body = @{ messages = @(); seed = 42 } | ConvertTo-Json\n"
        'Invoke-RestMethod -Uri "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/d/chat/completions?api-version=2024-06-01"'
        " -Method Post -Body $body -ContentType 'application/json'\n",
        encoding="utf-8",
    )
    (line,) = lines(read(tmp_path, "ask.PS1").stdout)
    assert line["request"]["body"]["seed"] == 42


def test_the_lines_are_traffic_that_check_reads(tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_text(SOURCE.replace("42", '"42"'), encoding="utf-8")
    assert read(tmp_path, "ask.py", "-o", "traffic.ndjson").stdout == ""
    checked = conformance("check", "traffic.ndjson", folder=tmp_path)
    assert checked.code == 1
    assert "seed-type" in checked.stdout


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        pytest.param(b"print('x')", 3, "ask.py sends no chat completion that can be read; name another file.", id="nothing"),
        pytest.param(b"", 3, "ask.py sends no chat completion that can be read; name another file.", id="empty"),
        pytest.param(b"x = \xff", 2, "ask.py is not UTF-8 at byte 5; save it as UTF-8.", id="not UTF-8"),
        pytest.param(b"x = (\n", 2, "ask.py:1:5 does not parse ('(' was never closed); fix it.", id="no Python"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_one_sentence(content: bytes, code: int, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_bytes(content)
    told = read(tmp_path, "ask.py")
    assert (told.code, told.stdout, told.stderr) == (code, "", f"conformance read: {sentence}\n")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("missing.py", "No such file or directory", id="missing"),
        pytest.param("folder.py", "Is a directory", id="a folder"),
        pytest.param("notes.txt", "notes.txt is of no language that is read", id="another language"),
        pytest.param("-", "- is of no language that is read", id="standard input"),
    ],
)
def test_a_file_that_is_none_is_told_and_the_others_are_read(name: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "folder.py").mkdir()
    told = read(tmp_path, name, "ask.py")
    assert told.code == 2
    assert len(lines(told.stdout)) == 1
    assert says in told.stderr
    assert told.stderr.count("\n") == 1


def test_unreadable_outranks_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print('x')")
    assert read(tmp_path, "a.py", "missing.py").code == 2


def test_a_byte_order_mark_and_other_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_bytes(b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode())
    (line,) = lines(read(tmp_path, "ask.py").stdout)
    assert line["members"]["/seed"] == {"line": 4, "column": 9}


def test_an_output_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_text(SOURCE, encoding="utf-8")
    told = read(tmp_path, "ask.py", "-o", "missing/traffic.ndjson")
    assert told.code == 2
    assert told.stderr.startswith("conformance read: -o missing/traffic.ndjson cannot be written")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ask.py"]


def test_nothing_of_a_source_is_executed(tmp_path: Path) -> None:
    (tmp_path / "ask.py").write_text("open('mark', 'w').close()\n" + SOURCE, encoding="utf-8")
    read(tmp_path, "ask.py")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ask.py"]


def test_the_samples_are_predicted(tmp_path: Path) -> None:
    samples = [str(ROOT / "python" / way / "story_with_seed.py") for way in ("sdk", "rest")]
    told = read(tmp_path, *samples)
    assert told.code == 0
    assert [line["request"]["body"]["seed"] for line in lines(told.stdout)] == [42] * 6
