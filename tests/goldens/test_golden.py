"""A golden file that differs in one line fails, and says which."""

from pathlib import Path

import pytest

from tests.goldens.golden import WRITES, compare


@pytest.mark.skipif(WRITES, reason="nothing is compared while goldens are written")
def test_a_line_that_differs_fails_and_is_shown(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text("one\ntwo\n")
    compare("kept.jsonl", ["one", "two"], kept)
    with pytest.raises(pytest.fail.Exception, match=r"(?s)make goldens.*-two\n\+three"):
        compare("kept.jsonl", ["one", "three"], kept)
    with pytest.raises(pytest.fail.Exception, match=r"(?s)-two"):
        compare("kept.jsonl", ["one"], kept)


def test_a_golden_of_nothing_is_none(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="would hold nothing"):
        compare("kept.jsonl", [], tmp_path / "kept.jsonl")
