"""A skip is a failure where CI=true, and a skip elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_folder import ROOT

SKIPS = {
    "a mark": "@pytest.mark.skip(reason='no folder')\ndef test(): pass",
    "a condition": "@pytest.mark.skipif(True, reason='no folder')\ndef test(): pass",
    "in a test": "def test(): pytest.skip('no folder')",
    "in a fixture": "@pytest.fixture\ndef f(): pytest.skip('no folder')\n\ndef test(f): pass",
    "a whole module": "pytest.skip('no folder', allow_module_level=True)",
}


def ended(folder: Path, text: str, ci: str) -> tuple[int, str]:
    """Return exit code and output of pytest for one module of tests."""
    (folder / "test_it.py").write_text(f"import pytest\n\n{text}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-c", os.devnull, str(folder)],
        cwd=ROOT, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize("text", SKIPS.values(), ids=SKIPS)
def test_a_skip_fails_in_ci_with_its_reason(text: str, tmp_path: Path) -> None:
    code, printed = ended(tmp_path, text, "true")
    assert code != 0
    assert "In CI nothing skips. Skipped: no folder" in printed


def test_elsewhere_it_skips_and_an_expected_failure_stays_one(tmp_path: Path) -> None:
    assert ended(tmp_path, SKIPS["a mark"], "")[0] == 0
    expected = "@pytest.mark.xfail(reason='known')\ndef test(): assert False"
    assert ended(tmp_path, expected, "true")[0] == 0
