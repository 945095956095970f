"""The files themselves: whole, short, alike, and what each promises about where it runs."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.samples.running import ALL, SCENARIOS, Sample
from tests.shared_folder import ROOT

every_sample = pytest.mark.parametrize("sample", ALL, ids=lambda sample: f"{sample.language}/{sample.scenario}")
PYTHON = [sample for sample in ALL if sample.path.suffix == ".py"]


@every_sample
def test_the_part_that_does_the_work_stands_between_tags_and_is_short(sample: Sample) -> None:
    lines = sample.text.splitlines()
    start, end = f"# <snippet_{sample.scenario}>", f"# </snippet_{sample.scenario}>"
    assert [line for line in lines if "snippet" in line] == [start, end]
    assert 20 <= lines.index(end) - lines.index(start) - 1 <= 45
    assert lines[-1] == end, "what comes after the snippet would not be read"


@every_sample
def test_the_first_lines_say_what_to_set_and_how_to_run_it(sample: Sample) -> None:
    head = sample.text.partition("import " if sample.path.suffix == ".py" else "$ErrorActionPreference")[0]
    for word in (
        "AZURE_OPENAI_ENDPOINT",
        "AZURE_OPENAI_API_KEY",
        "AZURE_OPENAI_DEPLOYMENT",
        "OPENAI_API_VERSION is 2024-02-01 if unset",
        "Run it:",
        sample.path.name,
    ):
        assert word in head


@pytest.mark.parametrize("sample", PYTHON, ids=lambda sample: f"{sample.language}/{sample.scenario}")
def test_a_python_sample_imports_what_its_first_lines_install_and_nothing_of_ours(sample: Sample) -> None:
    imported = set()
    for node in ast.walk(ast.parse(sample.text)):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    # requests brings urllib3 along
    installed = {"openai"} if sample.language == "python/sdk" else {"requests", "urllib3"}
    assert imported - sys.stdlib_module_names == installed


@pytest.mark.parametrize("language", ["python/sdk", "python/rest", "powershell"])
def test_the_seed_is_the_one_difference_between_the_stories(language: str) -> None:
    without, seeded = (
        Sample(language, scenario).text.replace(scenario, "STORY").splitlines() for scenario in SCENARIOS[:2]
    )
    differing = [pair for pair in zip(without, seeded, strict=True) if pair[0] != pair[1]]
    assert len(differing) == 2
    (what_it_says, _), (seedless, seed) = differing
    assert "without a seed" in what_it_says
    assert re.sub(r"# ?", "", seedless) == seed
    assert re.search(r"seed\W+42", seed)


@pytest.mark.parametrize("language", ["python/sdk", "python/rest", "powershell"])
def test_print_response_differs_from_the_seeded_story_only_in_what_it_prints(language: str) -> None:
    story, response = (Sample(language, scenario).text.splitlines() for scenario in SCENARIOS[1:])
    loop = next(number for number, line in enumerate(story) if line.startswith(("for i in", "for ($i")))
    ours = [line.replace("print_response", "story_with_seed") for line in response]
    assert ours[1:loop] == story[1:loop]
    indented = {line.strip() for line in story[loop:]}
    assert len([line for line in ours[loop:-1] if line.strip() not in indented]) == 2


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_powershell_samples_are_ascii_with_unix_line_ends(scenario: str) -> None:
    content = Sample("powershell", scenario).path.read_bytes()
    assert content.isascii(), "5.1 would read more than ASCII as ANSI"
    assert b"\r" not in content and content.endswith(b"\n")


def test_every_file_beside_the_samples_is_a_sample() -> None:
    there = {path for sample in ALL for path in sample.path.parent.iterdir() if path.suffix in {".py", ".ps1"}}
    assert there == {sample.path for sample in ALL}
    assert all(ROOT in Path(path).parents for path in there)
