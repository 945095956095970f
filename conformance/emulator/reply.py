"""What is answered, and at what pace."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from conformance.emulator.refusal import Refusal
from conformance.wire.record import made_often

Ending = Literal["whole", "stall", "reset"]
STREAM = b"text/event-stream; charset=utf-8"
HeaderFields = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds before the first byte, and before each event of a stream that says something."""

    first: float = 0.0
    token: float = 0.0


AT_ONCE = Pace()


@made_often
@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. The ``parts`` of a stream are made while they are sent; a ``body`` is one part.

    An ``ending`` that is not whole breaks off half-way: it goes silent, or resets the connection. ``arranged``: a fault
    or a script's error made it, whatever the request says.
    """

    status: int
    body: bytes | None = None
    parts: Iterable[bytes] = ()
    content_type: bytes = b"application/json"
    close: bool = False
    headers: tuple[tuple[bytes, bytes], ...] = ()
    pace: Pace = AT_ONCE
    ending: Ending = "whole"
    arranged: bool = False

    @classmethod
    def refusing(cls, refused: Refusal) -> "Reply":
        """Return the reply that says ``refused``."""
        return cls(refused.status, refused.body, close=refused.close, headers=refused.headers)
