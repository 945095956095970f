"""An exchange that was seen on its way: it grows until the answer is whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.traffic.recorded import Recorded

Fields = tuple[tuple[str, str], ...]
_DONE: Final = b"[DONE]"
_REQUEST_IDS: Final = ("x-request-id", "apim-request-id")


@dataclass(eq=False, slots=True)
class Seen:
    """One exchange.

    ``whole``: the answer came to its end. ``arranged``: a test arranged the answer, as a fault or as an error, and it
    says nothing about the request. ``mirrored``: the emulator sees the exchange too, and tells it exactly.
    ``response`` is the client's own object. ``kept``: it may be one to judge; of others, which may be as large as a
    download is, nothing is kept but the URL.
    """

    method: str
    url: str
    request_headers: Fields = ()
    request_body: bytes = b""
    status: int | None = None
    response_headers: Fields = ()
    pieces: list[bytes] = field(default_factory=list)
    whole: bool = False
    arranged: bool = False
    mirrored: bool = False
    kept: bool = True
    response: Any = field(default=None, repr=False)
    unpack: Callable[[bytes], bytes | None] | None = field(default=None, repr=False)

    @property
    def body(self) -> bytes | None:
        """The answer's body; None where it did not come to its end, or cannot be read.

        A client may close a stream at its ``[DONE]``: nothing follows it.
        """
        raw = b"".join(self.pieces)
        plain = raw if self.unpack is None or not raw else self.unpack(raw)
        return plain if plain is not None and (self.whole or _DONE in plain[-64:]) else None

    def answered(self, status: int, headers: Fields) -> None:
        """Take the head of the answer."""
        self.status, self.response_headers = status, headers

    def recorded(self) -> Recorded:
        """Return the exchange; of an answer that was not read to its end, nothing."""
        body = self.body
        if self.status is None or body is None:
            return self.asked()
        # The body is unpacked by now.
        headers = tuple(one for one in self.response_headers if one[0].lower() != "content-encoding")
        return Recorded(self.method, self.url, self.request_headers, self.request_body, self.status, headers, body)

    def asked(self) -> Recorded:
        """Return the request alone."""
        return Recorded(self.method, self.url, self.request_headers, self.request_body)

    def judged(self) -> Recorded:
        """Return what there is to judge."""
        return self.asked() if self.arranged else self.recorded()

    def has_id(self, request_id: str | None, answer_id: str | None) -> bool:
        """Return whether the answer has one of these: the id of the request in its headers, or its own in its body."""
        if request_id and any(
            value == request_id for name, value in self.response_headers if name.lower() in _REQUEST_IDS
        ):
            return True
        return bool(answer_id) and f'"{answer_id}"'.encode() in (self.body or b"")


Sink = Callable[[Seen], None]
