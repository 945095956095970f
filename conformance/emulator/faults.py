"""Faults on request: what a client has to live with, one row a fault.

A request asks for one by the header ``x-emulator-fault``; ``--fault NAME=SHARE`` and a script bring them about unasked.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from conformance.emulator.choice_content import ChoiceContent, pieces_of
from conformance.emulator.refusal import FILTERED_PROMPT, SERVER_ERROR, UNAVAILABLE, Refusal, rate_limited
from conformance.emulator.reply import Ending, Pace, Reply

HEADER: Final = b"x-emulator-fault"
_HARM: Final = "violence"
_SLOW: Final = 2.0  # seconds to the first byte
_HTML: Final = b"<!DOCTYPE html><html><head><title>Service</title></head><body><h1>Our services aren't available right now</h1></body></html>"
_OTHER_FINGERPRINT: Final = b'"fp_0ther5eed5"'


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong: instead of an answer, in what it says, or on its way."""

    name: str
    says: str
    refusal: Callable[[str], Refusal] | None = None
    said: Callable[[ChoiceContent], ChoiceContent] | None = None
    reply: Callable[[Reply], Reply] | None = None


def _filtered(_said: ChoiceContent) -> ChoiceContent:
    """Nothing is said: the message has no ``content`` (openai-php/client#198; zhayujie/CowAgent#1539; langchain-ai/langchain#3861).

    Most contracts require it all the same; the profile ``spec`` gives the null, or the empty text, that they want.
    """
    return ChoiceContent("content_filter", 0, kind="filtered", harm=_HARM)


def _filtered_half_way(said: ChoiceContent) -> ChoiceContent:
    pieces = pieces_of(said.text)
    half = pieces[: max(1, len(pieces) // 2)]
    return ChoiceContent("content_filter", len(half), "".join(half), harm=_HARM)


def _cut(reply: Reply) -> Reply:
    if reply.body is not None:
        return replace(reply, body=reply.body[: len(reply.body) // 2])
    return replace(reply, parts=_half(list(reply.parts), cut=True))


def _half(parts: list[bytes], cut: bool = False) -> list[bytes]:
    kept = parts[: max(1, len(parts) // 2)]
    return [*kept[:-1], kept[-1][: len(kept[-1]) // 2]] if cut else kept


def _broken_off(ending: Ending) -> Callable[[Reply], Reply]:
    def broken(reply: Reply) -> Reply:
        if reply.body is not None:
            return replace(reply, ending=ending)
        return replace(reply, parts=_half(list(reply.parts)), ending=ending)

    return broken


def _doubled(reply: Reply) -> Reply:
    if reply.body is not None:
        return reply
    parts = list(reply.parts)
    middle = len(parts) // 2
    return replace(reply, parts=[*parts[: middle + 1], *parts[middle:]])


def _other_fingerprint(reply: Reply) -> Reply:
    if reply.body is not None:
        return replace(reply, body=_refingered(reply.body))
    parts = list(reply.parts)
    middle = len(parts) // 2
    return replace(reply, parts=[*parts[:middle], *map(_refingered, parts[middle:])])


def _refingered(text: bytes) -> bytes:
    before, name, after = text.partition(b'"system_fingerprint":')
    if not name:
        return text
    rest = after.lstrip()
    end = rest.find(b'"', 1) + 1 if rest.startswith(b'"') else len(b"null")
    return before + name + _OTHER_FINGERPRINT + rest[end:]


FAULTS: Final[Mapping[str, Fault]] = {
    fault.name: fault
    for fault in (
        Fault("rate-limit", "429 with `Retry-After` and `retry-after-ms`", lambda version: rate_limited(version, 1)),
        Fault(
            "rate-limit-bare", "429 that does not say when to try again", lambda version: rate_limited(version, None)
        ),
        Fault("server-error", "500", lambda _: SERVER_ERROR),
        Fault("unavailable", "503", lambda _: UNAVAILABLE),
        Fault("prompt-filter", "400: the content filter refuses the prompt", lambda _: FILTERED_PROMPT),
        Fault("answer-filter", "the content filter holds the answer back", said=_filtered),
        Fault("stream-filter", "the content filter ends the answer half-way", said=_filtered_half_way),
        Fault(
            "slow",
            "two seconds before the first byte",
            reply=lambda one: replace(one, pace=Pace(_SLOW, one.pace.token)),
        ),
        Fault("stall", "half of the answer, and then silence", reply=_broken_off("stall")),
        Fault("reset", "half of the answer, and then a connection that is reset", reply=_broken_off("reset")),
        Fault("truncated", "half of the JSON as if it were all", reply=_cut),
        Fault("html", "a page in place of JSON", reply=lambda one: replace(one, body=_HTML, content_type=b"text/html")),
        Fault(
            "wrong-type",
            "the right body under `text/plain`",
            reply=lambda one: replace(one, content_type=b"text/plain"),
        ),
        Fault("duplicate-chunk", "one chunk of a stream twice", reply=_doubled),
        Fault("fingerprint-change", "another `system_fingerprint`; in a stream, half-way", reply=_other_fingerprint),
    )
}


def asked_for(headers: list[tuple[bytes, bytes]]) -> Fault | None:
    """Return the fault that a request's headers ask for; raises LookupError with the name where there is none such."""
    name = next((value.decode("latin-1") for key, value in headers if key == HEADER), None)
    if name is None:
        return None
    if name not in FAULTS:
        raise LookupError(name)
    return FAULTS[name]


def by_chance(shares: Mapping[str, float], chance: random.Random) -> Fault | None:
    """Return the fault that chance brings, or None; ``shares`` add up to at most 1."""
    if not shares:
        return None
    at = chance.random()
    for name, share in shares.items():
        if at < share:
            return FAULTS[name]
        at -= share
    return None


def unknown_fault(name: str) -> str:
    """Return a sentence about ``name``."""
    import difflib

    near = difflib.get_close_matches(name, FAULTS, 1)
    meant = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(FAULTS)}."
    return f"unknown fault {json.dumps(name)[1:-1][:80]}{meant}"


def rows() -> Iterator[tuple[str, str]]:
    """Yield name and meaning of each fault, for the page of reference."""
    for fault in FAULTS.values():
        yield fault.name, fault.says
