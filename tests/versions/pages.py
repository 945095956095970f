"""Run ``conformance versions check`` in this process, for pages: what they hold of all versions is computed once for all tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.versions.member_tree import MemberTree
from tests.command_line.here import conformance_here
from tests.command_line.running import Ended
from tests.versions.everything import every_pair, tree


def versions_check_here(folder: Path, *arguments: str) -> Ended:
    """Run ``conformance versions check ARGUMENTS`` in ``folder``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("conformance.commands.versions_check.member_tree", _tree)
        patch.setattr("conformance.reports.html.versions_data.changes_of_pairs", _every_pair)
        return conformance_here("versions", "check", *arguments, folder=folder)


def _tree(_: object) -> MemberTree:
    return tree()


def _every_pair(_: object) -> Iterator[tuple[int, int, Any]]:
    for (before, after), changes in every_pair().items():
        yield before, after, changes
