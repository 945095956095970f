"""Run pytest in a project that is not ours, with the package installed as far as pytest can see."""

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Final

from tests.shared_folder import ROOT

PROJECT: Final = Path(__file__).parent / "project"
# Plugins of our own tests, which take longer to load than the tests take to run.
_OTHERS: Final = ("schemathesis", "hypothesispytest", "cacheprovider")
_HEADING: Final = re.compile(r"^_{2,} (?:ERROR at setup of )?([\w.\[\]-]+) _{2,}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ended:
    """How pytest ended; ``failures`` are the sections of tests that failed, by name."""

    code: int
    printed: str
    folder: Path

    @property
    def failures(self) -> dict[str, str]:
        """The text below the heading of each test that failed."""
        body = self.printed.partition("= short test summary info =")[0]
        parts = _HEADING.split(body)
        return dict(zip(parts[1::2], parts[2::2], strict=True))


def entry_points() -> str:
    """Return what an installed package's ``entry_points.txt`` says of plugins, from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [f"{name} = {value}" for name, value in project["entry-points"]["pytest11"].items()]
    return "\n".join(["[pytest11]", *lines, ""])


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which pytest finds the entry point, as an installed wheel gives it."""
    installed = folder / "installed" / "reproducible_output_conformance-0.dist-info"
    installed.mkdir(parents=True, exist_ok=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: reproducible-output-conformance\nVersion: 0\n")
    (installed / "entry_points.txt").write_text(entry_points(), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI"))}
    return kept | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(installed.parent))), "COLUMNS": "100"}


def pytest_in(folder: Path, *arguments: str, files: dict[str, str] | None = None) -> Ended:
    """Run pytest in a copy of the project below ``folder``, with ``files`` beside its own."""
    project = folder / "project"
    if not project.exists():
        copytree(PROJECT, project, ignore=lambda *_: {"__pycache__"})
    for name, text in (files or {}).items():
        (project / name).write_text(text, encoding="utf-8")
    without = [word for name in _OTHERS for word in ("-p", f"no:{name}")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *without, *arguments],
        cwd=project,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(done.returncode, done.stdout, project)
