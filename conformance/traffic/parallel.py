"""Judge blocks over several processes; what comes out stands in the order of the input."""

import gc
import os
import signal
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Final

from conformance.errors import InputError
from conformance.traffic.blocks import Block
from conformance.traffic.inspection import Inspected, Question, inspect, inspect_all, unreadable_as
from conformance.traffic.unreadable import Unreadable

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

# So much is judged in this process before others are started: less would cost more than it saves.
_ALONE: Final = 4 << 20
# Blocks on their way for each process: enough that none waits, few enough that memory stays flat.
_AHEAD: Final = 2
_SELDOM: Final = 50_000  # objects; the interpreter's own 700 are a few exchanges


def collect_seldom() -> None:
    """Look for cycles seldom: exchanges have none, and what was loaded until now stays to the end."""
    gc.freeze()
    gc.set_threshold(_SELDOM)


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def inspect_over(blocks: Iterator[Block | Unreadable], question: Question, jobs: int) -> Iterator[Inspected]:
    """Judge ``blocks`` with up to ``jobs`` processes; a small input stays in this one.

    Raises InputError where a process was killed.
    """
    collect_seldom()
    alone = 0
    while jobs == 1 or alone < _ALONE:
        block = next(blocks, None)
        if block is None:
            return
        alone += 0 if isinstance(block, Unreadable) else block.weight
        yield from inspect_all(iter((block,)), question)
    following = next(blocks, None)
    if following is not None:
        yield from _spread(chain((following,), blocks), question, jobs)


def _spread(blocks: Iterator[Block | Unreadable], question: Question, jobs: int) -> Iterator[Inspected]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[Future[Inspected] | Inspected] = deque()
    pool = ProcessPoolExecutor(jobs, initializer=begin)
    done = False
    try:
        for block in blocks:
            waiting.append(
                unreadable_as(block) if isinstance(block, Unreadable) else pool.submit(inspect, block, question)
            )
            if len(waiting) >= jobs * _AHEAD:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
        done = True
    except BrokenProcessPool:
        raise InputError("A process that judged was killed, perhaps for want of memory; use --jobs 1.") from None
    finally:
        if not done:
            end(pool)
        # Processes that have nothing to do, or were told to end, end at once; the interpreter's end would complain of
        # a pool that is still ending.
        pool.shutdown(wait=True, cancel_futures=True)


def end(pool: "ProcessPoolExecutor") -> None:
    """End processes that judge what nobody waits for any more; the pool itself would let them finish."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.terminate()


def _result(waiting: "Future[Inspected] | Inspected") -> Inspected:
    return waiting if isinstance(waiting, Inspected) else waiting.result()


def begin() -> None:
    """Leave Ctrl-C to the process that the person started, and end when that one says so."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
