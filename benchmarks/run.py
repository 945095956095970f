"""``conformance run`` beside the bare sample processes against a running emulator, two at a time.

Prints wall times (seconds, the best of ROUNDS) and their ratio, and between them the same processes in isolation: what
the harness itself adds, and what isolation does. Usage: python benchmarks/run.py [PWSH [ROUNDS]]
"""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from conformance.emulator.serving import Emulator, Settings
from conformance.isolation.bounds import Bounds
from conformance.samples.environment import environment
from conformance.samples.process import Processes, interpreter
from conformance.samples.sample import find_samples

ROUNDS = 3
VERSIONS = ("2023-12-01-preview", "2024-02-01", "v1")


def processes_alone(pwsh: str | None, isolated: bool) -> float:
    """Return the seconds that the sample processes alone take, ``isolated`` or bare."""
    languages = ["sdk", "rest"] + (["powershell"] if pwsh else [])
    samples = find_samples(ROOT, languages)
    jobs = [(sample, version) for version in VERSIONS for sample in samples if sample.runs_under(version)]
    key = secrets.token_hex(16)
    processes = Processes()
    with Emulator.start(Settings(key=key)) as emulator:
        started = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            for ended in [
                pool.submit(
                    processes.run,
                    interpreter(sample.language, sample.path, pwsh),
                    environment(emulator.url, key, "gpt-35-turbo", version, os.environ),
                    60,
                    Bounds.of(sample.path.absolute(), emulator.url) if isolated else None,
                )
                for sample, version in jobs
            ]:
                assert ended.result().exit_code == 0, ended.result().stderr
        return time.perf_counter() - started


def harness(pwsh: str | None) -> float:
    """Return the seconds that ``conformance run`` takes as a whole process."""
    command = [sys.executable, "-m", "conformance", "run", "--format", "json"]
    command += ["--pwsh", pwsh] if pwsh else ["--language", "python"]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Measure in turn, so that a slow moment of the machine meets both."""
    pwsh = str(Path(sys.argv[1]).absolute()) if len(sys.argv) > 1 else None
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    times = [(processes_alone(pwsh, False), processes_alone(pwsh, True), harness(pwsh)) for _ in range(rounds)]
    bare, isolated, whole = (min(column) for column in zip(*times, strict=True))
    languages = 3 if pwsh else 2
    print(f"bare processes, {languages} languages  {bare:6.2f} s")
    print(f"the same in isolation        {isolated:6.2f} s   {isolated / bare:.2f} x")
    print(f"conformance run              {whole:6.2f} s   {whole / bare:.2f} x bare, {whole / isolated:.2f} x isolated")


if __name__ == "__main__":
    main()
