"""Compare what the program says today with what it said when the golden file was written.

``make goldens`` writes the files anew; the difference that git shows is then what changed, line by line.
"""

import json
import os
from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "results"
WRITES = os.environ.get("CONFORMANCE_GOLDENS") == "write" and os.environ.get("CI") != "true"


def line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def compare(name: str, lines: Iterable[str], file: Path | None = None) -> None:
    """Fail with the lines that differ from the golden file ``name``; write it instead under ``make goldens``."""
    file = file or FOLDER / name
    found = list(lines)
    assert found, f"{name} would hold nothing"
    if WRITES:
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(f"{one}\n" for one in found), encoding="utf-8", newline="\n")
        return
    kept = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    difference = list(unified_diff(kept, found, f"results/{name}", "what is found now", lineterm="", n=0))
    if difference:
        shown = "\n".join(difference[:60])
        more = f"\n… {len(difference) - 60} lines more" if len(difference) > 60 else ""
        pytest.fail(
            f"If the change is meant, run `make goldens` and commit the difference.\n{shown}{more}", pytrace=False
        )
