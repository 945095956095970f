"""One HTTP exchange as bytes, as a recorder has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recorded:
    """``url`` is the one that the client meant, without the recorder's own prefix; ``status`` is None where no answer came."""

    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int | None = None
    response_headers: tuple[tuple[str, str], ...] = ()
    response_body: bytes = b""
