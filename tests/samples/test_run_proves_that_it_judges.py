"""Break one thing in a copy of a sample, and ``conformance run`` finds it, by the rule that names it, where it stands."""

from pathlib import Path
from typing import Any

import pytest

from tests.samples.running_all import EXTENSIONS, Run, change, conformance, copy_samples, with_pwsh
from tests.shared_folder import needs_shared

pytestmark = needs_shared

SDK, REST, PS = "python/sdk", "python/rest", "powershell"
ONE = ("--api-version", "2024-02-01")

# rule, scenario, pointer, and for each language: what is replaced, by what, and the text that the finding points at.
BROKEN = [
    pytest.param(
        "seed-missing",
        "story_with_seed",
        "",
        {
            SDK: ("            seed=42,\n", "", "response = client.chat"),
            REST: ('    "seed": 42,\n', "", "body = {"),
            PS: ("  seed        = 42\n", "", "$body = [ordered]"),
        },
        id="seed dropped",
    ),
    pytest.param(
        "seed-value",
        "story_with_seed",
        "/seed",
        {
            SDK: ("seed=42,", "seed=43,", "seed=43"),
            REST: ('"seed": 42,', '"seed": 43,', '"seed": 43'),
            PS: ("seed        = 42", "seed        = 43", "seed        = 43"),
        },
        id="seed 43",
    ),
    pytest.param(
        "undeclared-member",
        "story_with_seed",
        "/sede",
        {
            SDK: ("seed=42,", 'extra_body={"sede": 42},', '"sede": 42'),
            REST: ('"seed": 42,', '"sede": 42,', '"sede": 42'),
            PS: ("seed        = 42", "sede        = 42", "sede        = 42"),
        },
        id="sede",
    ),
    pytest.param(
        "seed-type",
        "story_with_seed",
        "/seed",
        {
            SDK: ("seed=42,", 'extra_body={"seed": "42"},', '"seed": "42"'),
            REST: ('"seed": 42,', '"seed": "42",', '"seed": "42"'),
            PS: ("seed        = 42", "seed        = '42'", "seed        = '42'"),
        },
        id="seed as a string",
    ),
    pytest.param(
        "seed-value",
        "story_without_seed",
        "/seed",
        {
            SDK: ("            # seed=42,\n", "            seed=42,\n", "seed=42"),
            REST: ('    # "seed": 42,\n', '    "seed": 42,\n', '"seed": 42'),
            PS: ("  #seed        = 42\n", "  seed        = 42\n", "seed        = 42"),
        },
        id="seed in the unseeded story",
    ),
    pytest.param(
        "url-path",
        "print_response",
        "",
        {
            REST: ('f"{endpoint}/openai', 'f"{endpoint}//openai', "url = f"),
            PS: ('"$endpoint/openai', '"$endpoint//openai', "$url = "),
        },
        id="doubled /",
    ),
    pytest.param(
        "api-version-differs",
        "print_response",
        "/api-version",
        {
            SDK: ("api_version=api_version,", 'api_version="2024-06-01",', 'api_version="2024-06-01"'),
            REST: ("?api-version={api_version}", "?api-version=2024-06-01", "url = f"),
            PS: ("?api-version=$apiVersion", "?api-version=2024-06-01", "$url = "),
        },
        id="another api-version than the setting",
    ),
    pytest.param(
        "api-version-differs",
        "story_with_seed",
        "/api-version",
        {
            SDK: ('os.getenv("OPENAI_API_VERSION") or "2024-02-01"', '"2024-06-01"', '"2024-06-01"'),
            REST: ('os.getenv("OPENAI_API_VERSION") or "2024-02-01"', '"2024-06-01"', '"2024-06-01"'),
            PS: ("$Env:OPENAI_API_VERSION", "'2024-06-01'", "2024-06-01'"),
        },
        id="an api-version in place of the setting",
    ),
]


@pytest.mark.parametrize(("rule", "scenario", "pointer", "changes"), BROKEN)
def test_what_a_sample_sends_wrongly_is_found_on_its_line_in_each_language(
    rule: str, scenario: str, pointer: str, changes: dict[str, tuple[str, str, str]], tmp_path: Path
) -> None:
    folder = copy_samples(tmp_path / "copy")
    for language, (old, new, _) in changes.items():
        change(folder, language, scenario, old, new)
    run = conformance(
        *with_pwsh("--samples", str(folder), "--scenario", scenario, *ONE), report=tmp_path / "report.json"
    )

    assert run.code == 1
    for language, (_, _, pointed_at) in changes.items():
        file = f"{language}/{scenario}{EXTENSIONS[language]}"
        found = [f for f in run.found(rule) if f["source"]["file"] == file and f["severity"] == "error"]
        assert found, f"{rule} is silent about {file}: {run.errors()}"
        assert {finding["pointer"] for finding in found} == {pointer}
        for finding in found:
            assert written_at(folder, finding).startswith(pointed_at)


