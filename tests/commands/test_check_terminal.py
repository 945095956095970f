"""What `conformance check` writes to a terminal and to a pipe: colours, widths, and nothing that a terminal obeys."""

import fcntl
import json
import os
import pty
import struct
import termios
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.command_line.running import run_with_streams
from tests.commands.checking import check, fill, ndjson, report
from tests.judging.exchanges import SEEDED, for_version
from tests.shared_folder import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


def on_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """Return what the command writes to a terminal of 60 columns."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 60, 0, 0))
    ours = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    seen = {**ours, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
    with ThreadPoolExecutor(1) as reading:
        written = reading.submit(_all_of, leader)
        run_with_streams(["check", *arguments], folder, seen, [follower] * 3)
        os.close(follower)
        text = written.result()
    os.close(leader)
    return text


def _all_of(leader: int) -> str:
    """Return what is written to the terminal until nobody has its other end."""
    written = b""
    with suppress(OSError):  # so Linux tells of the end
        while piece := os.read(leader, 65536):
            written += piece
    return written.decode()


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        pytest.param([], {}, True, id="a terminal"),
        pytest.param([], {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param([], {"NO_COLOR": ""}, True, id="an empty NO_COLOR is none"),
        pytest.param([], {"TERM": "dumb"}, False, id="a dumb terminal"),
        pytest.param(["--color", "never"], {}, False, id="never"),
        pytest.param(["--color", "always"], {"NO_COLOR": "1"}, True, id="always"),
    ],
)
def test_colours_are_for_terminals(
    folder: Path, arguments: list[str], environment: dict[str, str], coloured: bool
) -> None:
    environment = {"NO_COLOR": ""} | environment
    assert ("\x1b[1;31m" in on_terminal(folder, "wrong.ndjson", *arguments, **environment)) == coloured


def test_a_pipe_gets_no_colours_unless_it_asks(folder: Path) -> None:
    assert "\x1b" not in check(folder, "wrong.ndjson").stdout
    assert "\x1b[1;31m" in check(folder, "wrong.ndjson", "--color", "always").stdout


def test_a_narrow_terminal_gets_short_lines_and_a_pipe_whole_sentences(folder: Path) -> None:
    (folder / "old.ndjson").write_text(ndjson(for_version("2023-05-15", SEEDED, None)))
    sentence = (
        "`seed` is not declared for 2023-05-15; 2023-12-01-preview is the first that has it, and all later ones do"
    )
    narrow = on_terminal(folder, "old.ndjson", NO_COLOR="1").replace("\r\n", "\n")
    assert sentence not in narrow and sentence in narrow.replace("\n  ", " ")
    assert all(len(line) <= 60 for line in narrow.splitlines() if "contract: " not in line)
    assert f"  {sentence}\n" in check(folder, "old.ndjson", COLUMNS="60").stdout


def test_control_characters_of_a_payload_reach_no_terminal(folder: Path) -> None:
    nasty = "\x1b[2J\x07\x9b31m\u202e\x7f"
    exchange = for_version("2024-02-01", SEEDED | {nasty: 1, "seed": nasty})
    exchange["id"] = nasty
    (folder / "nasty.ndjson").write_text(
        ndjson(json.dumps(exchange, ensure_ascii=False), '{"request": {"' + nasty + '": NaN}}')
    )
    for arguments in ([], ["--format", "json"], ["--all"]):
        told = check(folder, "nasty.ndjson", *arguments)
        assert not set(told.stdout + told.stderr) & set("\x1b\x07\x9b\u202e\x7f")
    assert report(check(folder, "nasty.ndjson", "--format", "json").stdout)["findings"][0]["id"] == nasty
