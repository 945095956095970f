"""Which chat operation of Azure OpenAI a path belongs to, or was likely meant for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from conformance.errors import nearest

Family = Literal["dated", "v1"]
_Segments = tuple[str, ...]

# An empty segment stands for the deployment's name.
_PLAIN: Final = ("openai", "deployments", "", "chat", "completions")
_EXTENSIONS: Final = ("openai", "deployments", "", "extensions", "chat", "completions")
_V1: Final = ("openai", "v1", "chat", "completions")
_TEMPLATES: Final[tuple[tuple[Family, _Segments], ...]] = (("dated", _PLAIN), ("dated", _EXTENSIONS), ("v1", _V1))
# Between `openai` and `chat/completions` any other word is a mistake; elsewhere only one that looks like the right one.
_REPLACEABLE: Final = frozenset({"v1", "deployments"})
# A gateway in front of several resources names them by region or purpose: ``/openai-eastus2/deployments/…`` (Azure-Samples/AI-Gateway).
_OF_A_GATEWAY: Final = (f"{_PLAIN[0]}-", f"{_PLAIN[0]}_")
# Without these the path is another operation's: /openai/deployments/{name}/completions.
_TELLING: Final = frozenset({"chat", "extensions"})


@dataclass(frozen=True, slots=True)
class ChatPath:
    """``family`` is where the path belongs; ``near``: it differs from that family's path by one segment.

    ``template`` is the path that it ought to be, ``under_openai`` whether the part that differs stands below ``/openai/``.
    """

    family: Family
    near: bool
    template: str
    under_openai: bool = True


@lru_cache(maxsize=4096)
def chat_path(path: str) -> ChatPath | None:
    """Return the chat operation that ``path`` belongs to, or nearly does; None where it is another operation's.

    Segments before it are a gateway's own. A doubled ``/`` makes no other operation of a path.
    """
    segments = tuple(segment for segment in path.split("/") if segment)
    for family, template in _TEMPLATES:
        if _holds(segments, template, at_end=family == "v1"):
            return ChatPath(family, False, _spelled(template))
    for family, template in _TEMPLATES:
        for edited in _near(segments, template):
            return ChatPath(family, True, _spelled(template), edited[:1] == ("openai",))
    return None


def _holds(segments: _Segments, template: _Segments, at_end: bool) -> bool:
    """Whether ``template`` stands in ``segments``; v1 has operations below its path, so there it must be the end."""
    last = len(segments) - len(template)
    return any(
        all(
            not wanted or is_segment(segment, wanted)
            for segment, wanted in zip(segments[start:], template, strict=False)
        )
        for start in range(last if at_end else 0, last + 1)
        if start >= 0
    )


def is_segment(segment: str, wanted: str) -> bool:
    """Whether ``segment`` is ``wanted``, or a gateway's name for it: ``openai-eastus2`` for ``openai``."""
    return segment == wanted or (wanted == _PLAIN[0] and segment.startswith(_OF_A_GATEWAY))


def _near(segments: _Segments, template: _Segments) -> Iterator[_Segments]:
    """Yield the part of ``segments`` that is ``template`` but for one segment: another, missing, or added."""
    tail = segments[-len(template) :]
    differing = [n for n, (one, other) in enumerate(zip(tail, template, strict=False)) if other and one != other]
    if len(tail) == len(template) and len(differing) == 1:
        place = differing[0]
        alike = bool(nearest(tail[place], [template[place]])) or tail[place].startswith(template[place])
        if alike or (template[place] in _REPLACEABLE and tail[0] == "openai"):
            yield tail
    for place, lacking in enumerate(template):
        shorter = template[:place] + template[place + 1 :]
        if lacking not in _TELLING and _same(segments, shorter):
            yield segments
    for place in range(1, len(template)):
        if len(segments) == len(template) + 1 and _same(segments[:place] + segments[place + 1 :], template):
            yield segments


def _same(segments: _Segments, template: _Segments) -> bool:
    return len(segments) == len(template) and all(
        not wanted or segment == wanted for segment, wanted in zip(segments, template, strict=True)
    )


def _spelled(template: _Segments) -> str:
    return "".join(f"/{segment or '{deployment-id}'}" for segment in template)
