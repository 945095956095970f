"""What is wrong in the course of a stream: facts that rules put into words."""

import json
from dataclasses import dataclass
from typing import Literal

from conformance.wire.pointer import Path

FaultKind = Literal[
    "identity",  # id, created or model changes
    "fingerprint",  # the fingerprint changes
    "after-finish",  # content of a choice after its finish_reason
    "role-twice",
    "choice-range",  # an index that the request does not allow
    "call-range",  # the index of a tool call leaves a gap
    "after-done",  # a chunk, or a second [DONE], after [DONE]
    "stray",  # text that is not a field of an event
]


@dataclass(frozen=True, slots=True)
class Fault:
    """``path`` of chunk ``chunk_index``; ``was`` and ``now`` are the values that differ; ``name`` the member."""

    kind: FaultKind
    chunk_index: int | None
    path: Path = ()
    name: str = ""
    was: object = None
    now: object = None
    line: int | None = None


def shown(value: object, limit: int = 40) -> str:
    """Return ``value`` as JSON writes it, cut to ``limit``."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
