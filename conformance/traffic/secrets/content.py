"""``--redact-content``: the structure of a conversation stays, its texts go, and a judge says the same of it."""

from typing import Final

TEXT: Final = "…"
_TEXTS: Final = frozenset(
    {
        "content", "text", "refusal", "reasoning", "reasoning_content", "description", "title", "data", "transcript",
        "token", "query", "intent", "role_information", "user", "filepath", "input", "output", "citation", "quote",
        "chunk", "summary", "stop", "end_user_id", "instructions",
    }
)  # fmt: skip
_JSON: Final = frozenset({"arguments"})
_URLS: Final = frozenset({"url", "image_url", "file_data"})


def without_content(path: tuple[str, ...], value: str) -> str | None:
    """Return what stands in the place of a text that a person or a model wrote; None where the value is none.

    The word "json" is left, for a request in JSON mode must hold it.
    """
    name = path[-1] if path else ""
    if name in _JSON:
        return "{}"
    if name in _URLS and len(path) > 1:
        return "https://redacted.invalid/"
    if name in _TEXTS or "metadata" in path[:-1]:
        return f"{TEXT} json" if "json" in value.lower() else TEXT
    return None
