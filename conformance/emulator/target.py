"""What a request's path asks for. Nothing is normalised: a doubled ``/`` is another path, as it is to the service."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

# A runner gives each process that it starts a base URL of its own: http://127.0.0.1:PORT/_/TOKEN
_PREFIX: Final = re.compile(r"/_/([^/?#]+)(.*)", re.DOTALL)
_PATH: Final = re.compile(
    r"/openai/(?:deployments/(?P<deployment>[^/]+)/(?:(?P<extensions>extensions/)?chat/completions"
    r"|(?P<other>embeddings|completions))|v1/(?:chat/completions|(?P<other_v1>embeddings|completions|responses)))"
)
CHAT: Final = "chatCompletion"  # as the service calls its operations (microsoft/graphrag#1557)


@dataclass(frozen=True, slots=True)
class Target:
    """An operation by its path; ``deployment`` is None on the v1 path, where ``model`` names it."""

    deployment: str | None
    extensions: bool = False
    operation: str = CHAT

    @property
    def dated(self) -> bool:
        """Whether the path wants a dated api-version."""
        return self.deployment is not None


def split_prefix(path: str) -> tuple[str | None, str]:
    """Return the token of a ``/_/TOKEN`` prefix and the path behind it, untouched; no token without a prefix."""
    match = _PREFIX.fullmatch(path)
    return (match[1], match[2]) if match else (None, path)


@lru_cache(maxsize=256)
def target_of(path: str) -> Target | None:
    """Return what ``path``, its prefix aside and still percent-encoded, asks for; None where it is no operation of a deployment."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    deployment = match["deployment"]
    return Target(
        unquote(deployment) if deployment is not None else None,
        match["extensions"] is not None,
        match["other"] or match["other_v1"] or CHAT,
    )
