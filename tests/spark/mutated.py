"""A large log: recorded exchanges, read in place, each changed a little; the same one each time."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.shared_folder import shared

_FILES: Final = ("azure-dated", "azure-v1", "azure-unknown-version", "compatible", "copilot", "other-operation")
_LONGEST: Final = 4_000  # a log of long streams would measure the disk


def write_log(path: Path, count: int) -> None:
    """Write ``count`` exchanges as NDJSON to ``path``."""
    recorded = [
        json.loads(line)
        for name in _FILES
        for line in (shared() / "real-traffic" / f"{name}.ndjson").read_text(encoding="utf-8").splitlines()
        if len(line) < _LONGEST
    ]
    chance = random.Random(12)
    with path.open("w", encoding="utf-8") as log:
        for number in range(count):
            exchange = {**recorded[number % len(recorded)], "id": f"x{number}"}
            request = exchange.get("request")
            if chance.random() < 0.3 and request and isinstance(request.get("body"), dict):
                body = dict(request["body"])
                chance.choice(_CHANGES)(body, chance)
                exchange["request"] = {**request, "body": body}
            log.write(json.dumps(exchange) + "\n")


def _put(name: str, *values: Any) -> Callable[[dict[str, Any], random.Random], None]:
    def change(body: dict[str, Any], chance: random.Random) -> None:
        body[name] = chance.choice(values)

    return change


def _drop(body: dict[str, Any], chance: random.Random) -> None:
    if body:
        del body[chance.choice(sorted(body))]


_CHANGES: Final = (
    _put("seed", "42", 2**63, 42.5, None, True),
    _put("sede", 42),
    _put("temperature", 3, "hot", -1),
    _put("n", 0, 129),
    _put("messages", [], [{"role": "usr", "content": "x"}], None),
    _put("stop", ["a", "b", "c", "d", "e"]),
    _drop,
)
