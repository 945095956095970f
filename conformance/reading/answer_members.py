"""Members of an answer that are text, a number, true or false, wherever they stand: so the contracts declare them."""

from typing import Final

SCALARS: Final = frozenset(
    {
        "arguments", "cached_tokens", "code", "completion_tokens", "content", "created", "filtered", "finish_reason", "id",
        "index", "model", "name", "object", "prompt_tokens", "reasoning_tokens", "refusal", "role",
        "severity", "system_fingerprint", "text", "total_tokens",
    }
)  # fmt: skip


def is_scalar(path: tuple[str | int, ...]) -> bool:
    """Whether the member that ``path`` leads to stands in a text as it is; others are objects and arrays."""
    return bool(path) and path[-1] in SCALARS
