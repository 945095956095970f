"""Run `conformance check` as a process in a folder of small traffic files."""

import json
import os
import signal
from pathlib import Path
from typing import Any

from tests.command_line.running import Ended, conformance
from tests.judging.exchanges import ANSWER, SEEDED, for_version

SOUND = for_version("2024-02-01")
WRONG = for_version("2024-02-01", SEEDED | {"seed": "42"})
WARNED = for_version("2024-02-01", SEEDED, ANSWER | {"system_fingerprint": ""})
NOTED = for_version("2024-02-01", SEEDED | {"model": "m"})
OTHER = {"request": {"method": "GET", "url": "https://h/openai/models?api-version=2024-02-01"}}

# 130 to a shell, either way: CPython ends by the signal itself where it came while an import made a class (`exec` of a text).
INTERRUPTED = {130, -signal.SIGINT}


def ndjson(*exchanges: Any) -> str:
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in exchanges)


def fill(folder: Path) -> Path:
    """Write one file of each kind into ``folder``."""
    for name, exchange in (("sound", SOUND), ("wrong", WRONG), ("warned", WARNED), ("noted", NOTED), ("other", OTHER)):
        (folder / f"{name}.ndjson").write_text(ndjson(exchange))
    (folder / "broken.ndjson").write_text("{\n")
    (folder / "empty.ndjson").write_text("")
    (folder / "answer.json").write_text(json.dumps(ANSWER))
    return folder


def check(folder: Path, *arguments: str, stdin: bytes = b"", **environment: str) -> Ended:
    seen = os.environ | {"COLUMNS": "100"} | environment
    return conformance("check", *arguments, folder=folder, stdin=stdin, environment=seen)


def report(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text)
    assert [name for name in value if name != "groups"] == ["format", "tool", "findings", "checked"]
    return value
