"""Whole findings of ``conformance check`` on every exchange that tests/judging/rules/test_exact_cases.py judges.

The exchanges are taken from the tests themselves, as they hand them to the judge; a case added there is a case here.
What several api-versions say alike is one line, with the line and column in each contract. ``make goldens`` writes
the results anew.
"""

import inspect
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from conformance.cli.main import run
from conformance.contract.catalog import catalog
from conformance.exchange import Exchange
from conformance.judging.judge import judge
from tests.goldens.golden import compare, line
from tests.judging.rules import test_exact_cases


def test_what_check_says_of_the_exact_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchanges = list(_exchanges(monkeypatch))
    traffic, report = tmp_path / "traffic.ndjson", tmp_path / "report.json"
    traffic.write_text("".join(f"{json.dumps(one)}\n" for _, one in exchanges), encoding="utf-8")
    assert run(["check", str(traffic), "--format", "json", "-o", str(report), "--jobs", "1"]) == 1
    whole = json.loads(report.read_text())
    assert whole["checked"]["exchanges"] + whole["checked"].get("skipped", 0) == len(exchanges)
    cases: dict[str, dict[str, dict[str, Any]]] = {case: {} for case, _ in exchanges}
    for finding in whole["findings"]:
        case, version = exchanges[int(finding["exchange"].rpartition(":")[2]) - 1][0], finding.get("api_version")
        said = _alike(finding, version)
        versions = cases[case].setdefault(line(said), {})
        versions[version or "none"] = _spec_place(finding)
    compare("exact-cases.jsonl", (told for case, found in cases.items() for told in _lines(case, found)))


def _lines(case: str, found: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield line({"case": case} | ({} if found else {"findings": 0}))
    for said, versions in found.items():
        yield line(json.loads(said) | {"versions": versions})


def _alike(finding: dict[str, Any], version: str | None) -> dict[str, Any]:
    """Return the finding without its exchange and its lines, and with V for its api-version."""
    kept = {name: value for name, value in finding.items() if name not in ("exchange", "id", "api_version")}
    if "spec" in kept:
        kept["spec"] = {name: kept["spec"][name] for name in ("file", "pointer")}
    text = json.dumps(kept)
    return dict(json.loads(text.replace(version, "V") if version and len(version) > 2 else text))


def _spec_place(finding: dict[str, Any]) -> str:
    spec = finding.get("spec", {})
    return f"{spec['line']}:{spec['column']}" if "line" in spec else ""


def _exchanges(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the exact cases, and yield each exchange that they judge as NDJSON holds it, beside the case's name."""
    judged: list[Exchange] = []

    def recording(exchange: Exchange, *more: Any) -> Any:
        judged.append(exchange)
        return judge(exchange, *more)

    monkeypatch.setattr("tests.judging.rules.judging.judge", recording)
    versions = catalog().with_chat
    for name, test in inspect.getmembers(test_exact_cases, inspect.isfunction):
        if not name.startswith("test_"):
            continue
        for arguments in _arguments(test):
            judged.clear()
            test(**arguments)
            # One case for all its api-versions; what the test expects is no part of its name.
            named = [value for name, value in arguments.items() if name != "found" and value not in versions]
            shown = ", ".join(map(_short, named))
            case = name.removeprefix("test_") + (f"[{shown}]" if shown else "")
            for exchange in judged:
                yield case, _as_line(exchange)


def _arguments(test: Any) -> Iterator[dict[str, Any]]:
    """Yield the arguments of each case that the marks of ``test`` declare."""
    tables = []
    for mark in getattr(test, "pytestmark", []):
        names, rows = mark.args
        names = names if isinstance(names, tuple) else (names,)
        tables.append([dict(zip(names, row if len(names) > 1 else (row,), strict=True)) for row in rows])
    for chosen in product(*tables):
        yield {name: value for row in chosen for name, value in row.items()}


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:60]}… ({len(text)} characters)"


def _as_line(exchange: Exchange) -> dict[str, Any]:
    told: dict[str, Any] = {"api_version": exchange.api_version} if exchange.api_version else {}
    if (request := exchange.request) is not None:
        assert request.body is not None
        told["request"] = {"method": request.method, "body_text": request.body.text}
        told["request"] |= {"url": request.url} if request.url is not None else {}
        told["request"] |= {"headers": dict(request.headers)} if request.headers is not None else {}
    if (response := exchange.response) is not None:
        assert response.body is not None
        told["response"] = {"status": response.status, "body_text": response.body.text}
    return told
