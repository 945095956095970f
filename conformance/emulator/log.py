"""A line a request on standard error. A reader who is slow, or none at all, never holds up an answer."""

import queue
import threading
from typing import Final, TextIO

from conformance.emulator.application import Observed
from conformance.exchange import Exchange, Headers, Request
from conformance.finding import Severity
from conformance.judging.judge import judge
from conformance.wire.body import Body

_WAITING: Final = 2_000  # lines; those that come while so many wait are counted, and lost
_JUDGED_UP_TO: Final = 128 * 1024  # bytes; beyond it the findings of a request are not counted
_END: Final = None
_CONTROL: Final = dict.fromkeys((*range(32), 127), "?")


class Log:
    """Writes to ``stream`` from a thread of its own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: queue.Queue[tuple[Observed, float] | None] = queue.Queue(_WAITING)
        self._lost = 0
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def __call__(self, observed: Observed) -> None:
        """Have a line written about ``observed``."""
        try:
            self._lines.put_nowait((observed, observed.seconds))
        except queue.Full:
            self._lost += 1

    def close(self, seconds: float = 1.0) -> None:
        """Write what waits, though not for longer than ``seconds``."""
        try:
            self._lines.put(_END, timeout=seconds)
        except queue.Full:
            return
        self._thread.join(seconds)

    def _write(self) -> None:
        while (item := self._lines.get()) is not _END:
            lost, self._lost = self._lost, 0
            text = (f"{lost} lines were lost\n" if lost else "") + line_of(item[0]) + "\n"
            try:
                self._stream.write(text)
                self._stream.flush()
            except (OSError, ValueError):
                return


def line_of(observed: Observed) -> str:
    """Return method, target, status, milliseconds and the findings of the request: ``POST /… 200 3 ms, no findings``."""
    url = observed.url[:300].translate(_CONTROL)
    return f"{observed.method} {url} {observed.status} {observed.seconds * 1000:.0f} ms, {_findings(observed)}"


def _findings(observed: Observed) -> str:
    if len(observed.request_body) > _JUDGED_UP_TO:
        return "too large to judge"
    body = Body.from_bytes(observed.request_body) if observed.request_body else None
    url = "http://127.0.0.1" + observed.url
    exchange = Exchange("emulator", Request(observed.method, url, Headers(observed.request_headers), body))
    found = [one for one in judge(exchange) if one.severity is not Severity.NOTE]
    if not found:
        return "no findings"
    rules = ", ".join(dict.fromkeys(one.rule for one in found))
    return f"{len(found)} finding{'s' if len(found) > 1 else ''}: {rules}"
