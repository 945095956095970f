"""Where nothing isolates a sample, it runs inside the gate, and is read outside of it."""

from pathlib import Path
from shutil import copytree

import pytest

from conformance.emulator.serving import Emulator, Settings
from conformance.isolation.isolation import NONE, isolation_in_force
from conformance.samples.process import Processes
from conformance.samples.recording import Recordings
from conformance.samples.runner import Runner, Target
from conformance.samples.sample import find_samples
from tests.shared_folder import ROOT

FILE = "python/rest/print_response.py"


@pytest.mark.parametrize(
    ("isolated", "hostile", "predicted", "outside"),
    [
        pytest.param(False, False, False, {}, id="sound, not isolated"),
        pytest.param(False, True, True, {FILE: "line 1 "}, id="hostile, not isolated"),
        pytest.param(True, True, False, {}, id="hostile, isolated"),
    ],
)
def test_only_what_is_inside_the_gate_runs_without_isolation(
    isolated: bool, hostile: bool, predicted: bool, outside: dict[str, str], tmp_path: Path
) -> None:
    copytree(ROOT / "python", tmp_path / "python")
    copytree(ROOT / "powershell", tmp_path / "powershell")
    marker = tmp_path / "marker"
    sample = tmp_path / FILE
    attack = f"import os; os.close(os.open({str(marker)!r}, os.O_CREAT))\n" if hostile else ""
    sample.write_text(attack + sample.read_text(encoding="utf-8"), encoding="utf-8")
    key = "a-key"
    with Emulator.start(Settings(key=key)) as emulator:
        target = Target(emulator.url, key, "gpt-35-turbo", "emulator", emulator.url)
        processes = Processes(isolation_in_force() if isolated else NONE)
        runner = Runner(target, Recordings(), None, 60, lambda *_: None, processes)
        samples = [one for one in find_samples(tmp_path, ["rest"], ["print_response"]) if one.file == FILE]
        [result] = runner.run(samples, ["2024-02-01"])
    assert result.predicted == predicted
    assert list(runner.outside) == list(outside)
    assert all(runner.outside[name].startswith(why) for name, why in outside.items())
    assert not marker.exists()
    assert bool(result.exchanges) == predicted  # without an observer nothing that was sent is recorded
