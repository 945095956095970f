"""``conformance versions`` as a person runs it: its three reports, its exit codes, and every slip in one sentence."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.catalog import catalog
from tests.command_line.running import Ended, conformance
from tests.shared_folder import ROOT
from tests.versions.pages import versions_check_here

LINE: Any = {
    "request": {
        "method": "POST",
        "url": "https://h/openai/deployments/d/chat/completions?api-version=2023-05-15",
        "body": {"messages": [{"role": "user", "content": "u"}], "seed": 42},
    }
}


def versions(*arguments: str, stdin: str = "", project: Path = ROOT) -> Ended:
    return conformance(
        "versions",
        *arguments,
        stdin=stdin.encode(),
        environment=os.environ | {"COLUMNS": "100"},
        folder=project,
        project=project,
    )


@pytest.fixture
def traffic(tmp_path: Path) -> str:
    path = tmp_path / "t.ndjson"
    path.write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    return str(path)


def test_the_matrix_as_json_holds_every_version_with_its_members() -> None:
    told = json.loads(versions("--member", "request.seed", "--format", "json").stdout)
    assert told["format"] == 1
    assert [one["api_version"] for one in told["versions"]] == [one.api_version for one in catalog().versions]
    seed = {one["api_version"]: one["members"]["request.seed"] for one in told["versions"]}
    assert seed["2022-12-01"] is None and seed["2023-10-01-preview"] is None
    assert seed["2023-12-01-preview"]["maximum"] == 2**63 - 1 and seed["v1-2026-01-28"]["deprecated"] is True


def test_the_diff_as_json_holds_the_changes_and_nothing_else() -> None:
    assert json.loads(versions("diff", "2023-05-15", "2023-03-15-preview", "--format", "json").stdout) == {
        "format": 1,
        "changes": [],
    }
    told = json.loads(versions("diff", "2024-02-01", "2024-10-21", "--format", "json").stdout)
    for change in told["changes"]:
        assert set(change) - {"from", "to"} == {"part", "pointer", "kind", "breaks", "message"}
        assert change["breaks"] in ("sender", "reader", "none")
        for side in ("from", "to"):
            assert side not in change or set(change[side]) == {"file", "pointer", "line", "column"}


def test_examples_are_shown_where_they_are_asked_for() -> None:
    told = json.loads(versions("diff", "2024-02-01", "2024-10-21", "--examples", "--format", "json").stdout)
    assert all(("example" in change) == (change["breaks"] != "none") for change in told["changes"])
    assert "such as {" in versions("diff", "2024-02-01", "2024-10-21", "--examples").stdout


def test_the_check_as_json_tells_every_version_and_the_newest(traffic: str) -> None:
    done = versions("check", traffic, "--format", "json")
    told = json.loads(done.stdout)
    assert (done.code, set(told), told["newest"]) == (0, {"format", "versions", "newest"}, "2025-04-01-preview")
    assert [one["api_version"] for one in told["versions"]] == list(catalog().with_chat)
    old = told["versions"][1]
    assert {name: old[name] for name in ("accepted", "not_declared", "refused", "answers_undeclared")} == {
        "accepted": 0, "not_declared": 1, "refused": 0, "answers_undeclared": 0,
    }  # fmt: skip
    (reason,) = old["reasons"]
    assert (reason["rule"], reason["pointer"]) == ("member-not-in-version", "/seed")
    assert reason["exchange"].endswith("t.ndjson:1") and "2023-05-15" in reason["message"]


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [
        ("2023-05-15", 1, "For 2023-05-15 this would have to change (0 accepted, 1 not declared, 0 refused):"),
        ("2024-10-21", 0, "For 2024-10-21 no request has to change."),
    ],
)
def test_what_would_have_to_change_for_a_target_is_told_and_makes_the_exit_code(
    traffic: str, target: str, code: int, said: str
) -> None:
    done = versions("check", traffic, "--to", target)
    assert (done.code, said in done.stdout) == (code, True)


def test_the_terminals_table_has_one_row_a_version_and_fits_100_columns(traffic: str) -> None:
    lines = versions("check", traffic).stdout.splitlines()
    assert [line.split()[0] for line in lines[2:29]] == list(catalog().with_chat)
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["diff", "2024-02-1", "2024-10-21"], 2, "2024-02-1 is unknown; did you mean 2024-02-15-preview or 2024-02-01"),
        (["diff", "2024-02-01", "2024-07-01"], 2, "did you mean 2024-07-01-preview or"),
        (
            ["diff", "2022-12-01", "2024-10-21"],
            2,
            "2022-12-01 has no chat completions; 2023-03-15-preview is the first",
        ),
        (["diff", "2024-02-01"], 2, "the following arguments are required: B"),
        (["check", "-", "--to", "latest"], 2, '--to latest is unknown; see "conformance versions"'),
        (["check", "-", "--api-version", "v2"], 2, "--api-version v2 is unknown; did you mean v1"),
        (["check", "-", "-"], 2, "standard input can be read once"),
        (["check", "nowhere.ndjson"], 2, "nowhere.ndjson"),
        (["check", "-"], 3, "nothing was checked: the input holds no exchange"),
        (["--member", "request.sede"], 2, "did you mean request.seed?"),
        (["--member", "request.seed", "diff", "v1", "v1"], 2, "--member makes the columns of the matrix"),
        (["chekc"], 2, "chekc"),
        (["--format", "xml"], 2, "--format"),
    ],
)
def test_a_slip_is_one_sentence(arguments: list[str], code: int, sentence: str) -> None:
    done = versions(*arguments)
    assert (done.code, len(done.stderr.strip().splitlines())) == (code, 1), done.stderr
    assert sentence in done.stderr


def test_traffic_of_other_operations_only_is_nothing_checked() -> None:
    other = {"request": {"url": "https://h/openai/deployments/d/embeddings", "body": {}}}
    done = versions("check", "-", stdin=json.dumps(other))
    assert (
        done.code,
        "nothing was checked: no exchange is with Azure OpenAI chat completions" in done.stderr,
    ) == (3, True)


def test_a_line_that_cannot_be_read_is_told_and_the_others_are_judged() -> None:
    done = versions("check", "-", "--format", "json", stdin=f"{json.dumps(LINE)}\nno json\n{json.dumps(LINE)}\n")
    told = json.loads(done.stdout)
    assert done.code == 2 and "-:2 is not JSON" in done.stderr
    assert told["versions"][-5]["accepted"] == 2


@pytest.mark.parametrize("action", [[], ["diff"], ["check"]])
def test_help_carries_an_example(action: list[str]) -> None:
    done = versions(*action, "--help")
    assert done.code == 0 and f"example: conformance {' '.join(['versions', *action])}" in done.stdout


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which somebody lowered a bound of one contract."""
    copy = tmp_path_factory.mktemp("edited")
    for folder in ("conformance", "spec"):  # with what is compiled already
        shutil.copytree(ROOT / folder, copy / folder)
    path = copy / "spec" / "2024-02-01" / "inference.json"
    text = path.read_text(encoding="utf-8")
    assert '"maximum": 9223372036854775807' in text
    path.write_text(text.replace('"maximum": 9223372036854775807', '"maximum": 7'), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--member", "request.seed"], True),
        (["diff", "2024-02-01", "2024-10-21"], True),
        (["diff", "2023-12-01-preview", "2024-10-21"], False),
        (["check", "-"], True),
    ],
)
def test_a_contract_that_was_edited_is_said_and_not_trusted(edited: Path, arguments: list[str], told: bool) -> None:
    done = versions(*arguments, "--format", "json", stdin=json.dumps(LINE), project=edited)
    report = json.loads(done.stdout)
    assert ("spec/2024-02-01/inference.json was edited" in done.stderr) is told
    assert (done.code, report.get("edited")) == ((2, ["spec/2024-02-01/inference.json"]) if told else (0, None))


