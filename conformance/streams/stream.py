"""Read a stream once, from its first event to its last: what its chunks are, what is wrong in its course, what they make."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from conformance.streams.assembly import Assembly
from conformance.streams.events import LINE_END, Event, Stray, events
from conformance.streams.faults import Fault
from conformance.streams.habits import excused
from conformance.wire.body import Body
from conformance.wire.json_text import read_quickly

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

    text: str = field(repr=False)
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
    # Where each chunk begins: a place in one is asked for seldom, and a long stream has many.
    offsets: "array[int]" = field(default_factory=lambda: array("Q"), repr=False)
    lines: "array[int]" = field(default_factory=lambda: array("Q"), repr=False)

    @property
    def complete(self) -> bool:
        """Whether its choices came to their end, so that they make an answer."""
        return not (self.errors or self.cut or self.endless) and self.assembly.finished

    @property
    def silent(self) -> bool:
        """Whether its chunks are as they ought to be, and none of them holds a choice."""
        return self.assembly.silent and not (self.broken or self.oversized or self.remarkable)

    def chunk(self, index: int) -> Chunk | None:
        """Return chunk ``index``, read again; None where the stream has none of that number."""
        if self.first is not None and self.first.index == index:
            return self.first
        if index >= len(self.offsets):
            return None
        start = self.offsets[index]
        end = self.offsets[index + 1] if index + 1 < len(self.offsets) else len(self.text)
        event = next((one for one in _speaking(self.text[start:end]) if isinstance(one, Event)), None)
        if event is None:
            return None
        above = self.lines[index] - 1
        pieces = tuple((begin, line + above, column) for begin, line, column in event.pieces)
        return _chunk(index, event._replace(pieces=pieces, offset=start))

    def offset(self, line: int, column: int) -> int:
        """Return the offset in the text of a line and column."""
        mark = 1 if line == 1 and self.text.startswith("\ufeff") else 0
        return self._line_starts[line - 1] + column - 1 + mark

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]


def read_stream(
    text: str, accepts: Callable[[Any], bool] | None, choices: int | None = None, most: int = MOST_CHUNKS
) -> Stream:
    """Read the stream that ``text`` is.

    ``accepts`` says whether a chunk is as the contract wants it, None where no contract is known; ``choices`` is how many
    the request asks for.
    """
    stream = Stream(text, assembly=Assembly(choices))
    for event in _speaking(text):
        if isinstance(event, Stray):
            if not any(fault.kind == "stray" for fault in stream.faults):
                stream.faults.append(Fault("stray", None, line=event.line, now=event.text[:40]))
            continue
        stream.last_line = event.pieces[-1][1]
        if event.size < 20 and _is_done(event):
            if stream.done:
                stream.faults.append(Fault("after-done", None, line=event.line, now=DONE))
            stream.done = True
            continue
        if stream.chunks >= most:
            stream.endless = True
            break
        _take(stream, event, accepts)
    if stream.broken and not stream.done and stream.broken[-1].index == stream.chunks - 1:
        stream.cut = stream.broken.pop()  # a recorder may have ended the line that was cut off
    stream.faults += stream.assembly.faults
    return stream


def read_chunk(body: Body, accepts: Callable[[Any], bool] | None) -> Stream:
    """Return the stream of which ``body``, one chunk by itself, is all that was recorded."""
    stream = Stream("", 1)
    stream.first = Chunk(0, body)
    _judge(stream, stream.first, accepts)
    return stream


def count_chunks(text: str) -> int:
    """Return how many chunks a stream holds."""
    return sum(1 for _ in chunk_texts(text))


def chunk_texts(text: str) -> Iterator[str]:
    """Yield the data of each chunk of a stream, in the order of their indices."""
    for event in _speaking(text):
        if isinstance(event, Event) and not _is_done(event):
            yield event.data


def _speaking(text: str) -> Iterator[Event | Stray]:
    """Yield the events that a client takes for chunks, ``[DONE]`` among them, and the lines that are no event.

    An event of another name is a proxy's ping; an error that a gateway wrote without ``data:`` is one all the same.
    """
    for event in events(text):
        if isinstance(event, Event):
            if not event.name or event.name in ("message", _ERROR) or '"choices"' in event.data:
                yield event
        elif event.text.startswith("{") and '"error"' in event.text:
            yield Event(event.text, ((0, event.line, 1),), _ERROR, True, len(event.text), event.offset)
        else:
            yield event


def _is_done(event: Event) -> bool:
    return event.size < 20 and event.data.strip() == DONE


def _take(stream: Stream, event: Event, accepts: Callable[[Any], bool] | None) -> None:
    index = stream.chunks
    stream.chunks = index + 1
    stream.offsets.append(event.offset)
    stream.lines.append(event.pieces[0][1])
    value = read_quickly(event.data)
    usual = type(value) is dict and "choices" in value and not event.name and not stream.done
    if usual and (accepts is None or accepts(value)):
        # Nothing is kept of it but what it adds to the answer.
        if stream.first is None and value["choices"]:
            stream.first = _chunk(index, event)
        stream.assembly.add(index, value)
    else:
        _take_unusual(stream, _chunk(index, event), event, accepts)


def _take_unusual(stream: Stream, chunk: Chunk, event: Event, accepts: Callable[[Any], bool] | None) -> None:
    value = chunk.body.value
    if stream.done:
        stream.faults.append(Fault("after-done", chunk.index, line=event.line))
    if event.size and not event.data:
        stream.oversized.append(chunk)
    elif event.name == _ERROR or (type(value) is dict and value.get("error") and "choices" not in value):
        stream.errors.append(chunk)
    elif chunk.body.problem is not None:
        if event.closed:
            stream.broken.append(chunk)
        else:
            stream.cut = chunk
    else:
        _judge(stream, chunk, accepts)
        if type(value) is dict and not stream.done:
            if stream.first is None and value.get("choices"):
                stream.first = chunk
            stream.assembly.add(chunk.index, value)


def _chunk(index: int, event: Event) -> Chunk:
    return Chunk(index, Body.from_text(event.data) if event.data or not event.size else Body(), event)


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
