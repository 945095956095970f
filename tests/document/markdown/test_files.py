"""Documents as files: read, and written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from conformance.document.markdown import DocumentError, Range, load_document, replace, save_document
from tests.document.markdown.reading import DOCUMENTS

RAW = b"\xef\xbb\xbf# A\r\n\nb\rc \xc3\xa9"


def test_a_document_that_needs_no_change_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(RAW)
    before = path.stat()
    assert save_document(load_document(path), path) is False
    assert path.read_bytes() == RAW
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.md")), ids=lambda path: path.name)
def test_a_document_written_elsewhere_is_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert save_document(load_document(path), tmp_path / "b.md") is True
    assert (tmp_path / "b.md").read_bytes() == path.read_bytes()


def test_a_change_is_written_with_mark_and_line_ends_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(RAW)
    assert save_document(replace(load_document(path), {Range(2, 3): "B"}), path) is True
    assert path.read_bytes() == RAW.replace(b"A", b"B")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither modes nor links for everyone")
def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    path.write_bytes(RAW)
    path.chmod(0o640)
    link.symlink_to(path)
    save_document(replace(load_document(link), {Range(2, 3): "B"}), link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_bytes() == RAW.replace(b"A", b"B")


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(RAW)
    changed = replace(load_document(path, "a.md"), {Range(2, 3): "B"})

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DocumentError) as error:
        save_document(changed, path)
    assert str(error.value) == "a.md cannot be written: no space left on device; the old file is as it was."
    assert path.read_bytes() == RAW
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("name", "why"), [("none.md", "no such file or directory"), (".", "is a directory")])
def test_a_file_that_cannot_be_read_is_one_sentence(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as error:
        load_document(tmp_path / name, "how-to.md")
    assert str(error.value) == f"how-to.md cannot be read: {why}; name a Markdown file."


def test_a_file_is_called_by_its_path_or_by_the_name_given(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff")
    with pytest.raises(DocumentError, match=r"a\.md is not UTF-8"):
        load_document(tmp_path / "a.md")
    (tmp_path / "b.md").write_bytes(b"# b")
    assert load_document(tmp_path / "b.md", "docs/b.md").position(0).file == "docs/b.md"
