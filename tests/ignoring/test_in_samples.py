"""Comments of samples and other sources that ignore findings."""

from pathlib import Path

import pytest

from conformance.commands.run import _ignore
from conformance.exchange import Position
from conformance.finding import Finding, Severity
from conformance.ignoring.source import ignores_in_source
from conformance.samples.process import Outcome
from conformance.samples.result import SampleResult
from conformance.samples.sample import find_samples

ENDED = Outcome(0, "", "", 0.1)


def found(rule: str, line: int) -> Finding:
    return Finding(rule, Severity.ERROR, "…", "request", source=Position("python/sdk/story_with_seed.py", line, 5))


def result(folder: Path, version: str, *findings: Finding, outcome: Outcome | None = ENDED) -> SampleResult:
    sample = next(one for one in find_samples(folder, ["sdk"], ["story_with_seed"]) if "/v1/" not in one.file)
    return SampleResult(sample, version, outcome, [], findings=list(findings))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = tmp_path / "python" / "sdk" / "story_with_seed.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "seed = 1.5  # conformance: ignore seed-type, because a proxy mends it\n"
        "# conformance: ignore url-path\n"
        "\n"
        "url = 'x'\n"
        "n = 1  # conformance: ignore seed-rang, because it is so\n",
        encoding="utf-8",
    )
    return tmp_path


def rules(results: list[SampleResult]) -> list[list[str]]:
    return [[one.rule for one in result.findings] for result in results]


def test_what_a_comment_ignores_is_hidden_in_every_version(folder: Path) -> None:
    results = [
        result(folder, "2024-02-01", found("seed-type", 1), found("seed-type", 3), found("url-path", 4)),
        result(folder, "v1", found("seed-value", 1)),
    ]
    _ignore(results, told_all=True)
    assert rules(results) == [["seed-type"], ["seed-value", "ignore-reason", "ignore-unknown"]]
    unknown = results[1].findings[-1]
    assert (unknown.source, unknown.suggestion) == (Position("python/sdk/story_with_seed.py", 5, 30), "seed-range")


def test_what_hides_nothing_is_told_where_all_was_run(folder: Path) -> None:
    for told_all, outcome, told in ((True, ENDED, True), (False, ENDED, False), (True, None, False)):
        results = [result(folder, "2024-02-01", found("url-path", 4), outcome=outcome)]
        _ignore(results, told_all)
        assert ("ignore-unused" in rules(results)[0]) is told


@pytest.mark.parametrize(
    ("text", "file", "covers"),
    [
        ("x  # conformance: ignore seed-type, because x", "a.py", [1]),
        ("$x # conformance: ignore seed-type, because x", "a.ps1", [1]),
        ("curl x \\\n  # conformance: ignore seed-type, because x\n  -d y", "a.sh", [3]),
        ("// conformance: ignore seed-type, because x\n\ncall();", "a.js", [3]),
        ("call(); // conformance: ignore seed-type, because x", "a.ts", [1]),
        ("# conformance: ignore seed-type, because x\n# conformance: ignore url-path, because y\nz", "a.py", [3, 3]),
        ("# conformance: ignore seed-type, because x", "a.py", [1]),
        ("// conformance: ignore seed-type, because x", "a.py", []),
        ("# conformance: ignore seed-type, because x", "a.txt", []),
        ("x = '#conformance:'", "a.py", []),
    ],
)
def test_which_line_a_comment_is_about(text: str, file: str, covers: list[int]) -> None:
    found = ignores_in_source(text, file)
    assert [one.first for one in found] == covers == [one.last for one in found]
