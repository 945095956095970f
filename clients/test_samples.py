"""What each sample does when something goes wrong: an end, with an exit code and a line that says why."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from conformance.emulator.faults import FAULTS
from conformance.emulator.serving import Emulator, Settings
from tests.shared_folder import ROOT, pwsh

# Faults after which there is still an answer that a sample can print.
PRINTED = {"answer-filter", "slow", "duplicate-chunk", "fingerprint-change", "stream-filter", "wrong-type"}

# Invoke-RestMethod hands over as text what is not JSON, and the sample prints that.
PRINTED_AS_TEXT = {"html", "truncated"}


def ended(sample: str, fault: str) -> tuple[str, str, int, str]:
    """Run one sample under a fault; return its exit code and the last line of what it said."""
    with Emulator(Settings(faults={fault: 1.0}, stall_seconds=0.3)) as running:
        environment = {
            **os.environ,
            "AZURE_OPENAI_ENDPOINT": running.url,
            "AZURE_OPENAI_API_KEY": running.key,
            "AZURE_OPENAI_DEPLOYMENT": "gpt-35-turbo",
        }
        path = ROOT / sample
        command: list[str] = (
            [str(pwsh()), "-NoProfile", "-File", str(path)] if path.suffix == ".ps1" else [sys.executable, str(path)]
        )
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert running.key not in done.stdout + done.stderr
    return sample, fault, done.returncode, (done.stderr.strip().splitlines() or [""])[-1]


def test_each_sample_ends_whatever_goes_wrong() -> None:
    samples = (
        "python/sdk/print_response.py",
        "python/sdk/v1/print_response.py",
        "python/rest/print_response.py",
        "powershell/print_response.ps1",
    )
    jobs = [(sample, fault) for fault in FAULTS for sample in samples]
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda job: ended(*job), jobs))
    for sample, fault, code, said in results:
        assert (code == 0) == (fault in PRINTED or (sample.endswith(".ps1") and fault in PRINTED_AS_TEXT)), (
            sample,
            fault,
            code,
            said,
        )
        assert code == 0 or said, (sample, fault)
