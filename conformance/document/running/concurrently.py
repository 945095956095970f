"""Programs two at a time, and an end that leaves none of them running."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from conformance.samples.process import Processes

AT_A_TIME: Final = 2

Job = TypeVar("Job")
Result = TypeVar("Result")


def concurrently(
    processes: Processes, work: Callable[[Job], Result], jobs: Sequence[Job]
) -> Generator[Result, None, None]:
    """Yield what ``work`` makes of each job, in their order; to close the generator ends ``processes``."""
    pool = ThreadPoolExecutor(AT_A_TIME, "program")
    try:
        yield from pool.map(work, jobs)
    finally:
        processes.stop()
        pool.shutdown(cancel_futures=True)
