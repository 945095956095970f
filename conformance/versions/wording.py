"""Say in a sentence what changed, and why it breaks somebody or nobody."""

from typing import Final

from conformance.versions.branches import ABSENT, OTHER
from conformance.versions.change import Breaks
from conformance.versions.delta import Delta
from conformance.versions.member_path import ELEMENT, MemberPath

_PAYLOADS: Final = {"request": "the request", "response": "the answer", "chunk": "the chunk"}


def says_what_changed(path: MemberPath, delta: Delta, breaks: Breaks, before: str, after: str) -> str:
    """Return what is different at ``path``, and why that breaks a sender or a reader or neither; no full stop."""
    return f"{_subject(path)}{_where(delta)} {_what(delta, before, after)}; {_why(path, delta, breaks, before, after)}"


def _subject(path: MemberPath) -> str:
    if not path.steps:
        return _PAYLOADS[path.part]
    names = [step for step in path.steps if step != ELEMENT]
    if path.steps[-1] == ELEMENT:
        return f"an element of `{names[-1]}`" if names else "an element"
    return f"every other member of `{names[-2]}`" if names[-1] == "*" and len(names) > 1 else f"`{names[-1]}`"


def _where(delta: Delta) -> str:
    conditions = [f"`{one.tag}` is {' or '.join(map(_value, one.values))}" for one in delta.where]
    return f" (where {', '.join(conditions)})" if conditions else ""


def _value(value: object) -> str:
    if value is ABSENT:
        return "absent"
    return "null" if value is None else "another value" if value == OTHER else f"`{value}`"


def _what(delta: Delta, before: str, after: str) -> str:
    required = ", and required there" if delta.required else ""
    match delta.kind:
        case "member-added" | "payload-added":
            return f"is new in {after}{required}"
        case "member-removed" | "payload-removed":
            return f"is not declared in {after} any more{f', and {before} requires it' if delta.required else ''}"
        case "type-changed":
            return f"was {delta.says[0]} in {before} and is {delta.says[1]} in {after}"
        case _:
            return f"{delta.says[0]} in {before} and {delta.says[1]} in {after}"


def _why(path: MemberPath, delta: Delta, breaks: Breaks, before: str, after: str) -> str:
    if path.part == "request":
        return _for_sender(delta, breaks, before, after)
    return _for_reader(delta, breaks, before)


def _for_sender(delta: Delta, breaks: Breaks, before: str, after: str) -> str:
    if breaks == "none":
        added = delta.kind in ("member-added", "payload-added")
        return "it is optional" if added else f"{after} takes all that {before} takes here"
    match delta.kind:
        case "member-removed":
            return "who sends it sends a member that is not declared, which the service may refuse"
        case "member-added" | "required-added":
            return f"a request that {before} takes may lack it"
        case "null-removed":
            return "who sends null is refused"
        case _:
            return f"{after} refuses some of what {before} takes here"


def _for_reader(delta: Delta, breaks: Breaks, before: str) -> str:
    if breaks == "reader":
        match delta.kind:
            case "member-removed" | "required-removed":
                return f"a reader may count on it, for {before} requires it"
            case "null-added":
                return f"a reader may not expect null, for {before} rules it out"
            case _:
                return f"a reader may meet what {before} rules out"
    match delta.kind:
        case "payload-added":
            return f"{before} does not describe what streams hold"
        case "payload-removed":
            return "nothing is said of what streams hold"
        case "member-added":
            return "a reader passes over members that it does not know"
        case "member-removed":
            return f"no reader can count on it, for {before} does not require it"
        case _ if delta.gained is not None and delta.extensible:
            return f"{before} says that the list may grow (x-ms-enum.modelAsString)"
        case _:
            return f"all that may come here now could come in {before}"
