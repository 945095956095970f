"""Read a stream once, from its first event to its last: what its chunks are, what is wrong in its course, what they make."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from conformance.streams.assembly import Assembly
from conformance.streams.events import Event, Stray, events
from conformance.streams.faults import Fault
from conformance.streams.habits import excused
from conformance.wire.body import Body

DONE: Final = "[DONE]"
_ERROR: Final = "error"
# Beyond it a stream is not read on: one that never ends is judged by its beginning.
MOST_CHUNKS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Chunk ``index`` of a stream, counted from 0. Of a body that is one chunk, ``event`` is None."""

    index: int
    body: Body
    event: Event | None = None


@dataclass
class Stream:
    """What a stream holds.

    ``remarkable`` are the chunks that a rule of the contract may have something to say about, ``broken`` those that are
    not JSON, ``errors`` those that are an error object. ``cut`` is the last one where it breaks off.
    """

    chunks: int = 0
    done: bool = False
    last_line: int = 0
    remarkable: list[Chunk] = field(default_factory=list)
    broken: list[Chunk] = field(default_factory=list)
    oversized: list[Chunk] = field(default_factory=list)
    errors: list[Chunk] = field(default_factory=list)
    cut: Chunk | None = None
    endless: bool = False
    first: Chunk | None = None
    faults: list[Fault] = field(default_factory=list)
    assembly: Assembly = field(default_factory=Assembly)

    @property
    def failed(self) -> bool:
        """Whether an error ended it: that nothing follows is no further problem then."""
        return bool(self.errors)


def read_stream(
    text: str, accepts: Callable[[Any], bool] | None, choices: int | None = None, most: int = MOST_CHUNKS
) -> Stream:
    """Read the stream that ``text`` is.

    ``accepts`` says whether a chunk is as the contract wants it, None where no contract is known; ``choices`` is how many
    the request asks for.
    """
    stream = Stream(assembly=Assembly(choices))
    for event in events(text):
        if isinstance(event, Stray):
            _stray(stream, event)
            continue
        stream.last_line = event.line
        if event.data == DONE or (not event.closed and event.data.strip() == DONE):
            if stream.done:
                stream.faults.append(Fault("after-done", None, line=event.line, now=DONE))
            stream.done = True
            continue
        if stream.chunks >= most:
            stream.endless = True
            break
        _take(stream, event, accepts)
    stream.faults = sorted([*stream.faults, *stream.assembly.faults], key=lambda fault: fault.chunk_index or 0)
    return stream


def read_chunk(body: Body, accepts: Callable[[Any], bool] | None) -> Stream:
    """Return the stream of which ``body``, one chunk by itself, is all that was recorded."""
    stream = Stream(1)
    stream.first = Chunk(0, body)
    _judge(stream, stream.first, accepts)
    return stream


def _take(stream: Stream, event: Event, accepts: Callable[[Any], bool] | None) -> None:
    body = Body.from_text(event.data) if event.data or not event.size else Body()
    value = body.value
    if event.name not in ("", "message", _ERROR) and not (type(value) is dict and "choices" in value):
        return  # an event of another kind: a proxy's ping
    chunk = Chunk(stream.chunks, body, event)
    stream.chunks += 1
    if stream.done:
        stream.faults.append(Fault("after-done", chunk.index, line=event.line))
    if event.size and not event.data:
        stream.oversized.append(chunk)
    elif body.problem is not None:
        if event.name == _ERROR:
            stream.errors.append(chunk)
        elif event.closed:
            stream.broken.append(chunk)
        else:
            stream.cut = chunk
    elif event.name == _ERROR or (type(value) is dict and value.get("error") and "choices" not in value):
        stream.errors.append(chunk)
    else:
        _judge(stream, chunk, accepts)
        if type(value) is dict and not stream.done:
            if stream.first is None and value.get("choices"):
                stream.first = chunk
            stream.assembly.add(chunk.index, value)


def _judge(stream: Stream, chunk: Chunk, accepts: Callable[[Any], bool] | None) -> None:
    body = chunk.body
    if body.duplicates:
        stream.remarkable.append(chunk)
    elif accepts is not None and not accepts(body.value):
        value = excused(body.value) if type(body.value) is dict else body.value
        if value is body.value:
            stream.remarkable.append(chunk)
        elif not accepts(value):
            stream.remarkable.append(replace(chunk, body=replace(body, value=value)))


def _stray(stream: Stream, stray: Stray) -> None:
    """Take a line that no client reads: an error that a gateway wrote without ``data:``, or noise."""
    if stray.text.startswith("{"):
        body = Body.from_text(stray.text)
        if type(body.value) is dict and "error" in body.value:
            event = Event(stray.text, ((0, stray.line, 1),), size=len(stray.text))
            stream.errors.append(Chunk(stream.chunks, body, event))
            stream.chunks += 1
            return
    if not any(fault.kind == "stray" for fault in stream.faults):
        stream.faults.append(Fault("stray", None, line=stray.line, now=stray.text[:40]))
