"""Which documents paths name, and where a document may take files from."""

from pathlib import Path

import pytest

from conformance.document.discovery import documents_in, root_of
from conformance.errors import InputError


def test_folders_are_walked_and_each_document_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("docs/b.md", "docs/a/c.MD", "docs/.hidden/d.md", "docs/e.txt", "f.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "docs" / "link.md").symlink_to(tmp_path / "docs" / "b.md")
    found = documents_in(["docs", "docs/b.md", "f.txt"])
    assert [path.as_posix() for path in found] == ["docs/a/c.MD", "docs/b.md", "f.txt"]
    with pytest.raises(InputError, match=r"no\.md is not there; name a Markdown file or a folder of them\."):
        documents_in(["no.md"])


def test_the_root_is_the_repositorys_else_the_current_folder_else_the_documents_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "top" / "docs" / "deep"
    deep.mkdir(parents=True)
    document = deep / "a.md"
    monkeypatch.chdir(tmp_path)
    assert root_of(document) == tmp_path
    monkeypatch.chdir(Path(tmp_path.anchor) / "usr")
    assert root_of(document) == deep
    (tmp_path / "top" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert root_of(document) == tmp_path / "top"
