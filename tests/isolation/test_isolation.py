"""What a child within its bounds can still do, how it ends, and what is said where there is no isolation."""

import os
import socket
import sys
import threading
from pathlib import Path

import pytest

from conformance.errors import InputError
from conformance.isolation import child, measuring
from conformance.isolation.bounds import Bounds
from conformance.isolation.filter import filter_program
from conformance.isolation.isolation import NONE, isolation_in_force
from conformance.isolation.syscalls import ALLOWED, ARCHITECTURES, EXAMINED, REFUSED
from conformance.samples.process import Outcome, Processes

linux = pytest.mark.skipif(sys.platform != "linux", reason="there is no isolation elsewhere")


def run(folder: Path, text: str, port: int = 0, timeout: float = 60) -> Outcome:
    """Run ``text`` as an isolated child in Python."""
    program = folder / "program.py"
    program.write_text(text, encoding="utf-8")
    environment = {"PATH": os.defpath, "PORT": str(port)}
    return Processes().run([sys.executable, str(program)], environment, timeout, Bounds((folder,), port))


@linux
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import ssl, certifi; ssl.create_default_context(); print('well')", id="certificates"),
        pytest.param("import pathlib; pathlib.Path('a').write_text('well'); print(open('a').read())", id="its own folder"),
        pytest.param("import tempfile; tempfile.TemporaryFile().write(b'x'); print('well')", id="temporary files"),
        pytest.param("import os; os.mkdir('a'); os.rename('a', 'b'); os.rmdir('b'); print('well')", id="folders"),
        pytest.param("print(open(__file__[:-10] + 'beside.txt').read())", id="the program's folder"),
        pytest.param("import threading as t; t.Thread(target=print, args=['well']).start()", id="threads"),
        pytest.param("import asyncio; asyncio.run(asyncio.sleep(0)); print('well')", id="an event loop"),
        pytest.param("import socket; socket.getaddrinfo('localhost', 80); print('well')", id="the name of this machine"),
        pytest.param("import os, signal; signal.signal(10, print); os.kill(os.getpid(), 10); print('well')", id="signals to itself"),
        pytest.param("import os; assert os.environ['HOME'] == os.getcwd() == os.environ['TMPDIR']; print('well')", id="its home"),
        pytest.param("import openai, requests, pydantic, platform; platform.platform(); print('well')", id="packages"),
        pytest.param("import datetime, zoneinfo, random, secrets; secrets.token_hex(); print('well')", id="time and chance"),
    ],
)  # fmt: skip
def test_what_programs_need_works_in_isolation(text: str, tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("well", encoding="utf-8")
    ended = run(tmp_path, text)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "well" in ended.stdout


@linux
@pytest.mark.parametrize(
    "connecting",
    [
        pytest.param("s = socket.create_connection(('127.0.0.1', port))", id="at once"),
        pytest.param("s = socket.create_connection(('127.0.0.1', port), timeout=30)", id="with a time limit"),
        pytest.param("s = socket.create_connection(('localhost', port))", id="by name"),
        pytest.param(
            "s = socket.socket(socket.AF_INET6); s.connect(('::ffff:127.0.0.1', port))", id="as an IPv6 address"
        ),
        pytest.param(
            "s = socket.socket()\ntry: s.connect(('127.0.0.2', port))\nexcept OSError: s.connect(('127.0.0.1', port))",
            id="after a refusal",
        ),
    ],
)
def test_the_one_port_is_reached(connecting: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            with server.accept()[0] as connection:
                connection.sendall(b"well")
                connection.recv(1)

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        text = f"import os, socket\nport = int(os.environ['PORT'])\n{connecting}\nprint(s.recv(9))\ns.close()"
        ended = run(tmp_path, text, server.getsockname()[1])
        # The other side sees the end: nobody keeps the connection open beside the child.
        thread.join(60)
        assert not thread.is_alive()
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, "b'well'\n", "")


@linux
def test_a_child_is_ended_in_time_and_its_folder_is_removed(tmp_path: Path) -> None:
    text = (
        "import os, time; os.mkdir('a', 0o000); os.symlink('/usr', 'b'); print(os.getcwd(), flush=True); time.sleep(99)"
    )
    ended = run(tmp_path, text, timeout=2)
    if not ended.stdout:  # a busy machine had not even started it by then
        ended = run(tmp_path, text, timeout=30)
    assert ended.exit_code is None
    assert ended.stdout
    assert not Path(ended.stdout.strip()).exists()


@linux
def test_what_is_printed_without_end_is_cut(tmp_path: Path) -> None:
    ended = run(tmp_path, "while True: print('x' * 100000)", timeout=60)
    assert len(ended.stdout) == 1_000_000
    assert ended.exit_code not in (0, None)


@linux
def test_a_home_that_is_the_programs_folder_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    program = tmp_path / "program.py"
    program.write_text("print(open(__file__[:-10] + 'secret').read())", encoding="utf-8")
    bounds = Bounds.of(program, "http://127.0.0.1:1")
    ended = Processes().run([sys.executable, str(program)], {}, 60, bounds)
    assert ended.stderr.splitlines()[-1].startswith("PermissionError: [Errno 13] Permission denied")


@linux
def test_a_program_that_cannot_be_isolated_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolation_in_force()
    monkeypatch.setattr(child, "ruleset", lambda _: b"\xff" * 8)
    with pytest.raises(
        InputError,
        match=r"python cannot be isolated \(Invalid argument\); check that this system permits Landlock and seccomp\.",
    ):
        run(tmp_path, "print(1)")


@linux
@pytest.mark.parametrize(
    ("name", "instead", "says"),
    [
        ("landlock_abi", lambda: 0, "the kernel has no Landlock, or it is switched off"),
        ("_PROBE", "import sys; sys.exit('another file can be read')", "another file can be read"),
        ("_PROBE", "", "a child was ended early"),
    ],
)
def test_isolation_is_what_a_child_finds(
    name: str, instead: object, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, name, instead)
    assert measuring.kept_in_bounds() == says


def test_another_system_has_none_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    found = isolation_in_force.__wrapped__()
    assert not found.holds
    assert (
        found.line == "Isolation: none (only code inside the gate is run: the project knows no isolation for darwin)."
    )


def test_without_isolation_a_program_runs_as_it_is(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("print(open(__file__).read() != '')", encoding="utf-8")
    ended = Processes(NONE).run([sys.executable, str(program)], os.environ, 60, Bounds((), 0))
    assert ended.stdout.strip() == "True"


@pytest.mark.parametrize("machine", sorted(ARCHITECTURES))
def test_the_filter_settles_each_call_and_ends_on_every_way(machine: str) -> None:
    known = next(one for one in ARCHITECTURES if one == machine)
    program = filter_program(known, 4242)
    instructions = [
        (int.from_bytes(program[at : at + 2], sys.byteorder), program[at + 2], program[at + 3])
        for at in range(0, len(program), 8)
    ]
    assert len(instructions) < 4096  # BPF_MAXINSNS
    for at, (code, yes, no) in enumerate(instructions):
        if code & 7 == 5:  # a jump
            assert max(yes, no) + at + 1 < len(instructions)
    assert instructions[-1][0] == 6  # a return
    tables = (ALLOWED[known], EXAMINED[known], REFUSED[known])
    numbers = [number for table in tables for number in table.values()]
    assert len(numbers) == len(set(numbers))
