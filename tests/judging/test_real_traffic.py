"""Recordings of public tests, read in place, and what a right judge says of them: nothing about other services, no false error."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conformance.checked import Checked
from conformance.finding import Finding, Severity
from conformance.traffic.blocks import Block
from conformance.traffic.inspection import Question, inspect
from tests.commands.checking import check
from tests.shared_folder import needs_shared, shared

pytestmark = needs_shared
FOLDER = shared() / "real-traffic"


@cache
def judged(name: str, api_version: str | None = None) -> tuple[tuple[Finding, ...], Checked]:
    block = Block(name, (FOLDER / f"{name}.ndjson").read_bytes())
    found = inspect(block, Question((api_version,) if api_version else ()))
    assert all(isinstance(one, Finding) for one in found.remarks)
    return tuple(one for one in found.remarks if isinstance(one, Finding)), found.checked


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("azure-model-inference", "azure-model-inference", 32),
        ("compatible", "openai-compatible", 53),
        ("copilot", "openai-compatible", 25),
        ("other-operation", "other-operation", 31),
    ],
)
def test_other_services_are_counted_by_kind_and_nothing_is_said_of_them(name: str, kind: str, count: int) -> None:
    found, checked = judged(name)
    assert (found, checked.exchanges, dict(checked.skipped_by)) == ((), 0, {kind: count})


@pytest.mark.parametrize(("name", "count"), [("azure-dated", 49), ("azure-v1", 8), ("azure-unknown-version", 1)])
def test_every_exchange_of_azures_is_judged(name: str, count: int) -> None:
    _, checked = judged(name)
    assert (checked.exchanges, checked.skipped) == (count, 0)


def weighing(name: str, severity: Severity) -> Iterator[tuple[str, str]]:
    for one in judged(name)[0]:
        if one.severity is severity and one.part != "chunk":
            yield one.rule, one.pointer


def test_what_is_an_error_in_recorded_traffic_is_one() -> None:
    assert sorted(weighing("azure-dated", Severity.ERROR)) == [
        ("member-not-in-version", "/reasoning_effort"),  # answered 404
        ("request-refused", ""),  # 404
        ("request-refused", ""),  # an error under status 200
    ]
    assert list(weighing("azure-v1", Severity.ERROR)) == []


def test_what_the_service_took_or_really_answers_is_a_warning() -> None:
    assert Counter(weighing("azure-dated", Severity.WARNING)) == {
        ("url-path", ""): 3,  # a doubled slash, answered 200
        ("member-not-in-version", "/response_format"): 2,
        ("member-not-in-version", "/reasoning_effort"): 1,
        ("fingerprint-null", "/system_fingerprint"): 3,
    }
    assert {rule for rule, _ in weighing("azure-v1", Severity.WARNING)} == {"fingerprint-null"}


def test_a_filtered_prompt_names_what_the_filter_found() -> None:
    (filtered,) = (one for one in judged("azure-dated")[0] if "content_filter" in one.message)
    assert "hate (severity high), self-harm (severity high), violence (severity medium)" in filtered.message
    assert "200 with an error in its body" in filtered.message


def test_the_filtered_prompts_of_v1_are_one_defect_and_the_categories_are_judged() -> None:
    found = [one for one in judged("azure-v1")[0] if "prompt_filter_results" in one.pointer]
    assert {(one.rule, one.severity) for one in found} == {("spec-defect", Severity.NOTE)}


@pytest.mark.parametrize("name", ["compatible", "copilot"])
def test_bodies_of_compatible_services_are_judged_when_asked_and_their_urls_are_not(name: str) -> None:
    found, checked = judged(name, "2024-10-21")
    assert checked.exchanges > 0 and {one.part for one in found} <= {"request", "response", "chunk", "status", "spec"}


def test_nothing_is_said_to_be_written_of_what_the_service_answered() -> None:
    paths: list[Path] = sorted(FOLDER.glob("*.ndjson"))
    said = [one.message for path in paths for one in judged(path.stem)[0] if one.part in ("response", "chunk")]
    assert said and not [message for message in said if "write" in message]


def test_sixty_sound_exchanges_of_todays_models_are_at_most_ten_lines(tmp_path: Path) -> None:
    sound = (FOLDER / "azure-dated.ndjson").read_text(encoding="utf-8").splitlines()[8]
    (tmp_path / "t.ndjson").write_text(f"{sound}\n" * 60, encoding="utf-8")
    told = check(tmp_path, "t.ndjson")
    assert told.code == 0 and len(told.stdout.splitlines()) <= 10
    assert "`annotations` in 60 answers, newer than 2024-02-01" in told.stdout


@pytest.mark.parametrize(
    ("name", "line"), [("azure-dated", 2), ("azure-dated", 12), ("azure-dated", 13), ("azure-v1", 3), ("azure-v1", 6)]
)
def test_a_recorded_stream_is_told_in_three_lines_at_the_most(tmp_path: Path, name: str, line: int) -> None:
    recorded = (FOLDER / f"{name}.ndjson").read_text(encoding="utf-8").splitlines()[line - 1]
    (tmp_path / "t.ndjson").write_text(f"{recorded}\n", encoding="utf-8")
    told = check(tmp_path, "t.ndjson")
    lines = told.stdout.splitlines()
    assert told.code == 0 and len(lines) <= 3
    assert lines[-1].startswith("Checked 1 exchange") and (len(lines) == 1 or lines[-1].endswith("--all shows every finding."))  # fmt: skip
