"""A skip is a failure where CI=true, and a skip elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

from tests.shared_folder import ROOT

SKIPS = {
    "a mark": "@pytest.mark.skip(reason='no folder')\ndef test(): pass",
    "a condition": "@pytest.mark.skipif(True, reason='no folder')\ndef test(): pass",
    "in a test": "def test(): pytest.skip('no folder')",
    "in a fixture": "@pytest.fixture\ndef f(): pytest.skip('no folder')\n\ndef test(f): pass",
    "a whole module": "pytest.skip('no folder', allow_module_level=True)",
}


def ended(folder: Path, ci: str, *texts: str) -> tuple[int, str]:
    """Return exit code and output of pytest for modules of tests, one a text."""
    for number, text in enumerate(texts):
        (folder / f"test_{number}.py").write_text(f"import pytest\n\n{text}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:schemathesis",
         "-c", os.devnull, "--import-mode=importlib", "--continue-on-collection-errors", "-rA", str(folder)],
        cwd=ROOT, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_each_kind_of_skip_fails_in_ci_with_its_reason_and_an_expected_failure_does_not(tmp_path: Path) -> None:
    expected = "@pytest.mark.xfail(reason='known')\ndef test(): assert False"
    code, printed = ended(tmp_path, "true", *SKIPS.values(), expected)
    assert code != 0
    *modules, sound = (f"test_{number}.py" for number in range(len(SKIPS) + 1))
    for module in modules:
        assert any(line.startswith(("FAILED", "ERROR")) and module in line for line in printed.splitlines()), module
    assert "1 xfailed" in printed
    assert not any(line.startswith(("FAILED", "ERROR")) and sound in line for line in printed.splitlines())
    assert printed.count("In CI nothing skips. Skipped: no folder") >= len(SKIPS)


def test_elsewhere_it_skips(tmp_path: Path) -> None:
    code, printed = ended(tmp_path, "", SKIPS["a mark"])
    assert code == 0
    assert "1 skipped" in printed
