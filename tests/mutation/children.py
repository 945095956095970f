"""Work in children of this process, a few at a time, none of which can keep the others waiting.

What a child may take is counted by the processor and not by the clock, so that the same child ends alike on a busy machine.
"""

import os
import resource
import select
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

# What is told of a child that took more of the processor than it may, or that waited for what does not come.
NO_END: Final = "(no end)"
_MEMORY: Final = 4 << 30
# Seconds of the clock in which a child takes nothing of the processor; then it is taken to wait for ever.
_IDLE: Final = 120.0
_LOOK: Final = 1.0

AnyJob = TypeVar("AnyJob")


@dataclass
class _Child(Generic[AnyJob]):
    job: AnyJob
    pid: int
    told: bytes = b""
    used: float = -1.0
    since: float = field(default_factory=time.monotonic)

    def is_stuck(self, idle: float) -> bool:
        """Say whether it has taken nothing of the processor for ``idle`` seconds."""
        used, now = _used_by(self.pid), time.monotonic()
        if used != self.used:
            self.used, self.since = used, now
        return now - self.since > idle


def in_children(
    jobs: deque[AnyJob], work: Callable[[AnyJob], str], most: int, idle: float = _IDLE
) -> Iterator[tuple[AnyJob, str]]:
    """Do each of ``jobs`` in a child, ``most`` at a time; yield it with what ``work`` returned there, as they end.

    Whoever takes the results may add to ``jobs``. Raises RuntimeError with what ``work`` raised.
    """
    running: dict[int, _Child[AnyJob]] = {}
    while jobs or running:
        while jobs and len(running) < most:
            job = jobs.popleft()
            reading, pid = _started(job, work)
            running[reading] = _Child(job, pid)
        ready, _, _ = select.select([*running], [], [], min(_LOOK, idle))
        for one in ready:
            if more := os.read(one, 4096):
                running[one].told += more
                continue
            child = running.pop(one)
            os.close(one)
            yield child.job, _said(child)
        for child in running.values():
            if child.is_stuck(idle):
                os.kill(child.pid, signal.SIGKILL)


def limit_seconds(more: float) -> None:
    """Let this process take ``more`` seconds of the processor from now on, and what it starts no more than that."""
    with suppress(ValueError):
        limit = int(time.process_time() + more) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _started(job: AnyJob, work: Callable[[AnyJob], str]) -> tuple[int, int]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return reading, pid
    code = 1
    try:
        os.close(reading)
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        with suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        os.write(writing, work(job).encode()[:4000])
        code = 0
    except BaseException as error:
        os.write(writing, repr(error).encode()[:4000])
    finally:
        os._exit(code)


def _said(child: _Child[AnyJob]) -> str:
    code = os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return NO_END
    if code == 1:
        raise RuntimeError(f"{child.job}: {child.told.decode(errors='replace')}")
    return child.told.decode() if code == 0 else f"(ended with {code})"


def _used_by(pid: int) -> float:
    """Return the ticks of the processor that a process and its children that ended have taken."""
    with suppress(OSError, ValueError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return float(sum(map(int, fields[11:15])))
    return 0.0
