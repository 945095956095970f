"""``:::code`` lines that take code of another repository, by the configuration's map, in every command."""

from pathlib import Path

import pytest

from tests.commands.documents import document, written

PAGE = '# A\n\n:::code language="python" source="~/samples/a.py":::\n'
MAPPED = '[repositories]\nsamples = "../samples"\n'


@pytest.mark.parametrize("command", [("check",), ("run",), ("update", "--check")], ids=["check", "run", "update"])
@pytest.mark.parametrize("mapped", [True, False], ids=["mapped", "not mapped"])
def test_a_file_of_a_mapped_repository_is_found(tmp_path: Path, command: tuple[str, ...], mapped: bool) -> None:
    written(tmp_path / "samples" / "a.py", "print(1)\n")
    (tmp_path / "docs" / ".git").mkdir(parents=True)
    written(tmp_path / "docs" / "a.md", PAGE)
    if mapped:
        written(tmp_path / "docs" / "conformance.toml", MAPPED)
    ended = document(*command, "a.md", folder=tmp_path / "docs")
    assert "Traceback" not in ended.stderr
    assert ("is not there" in ended.stdout + ended.stderr) is not mapped, ended
