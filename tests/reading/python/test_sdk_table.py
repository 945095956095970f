"""The table of the openai SDK is what the installed, pinned release has, and a change of either is seen."""

from pathlib import Path

import pytest

from clients import sdk_table
from conformance.reading.python.sdk_table import CLIENTS, MEMBERS, NAMES


def test_the_table_is_what_the_pinned_release_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert sdk_table.main() == 0, capsys.readouterr().err


def test_a_table_that_differs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "sdk_table.py"
    other.write_text(
        sdk_table.TABLE.read_text(encoding="utf-8").replace('"completions"', '"completion"'), encoding="utf-8"
    )
    monkeypatch.setattr(sdk_table, "TABLE", other)
    monkeypatch.setattr(sdk_table, "ROOT", tmp_path)
    assert sdk_table.main() == 1
    assert "make sdk-table-write" in capsys.readouterr().err


def test_it_holds_what_samples_use() -> None:
    assert {"AzureOpenAI", "OpenAI", "types"} <= NAMES
    assert "create" in MEMBERS["chat.completions"]
    assert "azure_endpoint" in CLIENTS["AzureOpenAI"] - CLIENTS["OpenAI"]
