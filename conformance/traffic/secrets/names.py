"""Which headers may be written, and which names of members and query parameters carry a secret."""

import re
from functools import lru_cache
from typing import Final

# What a judge or a person needs of an exchange. Every other header is left out, whoever invented it.
_ALLOWED: Final = frozenset(
    {
        "accept", "accept-encoding", "cache-control", "content-encoding", "content-length", "content-type", "date",
        "host", "retry-after", "retry-after-ms", "server", "transfer-encoding", "user-agent", "x-accel-buffering",
        "apim-request-id", "x-request-id", "x-ms-request-id", "x-ms-client-request-id", "x-ms-region",
        "x-ms-deployment-name", "x-ms-rai-invoked", "x-ms-error-code", "x-content-type-options",
        "azureml-model-session", "azureml-model-group", "azureml-served-by-cluster", "ms-azureml-model-time",
        "cmp-upstream-response-duration", "x-envoy-upstream-service-time", "strict-transport-security",
        "openai-processing-ms", "openai-version", "openai-model",
    }
)  # fmt: skip
_ALLOWED_BEGINNINGS: Final = ("x-ratelimit-", "x-stainless-", "azureai-")

_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ANYWHERE: Final = frozenset(
    {"secret", "secrets", "password", "passwd", "pwd", "passphrase", "apikey", "credential", "credentials"}
)
_LAST: Final = frozenset({"key", "keys", "token", "sig", "signature", "authorization", "bearer", "cookie", "sas"})
_CODES: Final = frozenset(
    {
        "auth",
        "authorization",
        "access",
        "function",
        "functions",
        "secret",
        "pass",
        "host",
        "verification",
        "device",
        "user",
    }
)
# Every name of a secret's holds one of these, whatever its case, or ends in `token`; `max_tokens`, which every other
# request has, is none. Most texts hold none, and need no closer look.
FRAGMENTS: Final = (
    "secret", "passw", "pwd", "passphrase", "key", "credential", "sig", "authorization", "bearer", "cookie", "sas", "code",
)  # fmt: skip
_TOKEN: Final = "token"
# Names that end in such a word and carry none: of tokenizers and of data.
_HARMLESS: Final = frozenset({"stop", "eos", "bos", "pad", "unk", "mask", "sep", "start", "end", "next", "cache", "primary", "foreign", "sort", "partition", "row"})  # fmt: skip


def may_be_written(header: str) -> bool:
    """Return whether a header of this name is kept, its value searched for shapes all the same."""
    name = header.lower()
    return name in _ALLOWED or name.startswith(_ALLOWED_BEGINNINGS)


def may_name_secret(text: str) -> bool:
    """Return whether a name that ``carries_secret`` can stand in ``text``; False only where none does."""
    low = text.lower()
    for fragment in FRAGMENTS:
        if fragment in low:
            return True
    return low.count(_TOKEN) > low.count(f"{_TOKEN}s")


@lru_cache(maxsize=4096)
def carries_secret(name: str) -> bool:
    """Return whether a member or parameter of this name carries a secret: `api_key`, `clientSecret`, `sig`, `code`."""
    words = [word.lower() for word in _WORDS.findall(name[:200])]
    if not words:
        return False
    if any(word in _ANYWHERE for word in words):
        return True
    if words[-1] in _LAST:
        return len(words) == 1 or words[-2] not in _HARMLESS
    return words[-1] == "code" and (len(words) == 1 or words[-2] in _CODES)
