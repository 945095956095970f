"""The import contract in pyproject.toml holds, and breaks where a layer is crossed, wherever the import stands."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_folder import ROOT

CROSSINGS = {
    "conformance/judging/judge.py": ("import conformance.reports.text", "conformance.judging.judge -> conformance.reports.text"),
    "conformance/exchange.py": ("import conformance.contract.contract", "conformance.exchange -> conformance.contract.contract"),
    "conformance/contract/shape.py": (
        "def late() -> None:\n    import conformance.judging.judge",
        "conformance.contract.shape -> conformance.judging.judge",
    ),
    "conformance/cli/values.py": ("import conformance.commands.run", "conformance.cli.values -> conformance.commands.run"),
    "conformance/reports/json_report.py": (
        "import conformance.traffic.reading",
        "conformance.reports.json_report -> conformance.traffic.reading",
    ),
    "conformance/document/analysis/analysis.py": (
        "import conformance.document.rules.tab_id",
        "conformance.document.analysis.analysis -> conformance.document.rules.tab_id",
    ),
    "conformance/document/markdown/range.py": (
        "import conformance.document.markdown.source",
        "conformance.document.markdown",
    ),
    "conformance/judging/rules/seed_type.py": ("import socket", "conformance.judging.rules.seed_type -> socket"),
}  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "conformance", tmp_path / "conformance", ignore=shutil.ignore_patterns("__pycache__", "*.md")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contract_holds() -> None:
    told = lint(ROOT)
    assert told.returncode == 0, told.stdout


def test_each_crossing_breaks_it(copy: Path) -> None:
    for name, (statement, _) in CROSSINGS.items():
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{statement}\n")
    told = lint(copy)
    assert told.returncode == 1
    assert "5 broken" in told.stdout
    missed = [crossing for _, crossing in CROSSINGS.values() if crossing not in " ".join(told.stdout.split())]
    assert not missed, told.stdout


def test_a_room_that_has_no_layer_breaks_it(copy: Path) -> None:
    (copy / "conformance" / "elsewhere.py").write_text('"""A room of its own."""\n')
    told = lint(copy)
    assert told.returncode == 1
    assert "elsewhere" in told.stdout
