"""Every console example of README and docs is run, and prints what the page shows."""

from pathlib import Path

import pytest

from tests.docs.examples import PAGES, Example, examples_of, matches, printed_by
from tests.shared_folder import ROOT, needs_shared

EXAMPLES = [example for page in PAGES for example in examples_of(page)]
RUNS_ALL = "conformance run"


@needs_shared
@pytest.mark.parametrize(
    "example",
    [pytest.param(one, id=str(one), marks=[pytest.mark.whole] if one.command == RUNS_ALL else []) for one in EXAMPLES],
)
def test_a_command_prints_what_its_page_shows(example: Example, tmp_path: Path) -> None:
    printed = printed_by(example, tmp_path)
    assert matches(example.output, printed), "\n".join([f"{example} prints:", *printed])


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        (("a", "b"), ["a", "b"], True),
        (("a", "…"), ["a", "b", "c"], True),
        (("a…c",), ["abc"], True),
        (("a",), ["a", "b"], False),
        (("43 changes",), ["42 changes"], False),
        (("…", "b"), ["a", "c"], False),
    ],
)
def test_an_output_that_differs_is_seen(expected: tuple[str, ...], printed: list[str], same: bool) -> None:
    assert matches(expected, printed) is same


def test_every_link_of_a_page_leads_to_a_file() -> None:
    import re

    for page in [*PAGES, *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