def test_a_report_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "diff.json"
    done = versions("diff", "2024-02-01", "2024-10-21", "--format", "json", "-o", str(path))
    assert (done.code, done.stdout) == (0, "") and json.loads(path.read_text(encoding="utf-8"))["changes"]


def page_data(page: str, name: str) -> Any:
    found = re.search(f'<script type="application/json" id="{name}">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])


def test_the_page_holds_every_version_and_opens_at_the_members_that_were_asked_for(tmp_path: Path) -> None:
    done = versions("--format", "html", "--member", "request.seed", "-o", str(tmp_path / "page.html"))
    assert (done.code, done.stdout, done.stderr) == (0, "", "")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.startswith("<!doctype html>") and page.rstrip().endswith("</html>")
    assert [one["name"] for one in page_data(page, "versions")["versions"]] == [
        one.api_version for one in catalog().versions
    ]
    assert page_data(page, "view") == {"chosen": ["request.seed"], "pair": None}
    assert len(page) < 1_000_000


def test_the_page_of_traffic_holds_verdicts_and_the_names_of_members_and_no_value(tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script>\u202e"
    body = {"messages": [{"role": "user", "content": "hush-a-value"}], "seed": 42, hostile: "hush-another"}
    exchange = {"request": LINE["request"] | {"body": body, "headers": {"api-key": "hush-a-key"}}}
    (tmp_path / "t.ndjson").write_text(json.dumps(exchange) + "\n", encoding="utf-8")
    done = versions_check_here(tmp_path, "t.ndjson", "--to", "2024-10-21", "--format", "html")
    assert done.code == 1
    traffic = page_data(done.stdout, "view")["traffic"]
    assert traffic["verdicts"]["2024-10-21"] == [0, 1, 0, 0] and traffic["requests"] == 1
    assert traffic["to"]["changes"][0]["rule"] == "undeclared-member"
    assert traffic["unknown"] == [[f"request.{hostile}", 1]]
    members = page_data(done.stdout, "versions")["members"]
    assert {members[place][2] for place, _ in traffic["used"]} == {"messages", "[]", "role", "content", "seed"}
    assert "hush" not in done.stdout and "\u202e" not in done.stdout and "<script>alert" not in done.stdout


def test_a_page_that_cannot_be_written_is_told_in_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    done = versions("--format", "html", "-o", str(tmp_path / "absent" / "page.html"))
    assert done.code == 2 and done.stderr.count("\n") == 1 and "page.html" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_page_of_a_member_that_no_version_has_is_not_written(tmp_path: Path) -> None:
    done = versions("--format", "html", "--member", "request.sede", "-o", str(tmp_path / "page.html"))
    assert done.code == 2 and "request.seed" in done.stderr and not list(tmp_path.iterdir())
