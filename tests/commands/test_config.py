"""``conformance config`` as a user meets it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.running import conformance
from tests.commands.checking import WRONG, ndjson
from tests.commands.documents import document, written
from tests.judging.exchanges import SEEDED
from tests.shared_folder import ROOT

DATED = "https://h.openai.azure.com/openai/deployments/d/chat/completions"
V1 = "https://h.openai.azure.com/openai/v1/chat/completions"


def config(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "conformance", "config", *arguments]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )


def test_it_shows_what_counts_and_from_where(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text(
        '[tool.conformance]\npaths = ["docs"]\ntoday = 2024-05-31\n\n[tool.conformance.rules]\ntab-id = "off"\n'
    )
    told = config(tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    lines = [line.split() for line in told.stdout.splitlines()]
    assert lines[0] == ["Settings", "of", "pyproject.toml:"]
    assert ["paths", "docs", "pyproject.toml:2"] in lines
    assert ["today", "2024-05-31", "pyproject.toml:3"] in lines
    assert ["max-age", "365", "default"] in lines
    assert ["rules.tab-id", "off", "pyproject.toml:6"] in lines
    value = json.loads(config(tmp_path, "--format", "json").stdout)
    assert value["settings"]["rules.tab-id"] == {"value": "off", "file": "pyproject.toml", "line": 6}
    assert value["file"] == "pyproject.toml" and "max-age" in value["unset"] and "paths" not in value["unset"]


def test_without_one_everything_is_as_by_default(tmp_path: Path) -> None:
    told = config(tmp_path)
    assert told.stdout.startswith("No conformance.toml and no [tool.conformance] counts here.\n")
    assert json.loads(config(tmp_path, "--format", "json").stdout)["file"] is None


def test_a_mistake_in_it_ends_a_check_before_anything_is_checked(tmp_path: Path) -> None:
    (tmp_path / "conformance.toml").write_text("max_age = 3\n")
    (tmp_path / "a.md").write_text("# A\n")
    command = [sys.executable, "-m", "conformance", "document", "check", "a.md"]
    told = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "conformance document: conformance.toml:1: unknown key max_age; did you mean max-age?\n"


def test_settings_count_and_the_command_line_comes_before_them(tmp_path: Path) -> None:
    written(
        tmp_path / "docs" / "a.md", "---\nms.date: 01/01/2024\n---\n\n# A\n\n`seed` is a string.\n\nSet `max_token`.\n"
    )
    written(
        tmp_path / "conformance.toml",
        'paths = ["docs"]\nmax-age = 10\ntoday = 2024-01-05\nfail-on = "warning"\n[rules]\nprose-type = "off"\n'
        'prose-member = "warning"\n',
    )

    def found(*arguments: str) -> tuple[int, list[str]]:
        ended = document("check", *arguments, "--format", "json", folder=tmp_path)
        return ended.code, [one["rule"] for one in json.loads(ended.stdout)["findings"]]

    assert found() == (1, ["prose-member"])
    assert found("--fail-on", "error") == (0, ["prose-member"])
    assert found("--max-age", "3") == (1, ["ms-date", "prose-member"])
    assert found("--today", "2024-02-05") == (1, ["ms-date", "prose-member"])
    written(tmp_path / "b.md", "# B\n")
    assert found("b.md") == (0, [])


def test_rules_and_hosts_of_the_settings_count_for_traffic(tmp_path: Path) -> None:
    exchange = json.loads(json.dumps(WRONG))
    exchange["request"]["url"] = "https://gateway.example.com/openai/v1/chat/completions"
    exchange["request"]["body"]["model"] = "m"
    written(tmp_path / "a.ndjson", ndjson(exchange))
    assert conformance("check", "a.ndjson", folder=tmp_path).code == 3  # not Azure's
    written(tmp_path / "conformance.toml", 'azure-hosts = ["gateway.example.com"]\n')
    assert conformance("check", "a.ndjson", folder=tmp_path).code == 1
    written(tmp_path / "conformance.toml", 'azure-hosts = ["gateway.example.com"]\n[rules]\nseed-type = "note"\n')
    assert conformance("check", "a.ndjson", folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("request_", "found", "as_set"),
    [
        pytest.param({"body": {"messages": [], "seed": "1"}}, ["api-version-missing"], ["request-schema", "seed-type"], id="neither"),
        pytest.param({"url": DATED, "body": SEEDED | {"seed": "1"}}, ["api-version-missing"], ["api-version-missing", "seed-type"], id="a URL that lacks it"),
        pytest.param({"url": f"{DATED}?api-version=2023-05-15", "body": SEEDED}, ["member-not-in-version"], ["member-not-in-version"], id="the URL"),
        pytest.param({"url": V1, "body": SEEDED | {"model": "m"}}, ["deprecated-member"], ["deprecated-member"], id="the path of v1"),
    ],
)  # fmt: skip
def test_the_api_version_of_the_settings_counts_where_an_exchange_names_none(
    request_: dict[str, Any], found: list[str], as_set: list[str], tmp_path: Path
) -> None:
    written(tmp_path / "a.ndjson", ndjson({"request": {"method": "POST"} | request_}))

    def rules() -> list[str]:
        told = conformance("check", "a.ndjson", "--format", "json", folder=tmp_path)
        return sorted(finding["rule"] for finding in json.loads(told.stdout)["findings"])

    assert rules() == found
    written(tmp_path / "conformance.toml", 'api-version = "2024-10-21"\n')
    assert rules() == as_set


def test_with_an_api_version_in_the_settings_a_bare_body_is_read(tmp_path: Path) -> None:
    written(tmp_path / "body.json", json.dumps(SEEDED | {"seed": "1"}))
    assert conformance("check", "body.json", folder=tmp_path).code == 2
    written(tmp_path / "conformance.toml", 'api-version = "2024-10-21"\n')
    assert conformance("check", "body.json", folder=tmp_path).code == 1
    assert conformance("check", "body.json", "--api-version", "2023-05-15", folder=tmp_path).code == 1
