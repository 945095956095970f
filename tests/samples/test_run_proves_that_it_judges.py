"""Break one thing in a copy of a sample, and a run finds it, by the rule that names it, where it stands, in both sets."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.samples.running import LANGUAGES, SCENARIOS, SETS, Sample
from tests.samples.running_all import Judged, change, conformance, conformance_here, copy_samples, judged, with_pwsh
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import needs_shared

pytestmark = needs_shared

SDK, REST, PS = LANGUAGES
DATED, V1 = SETS


@dataclass(frozen=True)
class Broken:
    """For each language what is replaced, by what, and what the finding points at; ``sets`` in which that can be."""

    rule: str
    scenario: str
    pointer: str
    changes: dict[str, tuple[str, str, str]]
    sets: tuple[str, ...] = (DATED, V1)

    def samples(self) -> list[Sample]:
        return [Sample(language, self.scenario, which) for which in self.sets for language in self.changes]


BROKEN = {
    "seed dropped": Broken(
        "seed-missing", "story_with_seed", "",
        {
            SDK: ("        seed=42,\n", "", "response = client.chat"),
            REST: ('    "seed": 42,\n', "", "body = {"),
            PS: ("  seed        = 42\n", "", "$body = [ordered]"),
        },
    ),
    "seed 43": Broken(
        "seed-value", "story_with_seed", "/seed",
        {
            SDK: ("seed=42,", "seed=43,", "seed=43"),
            REST: ('"seed": 42,', '"seed": 43,', '"seed": 43'),
            PS: ("seed        = 42", "seed        = 43", "seed        = 43"),
        },
    ),
    "sede": Broken(
        "undeclared-member", "print_response", "/sede",
        {
            SDK: ("seed=42,", 'extra_body={"sede": 42},', '"sede": 42'),
            REST: ('"seed": 42,', '"sede": 42,', '"sede": 42'),
            PS: ("seed        = 42", "sede        = 42", "sede        = 42"),
        },
    ),
    "seed as a string": Broken(
        "seed-type", "story_with_seed", "/seed",
        {
            SDK: ("seed=42,", 'extra_body={"seed": "42"},', '"seed": "42"'),
            REST: ('"seed": 42,', '"seed": "42",', '"seed": "42"'),
            PS: ("seed        = 42", "seed        = '42'", "seed        = '42'"),
        },
    ),
    "seed in the unseeded story": Broken(
        "seed-value", "story_without_seed", "/seed",
        {
            SDK: ("        # seed=42,\n", "        seed=42,\n", "seed=42"),
            REST: ('    # "seed": 42,\n', '    "seed": 42,\n', '"seed": 42'),
            PS: ("  #seed       = 42\n", "  seed       = 42\n", "seed       = 42"),
        },
    ),
    "doubled /": Broken(
        "url-path", "print_response", "",
        {REST: ("{endpoint}/openai", "{endpoint}//openai", "url = f"), PS: (')/openai', ')//openai', "$url = ")},
    ),
    "doubled / on the way": Broken(
        "url-path", "story_without_seed", "",
        {REST: ("/chat/completions", "//chat/completions", "url = f"), PS: ("/chat/completions", "//chat/completions", "$url = ")},
    ),
    "doubled / of the SDK": Broken(
        "url-path", "print_response", "", {SDK: ('"/openai/v1/"', '"//openai/v1/"', 'base_url=os')}, (V1,)
    ),
    "another api-version than the setting": Broken(
        "api-version-differs", "print_response", "/api-version",
        {
            SDK: ('os.getenv("OPENAI_API_VERSION") or "2024-02-01"', '"2024-06-01"', 'api_version="2024'),
            REST: ("?api-version={api_version}", "?api-version=2024-06-01", "url = f"),
            PS: ("?api-version=$($openai.api_version)", "?api-version=2024-06-01", "$url = "),
        },
        (DATED,),
    ),
    "an api-version in place of the setting": Broken(
        "api-version-differs", "story_with_seed", "/api-version",
        {
            SDK: ('os.getenv("OPENAI_API_VERSION") or "2024-02-01"', '"2024-06-01"', 'api_version="2024'),
            REST: ('os.getenv("OPENAI_API_VERSION") or "2024-02-01"', '"2024-06-01"', '"2024-06-01"'),
            PS: ("if ($Env:OPENAI_API_VERSION) { $Env:OPENAI_API_VERSION } else { '2024-02-01' }", "'2024-06-01'", "2024-06-01'"),
        },
        (DATED,),
    ),
    "an api-version on the v1 path": Broken(
        "api-version-differs", "print_response", "/api-version",
        {
            SDK: ("timeout=15,", 'default_query={"api-version": "preview"}, timeout=15,', '"api-version": "preview"'),
            REST: ("/openai/v1/chat/completions", "/openai/v1/chat/completions?api-version=preview", "url = f"),
            PS: ("/openai/v1/chat/completions", "/openai/v1/chat/completions?api-version=preview", "$url = "),
        },
        (V1,),
    ),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_a_sample_sends_wrongly_is_found_on_its_line_in_each_language_and_set(
    broken: Broken, processes: SharedProcesses, tmp_path: Path
) -> None:
    folder = copy_samples(tmp_path / "copy")
    for sample in broken.samples():
        old, new, _ = broken.changes[sample.language]
        change(folder, sample.language, sample.scenario, old, new, sample.set)
    run = judged(processes, folder, [broken.scenario])
    for sample in broken.samples():
        found = [one for one in run.found(broken.rule, sample) if one["severity"] == "error"]
        assert found, f"{broken.rule} is silent about {sample}"
        for finding in found:
            assert finding["pointer"] == broken.pointer
            at = written_at(folder, finding)
            assert at.startswith(broken.changes[sample.language][2]), at


def written_at(folder: Path, finding: dict[str, Any]) -> str:
    """Return the rest of the line at the place of the source that a finding points at."""
    source = finding["source"]
    lines = (folder / source["file"]).read_text(encoding="utf-8").splitlines()
    return str(lines[source["line"] - 1][source["column"] - 1 :])


def test_another_temperature_in_one_language_is_placed_at_that_language(
    processes: SharedProcesses, tmp_path: Path
) -> None:
    """One scenario is changed in each language, so that one run sees all three."""
    folder = copy_samples(tmp_path / "copy")
    changes = {
        SDK: ("temperature=0.7", "temperature=0.8"),
        REST: ('"temperature": 0.7', '"temperature": 0.8'),
        PS: ("temperature = 0.7", "temperature = 0.8"),
    }
    odd = [
        Sample(language, scenario, which)
        for which in SETS
        for language, scenario in zip(LANGUAGES, SCENARIOS, strict=True)
    ]
    for sample in odd:
        change(folder, sample.language, sample.scenario, *changes[sample.language], sample.set)
    run = judged(processes, folder)
    assert {one["source"]["file"] for one in run.found("languages-differ")} == {str(sample) for sample in odd}
    for sample in odd:
        (found,) = run.found("languages-differ", sample)
        assert (found["pointer"], len(found["related"])) == ("/temperature", 2)
        assert all(("/v1/" in one["exchange"]) == bool(sample.set) for one in found["related"])
        assert written_at(folder, found).startswith(changes[sample.language][1])


def test_with_two_languages_the_last_one_is_told(processes: SharedProcesses, tmp_path: Path) -> None:
    folder = copy_samples(tmp_path / "copy")
    change(folder, SDK, "print_response", "temperature=0.7", "temperature=0.8")
    for which in SETS:
        (folder / str(Sample(PS, "print_response", which))).unlink()
    run = conformance_here(
        processes, "--samples", str(folder), "--scenario", "print_response", "--language", "python", "--api-version", "2024-02-01",
        report=tmp_path / "r.json",
    )  # fmt: skip
    (found,) = run.found("languages-differ")
    assert found["source"]["file"] == "python/rest/print_response.py"
    assert written_at(folder, found).startswith('"temperature": 0.7')


def _failing(
    tmp_path: Path, lines: dict[str, str], *more: str, processes: SharedProcesses | None = None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Run samples that end as ``lines`` say, each in a process of its own or in ``processes``; return what is found, and the files."""
    folder = copy_samples(tmp_path / "copy")
    tag = "# <snippet_print_response>\n"
    samples = [Sample(language, "print_response", which) for which in SETS for language in lines]
    for sample in samples:
        change(folder, sample.language, sample.scenario, tag, f"{tag}{lines[sample.language]}\n", sample.set)
    versions = ("--api-version", "2024-02-01", "--api-version", "v1")
    options = with_pwsh("--samples", str(folder), "--scenario", "print_response", *versions, *more)
    report = tmp_path / "r.json"
    run = conformance_here(processes, *options, report=report) if processes else conformance(*options, report=report)
    assert run.code == 1
    return run.found("sample-failed"), [str(sample) for sample in samples]


