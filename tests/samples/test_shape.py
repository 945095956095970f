"""The files themselves: short, whole, alike, and what each promises about where it runs."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.samples.running import ALL, LANGUAGES, SCENARIOS, SETS, Sample
from tests.shared_folder import ROOT, needs_shared, shared

every_sample = pytest.mark.parametrize("sample", ALL, ids=str)
every_set = pytest.mark.parametrize("which", SETS, ids=["dated", "v1"])
every_language = pytest.mark.parametrize("language", LANGUAGES)
PYTHON = [sample for sample in ALL if sample.path.suffix == ".py"]


@every_sample
def test_a_sample_is_short_and_stands_between_tags_but_for_the_line_that_says_what_to_set(sample: Sample) -> None:
    lines = sample.text.splitlines()
    first, start, *_, end = lines
    assert len(lines) <= 40
    assert [start, end] == [f"# <snippet_{sample.scenario}>", f"# </snippet_{sample.scenario}>"]
    for word in ("AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_DEPLOYMENT", sample.path.name):
        assert word in first
    assert ("OPENAI_API_VERSION" in sample.text) == (sample.set == "")


@every_sample
def test_a_sample_has_no_functions_no_patterns_and_no_files(sample: Sample) -> None:
    assert not re.search(
        r"\b(def|lambda|function|class|try|import re|GetTempFileName|tempfile|-match|open)\b", sample.text
    )


@pytest.mark.parametrize("sample", PYTHON, ids=str)
def test_a_python_sample_imports_its_client_and_the_standard_library(sample: Sample) -> None:
    imported = set()
    for node in ast.walk(ast.parse(sample.text)):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported - sys.stdlib_module_names == {"openai" if sample.is_sdk else "requests"}


@every_language
@every_set
def test_the_seed_is_the_one_difference_between_the_stories(language: str, which: str) -> None:
    without, seeded = (
        Sample(language, scenario, which).text.replace(scenario, "STORY").splitlines() for scenario in SCENARIOS[:2]
    )
    ((seedless, seed),) = [pair for pair in zip(without, seeded, strict=True) if pair[0] != pair[1]]
    assert re.sub(r"# ?", "", seedless) == seed.replace("  =", " =") or re.sub(r"# ?", "", seedless) == seed
    assert re.search(r"seed\W+42", seed)


@every_language
@every_set
def test_print_response_asks_as_the_seeded_story_does(language: str, which: str) -> None:
    story, response = (
        {line.strip() for line in Sample(language, scenario, which).text.replace(scenario, "S").splitlines()}
        for scenario in SCENARIOS[1:]
    )
    new = response - story
    assert len(new) <= 2, "one line prints, and one may import what prints"


@every_language
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_two_sets_differ_in_client_url_and_model(language: str, scenario: str) -> None:
    dated, v1 = (set(Sample(language, scenario, which).text.splitlines()) for which in SETS)
    for line in dated ^ v1:
        assert re.search(r"OpenAI\b|url|base|endpoint|version|model|deployment", line), line


@pytest.mark.parametrize("sample", [one for one in ALL if one.language == "powershell"], ids=str)
def test_powershell_samples_are_ascii_with_unix_line_ends(sample: Sample) -> None:
    content = sample.path.read_bytes()
    assert content.isascii(), "5.1 would read more than ASCII as ANSI"
    assert b"\r" not in content and content.endswith(b"\n")


def test_every_file_beside_the_samples_is_a_sample() -> None:
    folders = [ROOT / folder for folder in ("python", "powershell")]
    there = {path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".ps1"}}
    assert there == {sample.path for sample in ALL}


@needs_shared
@pytest.mark.parametrize(
    ("page", "which"),
    [
        pytest.param("document/reproducible-output.md", "", id="dated"),
        pytest.param("documents/reproducible-output-2025-11.md", "v1", id="v1"),
    ],
)
def test_the_samples_keep_the_names_of_the_page_that_they_are_held_next_to(page: str, which: str) -> None:
    code = re.findall(
        r"```(python|powershell)\S*\n(.*?)```", Path(shared() / page).read_text(encoding="utf-8"), re.DOTALL
    )
    shown = dict(reversed(code))
    for language, folder in (("python", "python/sdk"), ("powershell", "powershell")):
        sample = Sample(folder, "story_without_seed", which).text
        names = re.findall(r"^ *(\$?\w+) *= ", shown[language], re.MULTILINE)
        assert names and [name for name in names if not re.search(rf"{re.escape(name)}\b *=", sample)] == []


def test_the_readme_shows_a_sample_whole() -> None:
    assert f"```python\n{Sample('python/sdk', 'story_with_seed').text}```\n" in (ROOT / "README.md").read_text(
        encoding="utf-8"
    )
