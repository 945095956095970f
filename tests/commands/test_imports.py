"""The one lazy seam: a command is imported once it runs, so that its module imports all that it needs at its top."""

import ast
import subprocess
import sys

import pytest

from conformance.cli.main import COMMANDS
from tests.shared_folder import ROOT

COMMANDS_FOLDER = ROOT / "conformance" / "commands"


def local_imports(source: str) -> list[str]:
    """Return the modules that functions and classes of ``source`` import, and what stands below ``TYPE_CHECKING``."""
    tree = ast.parse(source)
    at_top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if id(node) in at_top:
            continue
        if isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return sorted(found)


def test_no_command_imports_below_its_top() -> None:
    found = {
        str(path.relative_to(COMMANDS_FOLDER)): named
        for path in sorted(COMMANDS_FOLDER.rglob("*.py"))
        if (named := local_imports(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "def run() -> None:\n    import json",
        "class One:\n    def run(self) -> None:\n        from json import dumps",
        "try:\n    import json\nexcept ImportError:\n    pass",
    ],
)
def test_an_import_below_the_top_is_found(source: str) -> None:
    assert local_imports(f"import os\n{source}\n") == ["json"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_imports_no_command(command: str) -> None:
    script = (
        f"import sys; from conformance.cli.main import run; run([{command!r}, '--help']); "
        "print(*(name for name in sys.modules if name.startswith('conformance.commands')), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stderr.split() == []


def test_each_module_of_a_command_is_reached_by_its_options() -> None:
    modules = {path.stem for path in COMMANDS_FOLDER.glob("*.py")} - {"__init__"}
    options = {path.stem for path in (ROOT / "conformance" / "cli" / "options").glob("*.py")}
    assert set(COMMANDS) <= options
    assert {name for name in modules if name.partition("_")[0] not in COMMANDS} == set()
