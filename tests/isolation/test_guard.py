"""The audit hook alone, without the system's isolation: what it refuses, what it lets be, and that it is not to be seen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.isolation import guard
from conformance.isolation.bounds import Bounds
from conformance.isolation.isolation import NONE
from conformance.samples.process import Outcome, Processes

PORT = 9


def guarded(folder: Path, text: str) -> Outcome:
    """Run ``text`` as a child that nothing but the hook keeps in its bounds."""
    program = folder / "program.py"
    program.write_text(text, encoding="utf-8")
    return Processes(NONE).run([sys.executable, str(program)], os.environ, 60, Bounds((), PORT))


REFUSED = [
    "open({marker!r}, 'w')",
    "open({marker!r}, 'a')",
    "import os; os.open({marker!r}, os.O_CREAT)",
    "import os; os.mkdir({marker!r})",
    "import os; os.symlink('/etc/hosts', {marker!r})",
    "import os; os.symlink({folder!r}, 'door'); open('door/marker', 'w')",
    "import os; open('a', 'w').close(); os.rename('a', {marker!r})",
    "import os; os.remove({planted!r})",
    "import os; os.chmod({planted!r}, 0o777)",
    "import os; os.utime({planted!r}, (1, 1))",
    "import os; os.truncate({planted!r}, 0)",
    "import os; os.remove('planted', dir_fd=os.open({folder!r}, os.O_RDONLY))",
    "import shutil; shutil.copy('/etc/hosts', {marker!r})",
    "import pathlib; pathlib.Path({marker!r}).write_text('x')",
    "import sqlite3; sqlite3.connect({marker!r})",
    "import os; os.system('touch ' + {marker!r})",
    "import os; os.fork()",
    "import os; os.posix_spawn('/bin/true', ['true'], {{}})",
    "import os; os.execv('/bin/true', ['true'])",
    "import os; os.kill(os.getppid(), 0)",
    "import subprocess; subprocess.run(['touch', {marker!r}])",
    "import uuid; uuid._get_command_stdout('touch', {marker!r}); import subprocess; subprocess.Popen(['true'])",
    "import socket; socket.create_connection(('127.0.0.1', 10))",
    "import socket; socket.create_connection(('127.0.0.2', 9))",
    "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)",
    "import socket; socket.socket(socket.AF_UNIX).connect('/x')",
    "import socket; socket.socket().sendto(b'x', 0x20000000, ('127.0.0.1', 9))",
    "import ctypes; ctypes.CDLL(None).system(b'true')",
    "import ctypes; ctypes.pythonapi.Py_IsInitialized()",
    "import ctypes; ctypes.string_at(1)",
    "sorted(['true'], key=__import__('os').system)",
    "exec('import os; os.system(chr(120))')",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_leaves_nothing(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    planted = folder / "planted"
    planted.write_text("x", encoding="utf-8")
    before = planted.stat()
    names = {"marker": str(folder / "marker"), "planted": str(planted), "folder": str(folder)}
    ended = guarded(tmp_path, text.format(**names))
    assert "PermissionError: [Errno 1] An isolated program may not do this" in ended.stderr
    assert ended.exit_code == 1
    assert [path.name for path in folder.iterdir()] == ["planted"]
    assert (planted.stat().st_mode, planted.stat().st_mtime_ns) == (before.st_mode, before.st_mtime_ns)


@pytest.mark.parametrize(
    "text",
    [
        "import tempfile\nwith tempfile.TemporaryDirectory() as f: open(f + '/a', 'w').write('x')",
        "import os, shutil; os.makedirs('a/b'); open('a/b/c', 'w').close(); shutil.rmtree('a'); open(os.devnull, 'w')",
        "import asyncio; asyncio.run(asyncio.sleep(0))",
        "import ctypes, uuid, platform, ssl, threading; uuid.uuid4(); platform.platform(); platform.processor()",
        "import sqlite3; sqlite3.connect(':memory:'); import os; os.kill(os.getpid(), 0)",
        "import openai; c = openai.OpenAI(api_key='x', base_url='http://127.0.0.1:9', max_retries=0)\n"
        "try: c.models.list()\nexcept openai.APIConnectionError as e: assert 'refused' in str(e.__cause__), e.__cause__",
    ],
)  # fmt: skip
def test_what_programs_do_is_let_be(text: str, tmp_path: Path) -> None:
    ended = guarded(tmp_path, text)
    assert (ended.exit_code, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("def f():\n    1 / 0\nf()\n", id="an error"),
        pytest.param("print(1\n", id="a wrong syntax"),
        pytest.param("try: 1 / 0\nexcept ValueError: pass\nfinally: print(2)\n", id="an error passed on"),
        pytest.param("raise SystemExit('over')\n", id="an end with a word"),
        pytest.param("import sys\nsys.exit(7)\n", id="an exit code"),
        pytest.param("import sys\nprint(sys.argv[1:], __name__, __file__ == sys.argv[0], sys.path[0])\n", id="its own name"),
        pytest.param("import sys\nprint(sys.modules['__main__'].__dict__ is globals(), sorted(globals()))\n", id="its names"),
        pytest.param("print('\u00e9')\nx: int = 1\nprint(__annotations__)\n", id="annotations"),
        pytest.param("import threading\nt = threading.Thread(target=print, args=(1,))\nt.start()\n", id="a thread"),
        pytest.param("import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))))\n", id="pickling"),
    ],
)  # fmt: skip
def test_a_program_ends_and_prints_as_without_the_hook(text: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(text, encoding="utf-8")
    ends = []
    for command in ([str(program)], [guard.__file__, str(PORT), str(program)]):
        ended = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, cwd=tmp_path)
        ends.append((ended.returncode, ended.stdout, ended.stderr))
    assert ends[0] == ends[1]
