"""The page about pytest shows tests that run as they stand."""

from pathlib import Path

from tests.docs.examples import WORKSPACE, python_of
from tests.shared_folder import ROOT
from tests.testing.outside import pytest_in

PAGE = ROOT / "docs" / "pytest.md"


def fences() -> dict[str, str]:
    """Return the page's files: a comment before each fence says its name."""
    names = [
        line[5:-4] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("<!-- ") and "." in line
    ]
    return dict(zip(names, (code for code, _ in python_of(PAGE)), strict=True))


def test_the_first_test_is_the_one_that_the_console_shows() -> None:
    assert fences()["test_story.py"] == (WORKSPACE / "test_story.py").read_text(encoding="utf-8")


def test_the_other_files_make_a_project_that_passes(tmp_path: Path) -> None:
    files = {name: code for name, code in fences().items() if name != "test_story.py"}
    ended = pytest_in(tmp_path, "-q", *(name for name in files if name.startswith("test_")), files=files)
    assert ended.code == 0, ended.printed
    assert "2 passed" in ended.printed
