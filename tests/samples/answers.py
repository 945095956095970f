"""Chat completions for the scripted service."""

from typing import Any

QUESTION = "Tell me a story about how the universe began?"


def completion(content: str | None, finish_reason: str | None = "length") -> dict[str, Any]:
    """Return a chat completion as api-version 2024-02-01 has it."""
    safe = {"filtered": False, "severity": "safe"}
    filters = dict.fromkeys(("hate", "self_harm", "sexual", "violence"), safe)
    return {
        "id": "chatcmpl-8LmLRatZxp8wsx07KGLKQF0b8Zez3",
        "object": "chat.completion",
        "created": 1700201417,
        "model": "gpt-35-turbo",
        "system_fingerprint": "fp_50a4261de5",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "logprobs": None,
                "message": {"role": "assistant", "content": content},
                "content_filter_results": filters,
            }
        ],
        "usage": {"completion_tokens": 50, "prompt_tokens": 27, "total_tokens": 77},
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": filters}],
    }


def error(code: str, message: str) -> dict[str, Any]:
    """Return an error as the service words it."""
    return {"error": {"code": code, "message": message}}


def told(*stories: str) -> str:
    """Return what the document's code prints for these stories."""
    return "".join(f"Story Version {number}\n---\n{story}\n---\n\n" for number, story in enumerate(stories, start=1))
