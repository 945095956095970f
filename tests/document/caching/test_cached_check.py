"""Results of pages are kept, and believed only while nothing that they came from has changed."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.question import Question
from conformance.document.caching import cached_check, key
from conformance.document.caching.store import Store, cache_folder
from conformance.document.checking import several
from conformance.document.checking.check import CheckedDocument
from conformance.document.checking.check import check as check_one
from conformance.document.checking.page import Page
from tests.document.checking.analysing import TODAY
from tests.document.rules.writing import answer, fence, python, sdk, tabs
from tests.shared_folder import needs_shared, shared

QUESTION = Question(TODAY)
PAGE = (
    "# A\n\n`seed` is a string.\n\n" + python('"sede": 42, ') + "\n" + answer() + sdk() + tabs(("Python", "pyton", "A"))
)
INCLUDES = PAGE + '\n:::code language="python" source="code.py":::\n\n' + fence(
    "bash", 'curl "$E/openai/deployments/d/chat/completions?api-version=2024-02-01" -H "api-key: $K" -d @body.json'
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs" / ".git").mkdir(parents=True)
    return tmp_path / "docs"


class Run:
    """Checks the pages of a folder, and tells which of them were looked at."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.store = folder, Store(folder.parent / "cache")
        self.looked: list[str] = []
        real = check_one

        def check(analysis: Analysis) -> CheckedDocument:
            self.looked.append(analysis.document.name)
            return real(analysis)

        monkeypatch.setattr(several, "check", check)

    def __call__(self, question: Question = QUESTION) -> list[str]:
        self.looked.clear()
        pages = [Page(path, path.name, path.read_bytes()) for path in sorted(self.folder.glob("*.md"))]
        kept = cached_check.check_with_cache(pages, question, 1, self.store)
        looked = sorted(self.looked)
        fresh = several.check_all(pages, question, 1)
        assert kept.results == fresh.results
        assert [
            [(one.excerpt and (one.excerpt.text, one.excerpt.start, one.excerpt.end)) for one in result.findings]
            for result in kept.results
        ] == [
            [(one.excerpt and (one.excerpt.text, one.excerpt.start, one.excerpt.end)) for one in result.findings]
            for result in fresh.results
        ]
        return looked


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(folder, monkeypatch)


def test_a_page_is_looked_at_once(run: Run, folder: Path) -> None:
    (folder / "a.md").write_text(PAGE)
    (folder / "b.md").write_text("# B\n")
    assert run() == ["a.md", "b.md"]
    assert run() == []
    (folder / "b.md").write_text("# C\n")
    assert run() == ["b.md"]


@needs_shared
def test_the_shared_documents_come_out_as_they_went_in(run: Run, folder: Path) -> None:
    for path in (shared() / "documents").glob("*.md"):
        (folder / path.name).write_bytes(path.read_bytes())
    assert run()
    assert run() == []


def test_what_a_page_pulls_in_makes_it_stale_there_or_not(run: Run, folder: Path) -> None:
    (folder / "a.md").write_text(INCLUDES)
    for name, text in (("code.py", "print(1)\n"), ("body.json", '{"messages": []}'), ("body.json", '{"sede": 1}')):
        assert run() == ["a.md"]
        assert run() == []
        (folder / name).write_text(text)
    assert run() == ["a.md"]
    (folder / "code.py").unlink()
    assert run() == ["a.md"]
    (folder / "cod.py").write_text("")  # the name that is proposed
    assert run() == ["a.md"]
    assert run() == []


@pytest.mark.parametrize(
    "change",
    [
        {"today": date(2026, 1, 1)},
        {"max_age": 1},
        {"api_version": "2024-10-21"},
        {"azure_clients": ("make",)},
        {"azure_hosts": ("h.example.com",)},
    ],
)
def test_another_question_is_another_entry(run: Run, folder: Path, change: dict[str, object]) -> None:
    (folder / "a.md").write_text(PAGE)
    assert run() == ["a.md"]
    assert run(replace(QUESTION, **change)) == ["a.md"]  # type: ignore[arg-type]
    assert run() == []


def test_tabs_of_other_pages_count(run: Run, folder: Path) -> None:
    (folder / "a.md").write_text(PAGE)
    (folder / "b.md").write_text("# B\n")
    assert run() == ["a.md", "b.md"]
    (folder / "b.md").write_text("# B\n\n" + tabs(("Bash", "shell", "x"), ("C", "c", "y")))
    assert run() == ["a.md", "b.md"]


@pytest.mark.parametrize("name", ["__version__", "python", "libraries", "contracts", "code"])
def test_another_tool_another_python_and_other_contracts_are_other_entries(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (folder / "a.md").write_text(PAGE)
    assert run() == ["a.md"]
    key._of_all.cache_clear()
    if name == "__version__":
        monkeypatch.setattr(key, name, "another")
    elif name == "python":
        monkeypatch.setattr(sys, "version", "another")
    elif name == "libraries":
        monkeypatch.setattr(key, "_version", lambda _: "another")
    elif name == "contracts":
        real = key._digest
        monkeypatch.setattr(key, "_digest", lambda raw: "another" if b'"openapi"' in raw[:2000] else real(raw))
    else:
        monkeypatch.setattr(key, "_stamp", lambda path: [str(path), "another"])
    assert run() == ["a.md"]
    key._of_all.cache_clear()


@pytest.mark.parametrize("harm", ["", "{}", "x" * 10, None, b"\xff"])
def test_a_damaged_entry_is_none(run: Run, folder: Path, harm: str | bytes | None) -> None:
    (folder / "a.md").write_text(PAGE)
    assert run() == ["a.md"]
    (entry,) = (folder.parent / "cache").iterdir()
    whole = entry.read_bytes()
    if isinstance(harm, bytes):
        entry.write_bytes(harm)
    elif harm is None:
        entry.write_bytes(whole.replace(b"prose-type", b"prose-tpye"))
    else:
        entry.write_text(harm)
    assert run() == ["a.md"]
    assert run() == []
    entry.write_bytes(whole[: len(whole) // 2])
    assert run() == ["a.md"]


def test_a_page_that_quotes_a_secret_is_not_kept(run: Run, folder: Path) -> None:
    (folder / "a.md").write_text(PAGE)
    token = "sk-" + "aB3dE6gH9jK2mN5pQ8sT1vW4" * 2
    (folder / "b.md").write_text("# B\n\n" + python(f'"{token}": 1, '))
    assert run() == ["a.md", "b.md"]
    assert run() == ["b.md"]
    kept = "".join(path.read_text() for path in (folder.parent / "cache").iterdir())
    assert token not in kept
    assert "Tell me a story" not in kept  # no line of a page is kept


def test_it_is_bounded_and_what_was_asked_for_last_stays(tmp_path: Path) -> None:
    import os

    store = Store(tmp_path, most_bytes=1000)
    for number in range(10):
        store.keep(f"{number}", "x" * 200, ())
        os.utime(tmp_path / f"{number}.json", (number, number))
    assert store.find("0") is not None
    store.trim()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000
    assert store.find("0") is not None and store.find("1") is None and store.find("9") is not None


def test_it_lies_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "conformance" / "documents"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder() == tmp_path / ".cache" / "conformance" / "documents"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == tmp_path / "Library" / "Caches" / "conformance" / "documents"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert cache_folder() == tmp_path / "local" / "conformance" / "documents"


def test_a_folder_that_cannot_be_written_is_no_failure(run: Run, folder: Path) -> None:
    (folder / "a.md").write_text(PAGE)
    run.store = Store(folder / "a.md" / "cache")
    assert run() == ["a.md"]
    assert run() == ["a.md"]