def test_a_sample_that_exits_with_3_has_failed_in_each_language(tmp_path: Path, processes: SharedProcesses) -> None:
    lines = {SDK: "raise SystemExit(3)", REST: "raise SystemExit(3)", PS: "exit 3"}
    found, files = _failing(tmp_path, lines, processes=processes)
    assert sorted(one["source"]["file"] for one in found) == sorted(files)
    assert all("exit code 3" in finding["message"] for finding in found)


def test_a_sample_that_crashes_shows_its_last_line(tmp_path: Path) -> None:
    found, files = _failing(tmp_path, {REST: 'raise RuntimeError("out of ink")'}, "--language", "rest")
    assert [one["source"]["file"] for one in found] == files
    assert all(one["message"].endswith("RuntimeError: out of ink") and one["part"] == "suite" for one in found)


def test_an_endless_loop_is_ended_after_its_time_in_each_language(tmp_path: Path) -> None:
    endless = "while True: __import__('time').sleep(1)"
    loops = {SDK: endless, REST: endless, PS: "while ($true) { Start-Sleep 1 }"}
    found, files = _failing(tmp_path, loops, "--timeout", "1")
    assert sorted(one["source"]["file"] for one in found) == sorted(files)
    assert all("stopped after 1 s" in finding["message"] for finding in found)


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        pytest.param({"fingerprint": None}, "fingerprint-null", id="null"),
        pytest.param({"diverge": 1.0}, "not-reproduced", id="diverging"),
    ],
)
def test_a_fault_of_the_service_is_found_in_each_language(
    settings: dict[str, Any], rule: str, processes: SharedProcesses
) -> None:
    run: Judged = judged(processes, scenarios=["story_with_seed"], **settings)
    assert {one["source"]["file"] for one in run.found(rule) if one["severity"] == "error"} == {
        str(Sample(language, "story_with_seed", which)) for language in LANGUAGES for which in SETS
    }
