"""``conformance document update``: blocks and outputs come back in step, or nothing is written."""

import stat
from pathlib import Path

import pytest

from tests.commands.documents import Ended, block, document, document_here, written
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import ROOT, needs_shared, pwsh

SEEDED = "python/rest/story_with_seed.py"
STALE = (
    "# Story\n\n"
    + block("python", "old\n", f"sample: {SEEDED}")
    + block("output", "old\n", f"output-of: {SEEDED}")
    + "The end, with an é.\n"
)


def update(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> Ended:
    return document("update", *arguments, folder=folder, environment=environment)


def snippet_of(sample: str) -> str:
    lines = (ROOT / sample).read_text(encoding="utf-8").splitlines(keepends=True)
    tags = [number for number, line in enumerate(lines) if "snippet_" in line]
    return "".join(lines[tags[0] + 1 : tags[1]])


def test_a_stale_document_is_brought_in_step_and_then_is(tmp_path: Path) -> None:
    path = written(tmp_path / "docs" / "story.md", STALE.replace("\n", "\r\n"))
    path.chmod(0o640)
    checked = update(tmp_path, "docs", "--check")
    assert checked.code == 1, checked.stderr
    assert checked.stdout.startswith("--- docs/story.md\n+++ docs/story.md\n@@")
    assert "-old\r\n" in checked.stdout
    assert '+    "seed": 42,\r\n' in checked.stdout
    assert path.read_bytes() == STALE.replace("\n", "\r\n").encode()

    done = update(tmp_path, "docs")
    assert (done.code, done.stdout) == (0, "docs/story.md: 2 blocks updated\n"), done.stderr
    text = path.read_bytes().decode()
    assert block("python", snippet_of(SEEDED), f"sample: {SEEDED}").replace("\n", "\r\n") in text
    assert text.count("Story Version") == 4  # three were printed, and one stands in the snippet
    assert text.endswith("The end, with an é.\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640

    before = path.stat().st_mtime_ns
    assert update(tmp_path, "docs", "--check") == Ended(0, "", "")
    assert update(tmp_path, "docs") == Ended(0, "1 document already in step\n", "")
    assert path.stat().st_mtime_ns == before


def test_texts_without_a_seed_and_ids_are_the_same_in_each_run(tmp_path: Path) -> None:
    text = "".join(
        block("output", "", f"output-of: {sample}")
        for sample in ("python/rest/story_without_seed.py", "python/rest/print_response.py")
    )
    documents = [written(tmp_path / name, text) for name in ("a.md", "b.md")]
    assert [update(tmp_path, path.name).code for path in documents] == [0, 0]
    first, second = (path.read_text(encoding="utf-8") for path in documents)
    assert first == second
    assert '"created": 1746057600' in first
    stories = first.partition("output-of: python/rest/print")[0]
    assert len({line for line in stories.splitlines() if len(line) > 40}) >= 3, "the stories are one story"


def test_a_changed_word_of_an_output_is_found(tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", STALE)
    assert update(tmp_path, "a.md").code == 0
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if len(line) > 40 and line[0].isupper() and "Story" not in line)
    path.write_text(text.replace(line, line.replace(" the ", " a ", 1)), encoding="utf-8")
    checked = update(tmp_path, "a.md", "--check")
    assert checked.code == 1
    assert f"+{line}\n" in checked.stdout


def test_several_paths_are_all_written_or_none(tmp_path: Path) -> None:
    good = written(tmp_path / "docs" / "deep" / "good.md", STALE)
    bad = written(tmp_path / "bad.md", "a\n\n" + block("python", "", "sample: python/rest/story_with_sed.py"))
    hidden = written(tmp_path / "docs" / ".drafts" / "c.md", STALE)
    ended = update(tmp_path, "docs", "bad.md")
    assert (ended.code, ended.stdout) == (2, "")
    assert ended.stderr == (
        "conformance document update: bad.md:3: `python/rest/story_with_sed.py` is not there; "
        "did you mean story_with_seed.py?\n"
    )
    assert good.read_text(encoding="utf-8") == hidden.read_text(encoding="utf-8") == STALE
    assert "+++ docs/deep/good.md" in update(tmp_path, "docs", "bad.md", "--check").stdout
    bad.unlink()
    assert update(tmp_path, "docs").code == 0
    assert good.read_text(encoding="utf-8") != STALE == hidden.read_text(encoding="utf-8")


SNIPPET = "# <snippet_own>\n{}# </snippet_own>\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(block("python", "", "sample: own.py#y"), "a.md:14: `own.py` has no snippet `y`", id="no snippet"),
        pytest.param("```python\n", "a.md:14: The fence is not closed", id="unclosed fence"),
        pytest.param(':::code source="../own.py":::\n', "a.md:14: `../own.py` leaves the folder", id="outside"),
        pytest.param(':::code source="no.py":::\n', "a.md:14: `no.py` is not there", id="include missing"),
        pytest.param("\xff", "a.md is not UTF-8", id="not UTF-8"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_nothing_is_written(tmp_path: Path, text: str, says: str) -> None:
    folder = tmp_path / "folder"
    written(tmp_path / "own.py", "print()\n")
    written(folder / "own.py", SNIPPET.format("print(1)\n"))
    path = written(folder / "a.md", "")
    raw = (STALE + text).encode("latin-1" if text == "\xff" else "utf-8")
    path.write_bytes(raw)
    for arguments in (["a.md"], ["a.md", "--check"]):
        ended = update(folder, *arguments)
        assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (2, "", 1), ended.stderr
        assert ended.stderr.startswith(f"conformance document update: {says}")
    assert path.read_bytes() == raw


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["no.md"], 2, "no.md is not there", id="no such path"),
        pytest.param(["empty"], 3, "there is no Markdown file there", id="a folder without documents"),
        pytest.param(["a.md", "--require", "ruby"], 2, "--require ruby is unknown", id="a language"),
        pytest.param(["a.md", "--api-version", "2024-02-02"], 2, "did you mean 2024-02-01?", id="an api-version"),
        pytest.param(["a.md", "--pwsh", "/no/pwsh"], 2, "--pwsh /no/pwsh is not a program", id="a PowerShell"),
    ],
)
def test_bad_usage_is_told_in_one_sentence(tmp_path: Path, arguments: list[str], code: int, says: str) -> None:
    written(tmp_path / "a.md", "a\n")
    (tmp_path / "empty").mkdir()
    ended = update(tmp_path, *arguments)
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (code, "", 1), ended.stderr
    assert says in ended.stderr


