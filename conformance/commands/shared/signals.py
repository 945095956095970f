"""How signals end a command: one that runs programs leaves none behind, one that serves ends in peace."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_WAIT: Final = 0.5  # seconds; a wait without an end could not be interrupted on Windows


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM, and a terminal that closes, end the run as Ctrl-C does: with every sample ended.

    One interruption is enough: a second one while the samples are being ended would leave them behind.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    signals = [one for one in signals if signal.getsignal(one) is not signal.SIG_IGN]

    owner = os.getpid()

    def interrupt(number: int, _: object) -> None:
        if os.getpid() != owner:  # a process that was just forked, and has not said yet what it does with signals
            if number != signal.SIGINT:
                os._exit(128 + number)
            return
        for one in signals:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def interrupt_on_sigterm() -> None:
    """Let SIGTERM end a server as Ctrl-C does: whoever ends it politely gets what is written to its end."""
    signal.signal(signal.SIGTERM, _interrupt)


def wait_until(done: Callable[[float], bool]) -> None:
    """Return when ``done``, which waits as many seconds as it is given, returns True."""
    while not done(_WAIT):
        continue


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
