"""What ``document check`` finds in our own documents and in the shared ones, which are read where they lie.

Of the how-to itself, what is confirmed is kept too; the other pages of docs/ are about the program.

Of the shared documents a golden file holds rules, places and values, and none of their text. ``ms-date`` is left out: it
changes with the day. PowerShell is not asked, so that the result is the same with and without one. ``make goldens``
writes the results anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.cli.main import run
from tests.goldens.golden import compare, line
from tests.shared_folder import ROOT, needs_shared, shared

# What a finding says without quoting the document.
VALUES = ("rule", "severity", "part", "pointer", "chunk_index", "api_version", "predicted")


@pytest.fixture(autouse=True)
def no_powershell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(ROOT)


def test_what_is_found_in_our_own_documents(capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = _check("docs", capsys)
    how_to, report = _check("docs/reproducible-output.md", capsys)
    claims = [
        {"claim": one["claim"], "at": _at(one["source"], ROOT)}
        for one in report["confirmed"]
        if not one["claim"].startswith("The document is dated")
    ]
    others = [one for one in found if one not in how_to]
    compare("documents-own.jsonl", map(line, [*others, *how_to, *claims, report["checked"]]))


@needs_shared
def test_what_is_found_in_the_shared_documents(capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared() / "documents"
    lines: list[dict[str, Any]] = []
    for document in sorted(folder.glob("*.md")):
        found, report = _check(str(document), capsys)
        lines += [_without_text(one, folder) for one in found]
        lines.append({"document": document.name, **report["checked"], "confirmed": len(report["confirmed"])})
    assert any("rule" in one for one in lines)
    compare("documents-shared.jsonl", map(line, lines))


def _check(name: str, capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    run(["document", "check", name, "--format", "json", "--max-age", "99999"])
    report = json.loads(capsys.readouterr().out)
    return [one for one in report["findings"] if one["rule"] != "ms-date"], report


def _without_text(finding: dict[str, Any], folder: Path) -> dict[str, Any]:
    told = {name: finding[name] for name in VALUES if name in finding}
    told |= {"at": _at(finding["source"], folder)} if "source" in finding else {}
    told |= {"spec": finding["spec"]["pointer"]} if "spec" in finding else {}
    if " " not in finding.get("suggestion", " "):
        told["suggestion"] = finding["suggestion"]
    return told


def _at(place: dict[str, Any], folder: Path) -> str:
    file = (ROOT / place["file"]).resolve()
    name = file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.name
    return ":".join([name, *(str(place[part]) for part in ("line", "column") if part in place)])