def written_at(folder: Path, finding: dict[str, Any]) -> str:
    """Return the rest of the line at the place of the source that a finding points at."""
    source = finding["source"]
    lines = (folder / source["file"]).read_text(encoding="utf-8").splitlines()
    return str(lines[source["line"] - 1][source["column"] - 1 :])


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        pytest.param(SDK, "temperature=0.7", "temperature=0.8", id="sdk"),
        pytest.param(REST, '"temperature": 0.7', '"temperature": 0.8', id="rest"),
        pytest.param(PS, "temperature = 0.7", "temperature = 0.8", id="powershell"),
    ],
)
def test_another_temperature_in_one_language_is_placed_at_that_language(
    language: str, old: str, new: str, tmp_path: Path
) -> None:
    folder = copy_samples(tmp_path / "copy")
    change(folder, language, "print_response", old, new)
    run = conformance(
        *with_pwsh("--samples", str(folder), "--scenario", "print_response", *ONE), report=tmp_path / "report.json"
    )
    (found,) = run.found("languages-differ")
    assert run.code == 1
    assert found["pointer"] == "/temperature"
    assert found["source"]["file"].startswith(language)
    assert len(found["related"]) == 2
    assert written_at(folder, found).startswith(new)


def test_with_two_languages_the_last_one_is_told(tmp_path: Path) -> None:
    folder = copy_samples(tmp_path / "copy")
    change(folder, SDK, "print_response", "temperature=0.7", "temperature=0.8")
    run = conformance(
        "--samples",
        str(folder),
        "--scenario",
        "print_response",
        "--language",
        "python",
        *ONE,
        report=tmp_path / "r.json",
    )
    (found,) = run.found("languages-differ")
    assert found["source"]["file"] == "python/rest/print_response.py"
    assert written_at(folder, found).startswith('"temperature": 0.7')


def _failing(tmp_path: Path, lines: dict[str, str], *more: str) -> Run:
    folder = copy_samples(tmp_path / "copy")
    for language, line in lines.items():
        change(
            folder, language, "print_response", "# <snippet_print_response>\n", f"{line}\n# <snippet_print_response>\n"
        )
    return conformance(
        *with_pwsh("--samples", str(folder), "--scenario", "print_response", *ONE, *more),
        report=tmp_path / "report.json",
    )


def test_a_sample_that_exits_with_3_has_failed_in_each_language(tmp_path: Path) -> None:
    run = _failing(tmp_path, {SDK: "sys.exit(3)", REST: "sys.exit(3)", PS: "exit 3"})
    assert run.code == 1
    assert sorted(f["source"]["file"] for f in run.found("sample-failed")) == [
        "powershell/print_response.ps1",
        "python/rest/print_response.py",
        "python/sdk/print_response.py",
    ]
    assert all("exit code 3" in finding["message"] for finding in run.found("sample-failed"))


def test_a_sample_that_crashes_shows_its_last_line(tmp_path: Path) -> None:
    run = _failing(tmp_path, {REST: 'raise RuntimeError("out of ink")'}, "--language", "rest")
    (found,) = run.found("sample-failed")
    assert found["message"].endswith("RuntimeError: out of ink")
    assert found["part"] == "suite"


def test_an_endless_loop_is_ended_after_its_time_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "child.pid"
    child = (
        "import subprocess; "
        f"open({str(mark)!r}, 'w').write(str(subprocess.Popen(['sleep', '600']).pid)); import itertools; "
        "[None for _ in itertools.count()]"
    )
    run = _failing(tmp_path, {SDK: "while True: pass", REST: child, PS: "while ($true) { }"}, "--timeout", "4")
    assert len(run.found("sample-failed")) == 3
    assert all("stopped after 4 s" in finding["message"] for finding in run.found("sample-failed"))
    assert not Path(f"/proc/{mark.read_text()}").exists()


@pytest.mark.parametrize(
    ("option", "rule"),
    [
        pytest.param(("--fingerprint", "absent"), "fingerprint-missing", id="no fingerprint"),
        pytest.param(("--fingerprint", "null"), "fingerprint-null", id="null"),
        pytest.param(("--diverge", "1"), "not-reproduced", id="diverging"),
    ],
)
def test_a_fault_of_the_service_is_found_in_each_language(option: tuple[str, str], rule: str, tmp_path: Path) -> None:
    run = conformance(*with_pwsh("--scenario", "story_with_seed", *ONE, *option), report=tmp_path / "report.json")
    assert run.code == 1
    assert {finding["source"]["file"] for finding in run.found(rule)} == {
        "powershell/story_with_seed.ps1",
        "python/rest/story_with_seed.py",
        "python/sdk/story_with_seed.py",
    }
    assert {finding["severity"] for finding in run.found(rule)} == {"error"}
