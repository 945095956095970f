"""No hostile block is inside the gate, however it is wrapped; and that the blocks are hostile is shown by running some."""

import os
import random
import socket
import subprocess
import sys
import threading
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
@pytest.mark.parametrize("one", SHOWN_IN_POWERSHELL, ids=told)
def test_it_is_an_attack_in_powershell_too(one: Hostile, tmp_path: Path) -> None:
    assert does_harm(one, tmp_path, [str(pwsh()), "-NoProfile", "-NonInteractive", "-File"])


def does_harm(one: Hostile, folder: Path, command: list[str]) -> bool:
    """Run ``one`` with nothing that isolates it; its effect is a folder, a connection to this process, or a printed word."""
    secret = "a-planted-word"
    (folder / "secret").write_text(f"PLANTED={secret}\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        came = threading.Event()
        threading.Thread(target=_answer, args=(listener, came), daemon=True).start()
        path = folder / ("block.py" if one.language == "python" else "block.ps1")
        path.write_text(one.at(folder, listener.getsockname()[1]), encoding="utf-8", newline="")
        settings = {"AZURE_OPENAI_ENDPOINT": BASE, "AZURE_OPENAI_API_KEY": "k", "OPENAI_API_VERSION": "2024-02-01"}
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PLANTED": secret, **settings}
        ended = subprocess.run(
            [*command, str(path)], cwd=folder, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=120,
            check=False,
        )  # fmt: skip
        marked = any("marked" in made.name for made in folder.iterdir())
        return {"M": marked, "N": one.effect == "N" and came.wait(10), "S": secret.encode() in ended.stdout}[one.effect]


def _answer(listener: socket.socket, came: threading.Event) -> None:
    """Note that somebody came, and hang up: the block has to see the end of its connection before it ends itself."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        came.set()
        connection.close()