def test_samples_of_ones_own_are_used(tmp_path: Path) -> None:
    written(tmp_path / "mine" / "python" / "sdk" / "x.py", "# <snippet_x>\nprint(1)\n# </snippet_x>\n")
    path = written(tmp_path / "a.md", block("python", "", "sample: python/sdk/x.py"))
    assert update(tmp_path, "a.md").code == 2
    assert update(tmp_path, "a.md", "--samples", "mine").code == 0
    assert path.read_text(encoding="utf-8") == block("python", "print(1)\n", "sample: python/sdk/x.py")


HARMFUL = "import os\n# <snippet_x>\nos.rename('a', 'b')\n# </snippet_x>\n"


def test_a_program_outside_the_gate_that_asks_nothing_is_never_run(tmp_path: Path) -> None:
    written(tmp_path / "x.py", HARMFUL.replace("'a', 'b'", f"{str(tmp_path / 'a')!r}, {str(tmp_path / 'b')!r}"))
    written(tmp_path / "a", "stays")
    code = block("python", "old\n", "sample: ./x.py")
    marked = written(tmp_path / "marked.md", code + block("output", "old\n", "output-of: ./x.py"))
    below = written(tmp_path / "below.md", code + block("output", "old\n"))
    ended = update(tmp_path, "marked.md")
    assert ended.code == 2
    assert "marked.md:6: x.py, which prints this output, is not run: line 3 calls `os.rename`" in ended.stderr
    assert marked.read_text(encoding="utf-8").count("old\n") == 2
    ended = update(tmp_path, "below.md")
    assert ended.code == 0, ended.stderr
    assert "the output stays as it is" in ended.stderr
    assert "rename" in below.read_text(encoding="utf-8")
    assert (tmp_path / "a").exists() and not (tmp_path / "b").exists()


def test_a_program_that_fails_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    sample = (ROOT / SEEDED).read_text(encoding="utf-8").replace('"seed": 42', '"seed": "42"')
    written(tmp_path / "mine" / SEEDED, sample)
    path = written(tmp_path / "a.md", STALE)
    ended = update(tmp_path, "a.md", "--samples", "mine")
    assert ended.code == 2
    assert f"a.md:8: mine/{SEEDED}, which prints this output, failed: it ended with exit code 1: 400 " in ended.stderr
    assert path.read_text(encoding="utf-8") == STALE


def test_without_powershell_its_outputs_stay_and_are_told(tmp_path: Path) -> None:
    marker = "powershell/print_response.ps1"
    path = written(
        tmp_path / "a.md", block("powershell", "", f"sample: {marker}") + block("json", "{}\n", f"output-of: {marker}")
    )
    ended = update(tmp_path, "a.md")
    assert ended.code == 0
    assert "a.md:5:" in ended.stderr and "no pwsh was found" in ended.stderr
    assert path.read_text(encoding="utf-8").endswith("```json\n{}\n```\n\n")
    ended = update(tmp_path, "a.md", "--require", "powershell")
    assert ended.code == 3
    assert "powershell is required and was not run" in ended.stderr


@needs_shared
def test_powershell_prints_its_outputs(tmp_path: Path, processes: SharedProcesses) -> None:
    path = written(tmp_path / "a.md", block("json", "{}\n", "output-of: powershell/print_response.ps1"))
    options = ("a.md", "--pwsh", str(pwsh()))
    assert document_here(processes, "update", *options, "--require", "powershell", folder=tmp_path).code == 0
    assert '"system_fingerprint": "fp_e5a1c0ffee"' in path.read_text(encoding="utf-8")
    assert document_here(processes, "update", *options, "--check", folder=tmp_path) == Ended(0, "", "")


def test_neither_the_key_nor_a_port_gets_into_a_document(tmp_path: Path) -> None:
    sample = (
        (ROOT / SEEDED)
        .read_text(encoding="utf-8")
        .replace("for i in", "print(endpoint, headers['api-key'])\n\nfor i in")
    )
    written(tmp_path / "mine" / SEEDED, sample)
    path = written(tmp_path / "a.md", STALE)
    assert update(tmp_path, "a.md", "--samples", "mine").code == 0
    text = path.read_text(encoding="utf-8")
    assert "https://YOUR-RESOURCE.openai.azure.com YOUR-API-KEY\nStory Version 1" in text
    assert "127.0.0.1" not in text


@pytest.mark.whole
@needs_shared
def test_our_own_document_is_in_step() -> None:
    ended = update(ROOT, "docs", "--check", "--pwsh", str(pwsh()), "--require", "powershell")
    assert ended == Ended(0, "", "")
