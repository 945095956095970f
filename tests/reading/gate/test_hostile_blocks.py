"""No hostile block is inside the gate, however it is wrapped; and that the blocks are hostile is shown by running some."""

import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from conformance.reading.gate import examine
from tests.reading.gate.corpus import BASE, Hostile, hostile
from tests.shared_folder import needs_shared, pwsh

PYTHON, POWERSHELL = hostile("python"), hostile("powershell")
ALL = [*PYTHON, *POWERSHELL]
# Some of each language are run at every time; each was once.
SHOWN = random.Random(20).sample([one for one in PYTHON if one.effect != "-"], 12)
SHOWN_IN_POWERSHELL = random.Random(20).sample([one for one in POWERSHELL if one.effect != "-"], 3)
_SECRET = "a-planted-word"
_BETWEEN = "\x1e"


def told(one: Hostile) -> str:
    return f"{one.language}: {one.name}"


@pytest.mark.parametrize("one", ALL, ids=told)
def test_a_hostile_block_is_outside(one: Hostile, tmp_path: Path) -> None:
    assert not examine(one.at(tmp_path), one.language, BASE).inside


def test_there_are_many_and_none_twice() -> None:
    assert len(PYTHON) >= 200 and len(POWERSHELL) >= 100
    assert len({(one.language, one.text) for one in ALL}) == len({told(one) for one in ALL}) == len(ALL)


@pytest.mark.parametrize("one", SHOWN, ids=told)
def test_it_is_an_attack_indeed(one: Hostile, tmp_path: Path) -> None:
    assert does_harm(one, tmp_path, [sys.executable])


@needs_shared
def test_they_are_attacks_in_powershell_too(tmp_path: Path) -> None:
    """In one process, each in its own folder: what one printed stands behind its mark."""
    with ExitStack() as stack:
        prepared = []
        for number, one in enumerate(SHOWN_IN_POWERSHELL):
            folder = tmp_path / str(number)
            folder.mkdir()
            prepared.append((one, folder, *stack.enter_context(_laid_out(one, folder))))
        lines = [
            f"Set-Location '{folder}'\n[Console]::Write('{_BETWEEN}')\n& '{path}' | Out-Default"
            for _, folder, path, _ in prepared
        ]
        script = tmp_path / "together.ps1"
        script.write_text("\n".join(lines), encoding="utf-8")
        printed = _printed([str(pwsh()), "-NoProfile", "-NonInteractive", "-File", str(script)], tmp_path)
        shown = printed.split(_BETWEEN.encode())[1:]
        assert len(shown) == len(prepared), "a block ended the process"
        for (one, folder, _, came), text in zip(prepared, shown, strict=True):
            assert _has_worked(one, folder, came, text), told(one)


def does_harm(one: Hostile, folder: Path, command: list[str]) -> bool:
    """Run ``one`` with nothing that isolates it; return whether it had its effect."""
    with _laid_out(one, folder) as (path, came):
        return _has_worked(one, folder, came, _printed([*command, str(path)], folder))


@contextmanager
def _laid_out(one: Hostile, folder: Path) -> Iterator[tuple[Path, threading.Event]]:
    """Write ``one`` beside a secret, and wait for a connection; yield its file, and whether somebody came."""
    (folder / "secret").write_text(f"PLANTED={_SECRET}\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        came = threading.Event()
        threading.Thread(target=_answer, args=(listener, came), daemon=True).start()
        path = folder / ("block.py" if one.language == "python" else "block.ps1")
        path.write_text(one.at(folder, listener.getsockname()[1]), encoding="utf-8", newline="")
        yield path, came


def _printed(command: list[str], folder: Path) -> bytes:
    settings = {"AZURE_OPENAI_ENDPOINT": BASE, "AZURE_OPENAI_API_KEY": "k", "OPENAI_API_VERSION": "2024-02-01"}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PLANTED": _SECRET, **settings}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False
    ).stdout


def _has_worked(one: Hostile, folder: Path, came: threading.Event, printed: bytes) -> bool:
    """Say whether there is the effect: a folder, a connection to this process, or a printed word."""
    marked = any("marked" in made.name for made in folder.iterdir())
    return {"M": marked, "N": one.effect == "N" and came.wait(10), "S": _SECRET.encode() in printed}[one.effect]


def _answer(listener: socket.socket, came: threading.Event) -> None:
    """Note that somebody came, and hang up: the block has to see the end of its connection before it ends itself."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        came.set()
        connection.close()
