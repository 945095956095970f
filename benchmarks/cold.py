"""How long one exchange takes from a cold shell, beside a cold `import openai` in the same run.

    python benchmarks/cold.py [--repeat 15]

Each is a process of its own, in turns; the median counts. Bytecode is cached for both, as after a first run.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.traffic import exchange


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.ndjson"
        path.write_text(json.dumps(exchange(1)) + "\n", encoding="utf-8")
        check = [sys.executable, "-m", "conformance", "check", str(path)]
        commands = {
            "conformance check, one exchange": check,
            "the same, seed a string": [*check[:-1], str(_wrong(path))],
            "python -c 'import openai'": [sys.executable, "-c", "import openai"],
            "python -c pass": [sys.executable, "-c", "pass"],
        }
        expected = {"the same, seed a string": 1}  # it finds something
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(options.repeat + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
                if ended.returncode != expected.get(name, 0):
                    sys.exit(f"{name} ended with {ended.returncode}: {ended.stderr}")
                if turn:  # the first turn writes the bytecode
                    times[name].append(time.perf_counter() - start)
    openai = statistics.median(times["python -c 'import openai'"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:32} {median:.3f} s (best {min(taken):.3f}); {median / openai:.2f} × import openai")


def _wrong(path: Path) -> Path:
    wrong = path.with_name("wrong.ndjson")
    wrong.write_text(path.read_text(encoding="utf-8").replace('"seed": 1', '"seed": "1"'), encoding="utf-8")
    return wrong


if __name__ == "__main__":
    main()
