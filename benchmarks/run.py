"""``conformance run`` beside the bare sample processes against a running emulator, two at a time.

Prints both wall times (seconds, the best of ROUNDS) and their ratio; the aim is at most 1.15.
Usage: python benchmarks/run.py [PWSH]
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
from conformance.samples.environment import environment
from conformance.samples.process import Processes, interpreter
from conformance.samples.sample import find_samples

ROUNDS = 3
VERSIONS = ("2023-12-01-preview", "2024-02-01", "v1")


def bare(pwsh: str | None) -> float:
    """Return the seconds that the sample processes alone take."""
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
    pairs = [(bare(pwsh), harness(pwsh)) for _ in range(ROUNDS)]
    fastest_bare, fastest_run = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    languages = 3 if pwsh else 2
    print(f"bare processes, {languages} languages  {fastest_bare:6.2f} s")
    print(f"conformance run              {fastest_run:6.2f} s")
    print(f"ratio                        {fastest_run / fastest_bare:6.2f}   (aim: at most 1.15)")


if __name__ == "__main__":
    main()
