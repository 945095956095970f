"""How a place in a payload is named, whatever the instance: ``request.messages[].content``, ``/messages/*/content``."""

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from conformance.errors import UsageError, did_you_mean
from conformance.wire.pointer import pointer_of

PayloadPart = Literal["request", "response", "chunk"]
PARTS: Final[tuple[PayloadPart, ...]] = get_args(PayloadPart)
ELEMENT: Final = "[]"
ANY_MEMBER: Final = "*"

Steps = tuple[str, ...]

_HEAD: Final = re.compile(r"[^.\[]*")
_STEP: Final = re.compile(r"\.(?P<name>[^.\[\]]+)|(?P<element>\[\])")


@dataclass(frozen=True, slots=True)
class MemberPath:
    """``steps`` are names of members, ``[]`` for every element of an array, ``*`` for every member of a map.

    ``str()`` writes it as ``--member`` takes it: ``request.logit_bias.*``, ``response.choices[].logprobs``.
    """

    part: PayloadPart
    steps: Steps

    def __str__(self) -> str:
        return self.part + "".join(step if step == ELEMENT else f".{step}" for step in self.steps)

    @property
    def pointer(self) -> str:
        """The path as an RFC 6901 pointer in which ``*`` stands for every element and for every member of a map."""
        return pointer_of(ANY_MEMBER if step == ELEMENT else step for step in self.steps)


def read_member_path(text: str) -> MemberPath:
    """Return the path that ``text`` names; raises UsageError where it is none."""
    head = _HEAD.match(text)
    part = head.group() if head else ""
    if part not in PARTS:
        hint = did_you_mean(part, PARTS) or "; it begins with request, response or chunk, as in request.seed."
        raise UsageError(f"--member {text} names no payload{hint}")
    steps: list[str] = []
    at = len(part)
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None:
            raise UsageError(f"--member {text} cannot be read from `{text[at:]}` on; write request.messages[].content.")
        steps.append(step["name"] or ELEMENT)
        at = step.end()
    if not steps:
        raise UsageError(f"--member {text} names no member; write {part}.NAME, as in request.seed.")
    return MemberPath(part, tuple(steps))
