"""Sound exchanges as values, for tests that write them to files or pipes in the form of the NDJSON format."""

import json
from typing import Any, Final

from tests.judging.rules.judging import ANSWER as ANSWER_TEXT
from tests.judging.rules.judging import STORY as STORY_TEXT

SEEDED: Final[dict[str, Any]] = json.loads(STORY_TEXT)
ANSWER: Final[dict[str, Any]] = json.loads(ANSWER_TEXT)


def for_version(api_version: str, body: object = SEEDED, answer: object = ANSWER) -> dict[str, Any]:
    """Return one line of NDJSON as a value: a request to ``api_version`` and its answer; None leaves a side out."""
    url = f"https://h/openai/deployments/d/chat/completions?api-version={api_version}"
    headers = {"Content-Type": "application/json"}
    exchange: dict[str, Any] = {"id": "a", "api_version": api_version}
    if body is not None:
        exchange["request"] = {"method": "POST", "url": url, "headers": headers, "body": body}
    if answer is not None:
        exchange["response"] = {"status": 200, "headers": headers, "body": answer}
    return exchange
