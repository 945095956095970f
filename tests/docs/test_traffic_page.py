"""The page about traffic lists the formats that there are, and its transport for httpx records what it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from openai import AzureOpenAI

from conformance.emulator.serving import Emulator, Settings
from conformance.traffic.formats.registry import every_format
from tests.commands.checking import check
from tests.docs.examples import python_of
from tests.shared_folder import ROOT

PAGE = ROOT / "docs" / "traffic.md"


def test_every_format_has_its_line() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for one in every_format():
        assert f"| {one.name} | {one.title} | {one.fidelity} |\n" in text


def test_the_transport_records_what_check_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = [code for code, _ in python_of(PAGE) if "HTTPTransport" in code]
    names: dict[str, Any] = {}
    exec(code, names)
    with Emulator.start(Settings()) as emulator, names["httpx"].Client(transport=names["Recording"]()) as client:
        sdk = AzureOpenAI(
            azure_endpoint=emulator.url, api_key="emulator-key", api_version="2024-02-01", http_client=client
        )
        answer = sdk.chat.completions.create(
            model="gpt-35-turbo", messages=[{"role": "user", "content": "Hi"}], seed=42
        )
    line = json.loads((tmp_path / "traffic.ndjson").read_text())
    assert json.loads(line["response"]["body_text"])["id"] == answer.id
    assert "emulator-key" not in json.dumps(line)
    assert check(tmp_path, "traffic.ndjson").code == 0
