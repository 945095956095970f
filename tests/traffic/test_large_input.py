"""Input that is made to exhaust a machine: memory stays bounded, and the lines beside it are judged."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command_line.running import conformance
from tests.judging.exchanges import for_version
from tests.shared_folder import ROOT

LINE = json.dumps(for_version("2024-02-01")).encode() + b"\n"
MIB = 1 << 20


# The peak that ``wait4`` tells of a child begins with the size of the process that started it; this one is the child's own.
PROGRAM = """\
import sys
from pathlib import Path
from conformance.cli.main import run
code = run(["check", sys.argv[1]])
sys.stdout.flush()
Path("peak").write_text(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
sys.exit(code)
"""


def judged(path: Path) -> tuple[int, str, str, float]:
    """Return exit code, standard output, standard error and the peak of memory in MiB of a process that judges ``path``."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path.name],
        cwd=path.parent, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    kibibytes = int((path.parent / "peak").read_text().split()[1])
    return done.returncode, done.stdout, done.stderr, kibibytes / 1024


def bomb_of_spaces() -> Iterator[bytes]:
    for _ in range(300):
        yield b" " * MIB


def bomb_of_lists() -> Iterator[bytes]:
    yield b'{"request": {"body": ['
    for _ in range(6):
        yield b"[]," * MIB
    yield b"[]]}}"


@pytest.mark.parametrize(
    ("bomb", "says"),
    [
        pytest.param(bomb_of_spaces, "is longer than 256 MiB; leave it out.", id="a line of 300 MiB"),
        pytest.param(bomb_of_lists, "holds more than 5 million values; leave it out.", id="a line of empty lists"),
    ],
)
def test_a_gzip_bomb_takes_bounded_memory(tmp_path: Path, bomb: Callable[[], Iterator[bytes]], says: str) -> None:
    path = tmp_path / "bomb.ndjson.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(LINE)
        for piece in bomb():
            stream.write(piece)
        stream.write(b"\n" + LINE)
    code, out, err, peak = judged(path)
    assert (code, err) == (2, f"conformance check: bomb.ndjson.gz:2 {says} The lines after it are judged.\n")
    assert out.startswith("Checked 2 exchanges")
    assert peak < 600


def test_a_line_of_40_mb_is_judged_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "long.ndjson"
    long = LINE.replace(b"Tell me a story", b"x" * 40_000_000).replace(b'"seed": 42', b'"seed": "42"')
    path.write_bytes(LINE + long + LINE)
    code, out, err, peak = judged(path)
    assert (code, err) == (1, "")
    assert out.startswith("error seed-type  long.ndjson:2 request /seed\n")
    assert "Checked 3 exchanges" in out
    assert peak < 420


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        pytest.param(b'{"request": {"body": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "body-not-json", id="lists"),
        pytest.param(b'{"request": {"body": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}}", "body-not-json", id="objects"),
        pytest.param(b'{"request": {"body_text": "' + b"[" * 100_000 + b'"}}', "body-not-json", id="text"),
        pytest.param(b'{"api_version": "2024-02-01", "request": {"body": {"seed": ' + b"9" * 1_000_000 + b"}}}", "seed-range", id="digits"),
    ],
)  # fmt: skip
def test_deep_and_long_values_are_findings_of_their_exchange(tmp_path: Path, line: bytes, rule: str) -> None:
    path = tmp_path / "deep.ndjson"
    path.write_bytes(LINE + line + b"\n" + LINE)
    ended = conformance("check", path.name, folder=tmp_path)
    code, out, err = ended.code, ended.stdout, ended.stderr
    assert (code, err) == (1, "")
    assert f"error {rule}  deep.ndjson:2 request" in out
    assert ("Checked 3 exchanges" in out and "api-version-missing" in out) or rule == "seed-range"
