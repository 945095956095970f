"""The page of reference says what there is, and its examples run."""

import argparse
import contextlib
import io
import re
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from conformance.cli.options.emulate import configure
from conformance.emulator.faults import rows
from conformance.emulator.script import read_script
from tests.shared_folder import ROOT

PAGE = (ROOT / "docs" / "emulator.md").read_text(encoding="utf-8")
FENCES = {token.info: token.content for token in MarkdownIt().parse(PAGE) if token.type == "fence"}


def test_the_example_of_a_test_prints_what_the_page_shows() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(FENCES["python"], "docs/emulator.md", "exec"), {"__name__": "example"})
    assert printed.getvalue() == FENCES["output"]


def test_the_script_of_the_page_is_one(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(FENCES["yaml"])
    assert len(read_script(path).rows) == len(yaml.safe_load(FENCES["yaml"])["answers"])


def test_every_fault_and_every_option_is_on_the_page() -> None:
    for name, says in rows():
        assert f"| `{name}` | {says} |" in PAGE
    parser = argparse.ArgumentParser(add_help=False)
    configure(parser)
    options = {option for action in parser._actions for option in action.option_strings}
    assert options == set(re.findall(r"`?(--[a-z0-9-]+)", PAGE.partition("## What it says")[0])) & options
