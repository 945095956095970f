"""Run ``conformance versions`` in this process, for pages: what they hold of all versions is computed once for all tests."""

import io
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from conformance.cli.main import run
from conformance.versions.member_tree import MemberTree
from tests.command_line.running import Ended
from tests.versions.everything import every_pair, tree


def versions_here(folder: Path, *arguments: str) -> Ended:
    """Run ``conformance versions ARGUMENTS`` in ``folder``."""
    with pytest.MonkeyPatch.context() as patch, chdir(folder):
        patch.setattr("conformance.versions.member_tree.member_tree", _tree)
        patch.setattr("conformance.reports.html.versions_data.changes_of_pairs", _every_pair)
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            code = run(["versions", *arguments])
    return Ended(code, out.getvalue(), err.getvalue())


def _tree(_: object) -> MemberTree:
    return tree()


def _every_pair(_: object) -> Iterator[tuple[int, int, Any]]:
    for (before, after), changes in every_pair().items():
        yield before, after, changes
