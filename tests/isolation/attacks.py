"""The attacks of the corpus, a ground for them that holds what they are after, and what each of them left behind."""

import os
import re
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from conformance.isolation.bounds import Bounds
from conformance.isolation.isolation import Isolation
from conformance.samples.environment import environment
from conformance.samples.process import Outcome, Processes
from tests.shared_folder import pwsh

HERE: Final = Path(__file__).parent
SECRET: Final = "SECRET-9f3c1d"
_SECONDS: Final = 240
_GROUNDS: Final = count()


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack: its number in its file, its class, its code; ``alone`` where it is not run without isolation."""

    number: int
    kind: str
    code: str
    alone: bool


def attacks_of(name: str) -> list[Attack]:
    """Return the attacks of a file of the corpus."""
    parts = (HERE / name).read_text(encoding="utf-8").split("\n### ")[1:]
    found = []
    for number, part in enumerate(parts):
        head, _, code = part.partition("\n")
        kind, _, alone = head.partition(" ")
        found.append(Attack(number, kind, code, alone == "alone"))
    return found


@dataclass
class Ground:
    """What the attacks are after, below ``folder``; ``reached`` collects what arrives where nothing may arrive.

    ``mark`` begins the names of files in shared places: no other ground, in a process beside, has the same.
    """

    folder: Path
    mark: str
    variables: dict[str, str] = field(default_factory=dict)
    reached: list[str] = field(default_factory=list)
    served: list[bytes] = field(default_factory=list)
    victim_is_well: bool = False

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def readable(self) -> Path:
        return self.folder / "project" / "docs"

    def left_by(self) -> set[int]:
        """Return the numbers of the attacks that left a file or reached a listener; -1 for one that left no number."""
        names = [path.name for path in self.out.iterdir() if path.name.startswith("attack")]
        found = {int(number[1]) if (number := re.match(r"attack(\d+)", name)) else -1 for name in names}
        return found | {int(number[0]) if (number := re.search(r"\d+", text)) else -1 for text in self.reached}

    def changed(self) -> list[str]:
        """Return the planted files that are not what they were, mode and time among it, and what lies in shared places."""
        strays = [path for place in ("/tmp", "/dev/shm", "/var/tmp") for path in Path(place).glob(f"{self.mark}*")]  # noqa: S108
        for path in strays:
            path.unlink(missing_ok=True)
        now = self._state()
        return [path for path, state in self._planted.items() if now.get(path) != state] + [
            str(path) for path in strays
        ]

    def plant(self) -> None:
        """Put the files there."""
        for folder in (self.out / "tree" / "below", self.readable, self.folder / "home"):
            folder.mkdir(parents=True)
        (self.folder / "home" / "secret").write_text(SECRET)
        (self.folder / "project" / "above").write_text(SECRET)
        (self.readable / "readable.txt").write_text("for everyone")
        for end in ("", ".1", ".2", ".3", ".4"):
            (self.out / f"file{end}").write_text("planted")
        self._planted = self._state()

    def _state(self) -> dict[str, tuple[int, int, bytes]]:
        paths = [path for path in sorted(self.folder.rglob("*")) if not path.name.startswith(("attack", "socket"))]
        return {
            str(path): (path.stat().st_mode, path.stat().st_mtime_ns if path.is_file() else 0, path.read_bytes() if path.is_file() else b"")
            for path in paths
        }  # fmt: skip


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """Yield a ground with listeners, and a victim process that has a secret in its environment."""
    made = Ground(folder, f"attack-marker-{os.getpid()}-{next(_GROUNDS)}-")
    made.plant()
    over = threading.Event()
    allowed = socket.create_server(("127.0.0.1", 0), backlog=512)
    port = allowed.getsockname()[1]
    other = socket.create_server(("127.0.0.1", 0), backlog=512)
    neighbour = socket.create_server(("127.0.0.2", port), backlog=512)
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    abstract, named, datagrams = (socket.socket(socket.AF_UNIX, kind) for kind in (1, 1, socket.SOCK_DGRAM))
    name = f"attacked-{os.getpid()}-{port}"
    abstract.bind("\0" + name)
    path = str(folder / "socket")
    named.bind(path)
    datagrams.bind(f"\0{name}d")
    for one in (abstract, named):
        one.listen(64)
    command = [sys.executable, "-c", "import time; print(id(time), flush=True); time.sleep(600)"]
    victim = subprocess.Popen(command, env={"SECRET": SECRET}, stdout=subprocess.PIPE)
    assert victim.stdout is not None
    listeners: dict[socket.socket, Callable[[bytes], None]] = {
        one: lambda said: made.reached.append(said.decode("latin-1") or "nothing said")
        for one in (other, neighbour, abstract, named, udp, datagrams)
    }
    listeners[allowed] = made.served.append
    thread = threading.Thread(target=_listen, args=(listeners, over), daemon=True)
    made.variables = {
        "OUT": str(made.out), "FILE": str(made.out / "file"), "READABLE": str(made.readable / "readable.txt"),
        "SECRET": str(folder / "home" / "secret"), "ABOVE": str(folder / "project" / "above"), "MARK": made.mark,
        "PORT": str(port), "OTHER": str(other.getsockname()[1]), "UDP": str(udp.getsockname()[1]), "ABSTRACT": name,
        "UNIX": path, "VICTIM": str(victim.pid), "VICTIM_ADDRESS": victim.stdout.readline().decode().strip(),
        "PARENT": str(os.getpid()), "MARKER": str(made.out / "attack"),
    }  # fmt: skip
    thread.start()
    try:
        yield made
        stat = Path(f"/proc/{victim.pid}/stat").read_text().rpartition(")")[2].split()
        nice = os.getpriority(os.PRIO_PROCESS, 0)  # whoever runs the tests may have made them nice
        made.victim_is_well = (stat[0], int(stat[16])) == ("S", nice)  # it sleeps, and is as nice as it was
    finally:
        over.set()
        thread.join()
        victim.kill()
        victim.wait()
        victim.stdout.close()
        for one in listeners:
            one.close()


def _listen(listeners: dict[socket.socket, Callable[[bytes], None]], over: threading.Event) -> None:
    """Take what comes until it is ``over`` and nothing more is waiting; the first bytes say whose it is."""
    while True:
        ready = select.select(list(listeners), [], [], 0.1)[0]
        if not ready and over.is_set():
            return
        for one in ready:
            if one.type == socket.SOCK_DGRAM:
                listeners[one](one.recv(4096))
                continue
            connection = one.accept()[0]
            with connection:
                connection.settimeout(0.3)
                said = b""
                try:
                    said = connection.recv(4096)
                    while b"HTTP/1" in said and b"\r\n\r\n" in said and not said.rpartition(b"\r\n\r\n")[2]:
                        said += (more := connection.recv(4096))
                        if not more:
                            break
                    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
                except OSError:
                    pass
                listeners[one](said.rpartition(b"\r\n\r\n")[2] or said)


def run_python(attacks: list[Attack], made: Ground, isolation: Isolation) -> Outcome:
    """Run attacks in Python, one after another in one child."""
    program = made.readable / "driver.py"
    program.write_text((HERE / "driver.py.txt").read_text(encoding="utf-8"), encoding="utf-8")
    listed = made.readable / "listed.txt"
    listed.write_text(repr([(one.number, one.code) for one in attacks]), encoding="utf-8")
    return _run([sys.executable, str(program)], program, made, isolation)


def run_powershell(attacks: list[Attack], made: Ground, isolation: Isolation) -> Outcome:
    """Run attacks in PowerShell, one after another in one session."""
    for one in attacks:
        (made.readable / f"{one.number}.txt").write_text(one.code, encoding="utf-8")
    program = made.readable / "driver.ps1"
    driver = (HERE / "driver.ps1.txt").read_text(encoding="utf-8")
    numbers = ",".join(str(one.number) for one in attacks)
    program.write_text(driver.replace("NUMBERS", numbers).replace("FOLDER", str(made.readable)), encoding="utf-8")
    return _run([str(pwsh()), "-NoProfile", "-NonInteractive", "-File", str(program)], program, made, isolation)


def _run(command: list[str], program: Path, made: Ground, isolation: Isolation) -> Outcome:
    url = f"http://127.0.0.1:{made.variables['PORT']}"
    shell = dict(os.environ) | {"OF_THE_SHELL": SECRET}
    seen = environment(url, "key", "deployment", "2024-02-01", shell) | made.variables
    # Without the audit hook: it is the system's isolation that is attacked.
    return Processes(isolation, guarded=False).run(command, seen, _SECONDS, Bounds.of(program, url))


def harmful(attacks: list[Attack], ended: Outcome, made: Ground) -> set[int]:
    """Return the numbers of the attacks that did harm, by their own word, a secret told, or a trace that was left."""
    found = made.left_by()
    for section in re.split(r"^== ", ended.stdout, flags=re.MULTILINE)[1:]:
        number, _, said = section.partition("\n")
        if "HARM" in said or SECRET in said:
            found.add(int(number))
    return found & ({one.number for one in attacks} | {-1})
