"""``--format html`` on every command that has findings: what they are about is in the page, and no secret is."""

import io
import json
from pathlib import Path

import pytest

from conformance.cli.main import run as conformance
from conformance.finding import Finding
from conformance.traffic import parallel
from conformance.traffic.inspection import Question
from conformance.traffic.reading import read_blocks
from tests.commands.checking import WRONG, ndjson
from tests.judging.exchanges import ANSWER, SEEDED, for_version
from tests.reports.html.pages import lines, rows, script
from tests.shared_folder import ROOT

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def html(*arguments: str) -> str:
    assert conformance([*arguments, "--report", "html=out.html", "-q"]) in (0, 1)
    return Path("out.html").read_text(encoding="utf-8")


def test_recorded_exchanges_are_in_the_page_as_they_were_written(folder: Path) -> None:
    (folder / "t.ndjson").write_text(ndjson(WRONG).replace('"temperature": 0.7', '"temperature": 0.70'))
    page = html("check", "t.ndjson")
    row = next(row for row in rows(page) if row["pointer"] == "/seed")
    request, response = lines(page, "exchanges")[row["payload"]]
    assert '"temperature": 0.70' in lines(page, "texts")[request["json"]]
    assert json.loads(lines(page, "texts")[response["json"]]) == ANSWER
    assert request["head"].startswith("POST https://h/openai/deployments/d/chat/completions")


def test_no_secret_of_an_exchange_is_in_the_page(folder: Path) -> None:
    exchange = for_version("2024-02-01", SEEDED | {"seed": "42", "api_key": KEY, "user": f"Bearer {KEY}"})
    exchange["request"]["url"] += f"&sig={KEY}"
    exchange["request"]["headers"] |= {"api-key": KEY, "Authorization": f"Bearer {KEY}"}
    exchange["response"] = {
        "status": 200, "headers": {"Content-Type": "text/event-stream", "Set-Cookie": KEY},
        "body_text": f'data: {{"choices": 1, "token": "{KEY}"}}\n\ndata: {KEY}\n\n',
    }  # fmt: skip
    broken = for_version("2024-02-01")
    del broken["response"]["body"]
    broken["response"]["body_text"] = f'{{"api_key": "{KEY}"'
    (folder / "t.ndjson").write_text(ndjson(exchange, broken))
    page = html("check", "t.ndjson")
    assert KEY not in page and "REDACTED" in page
    assert {row["part"] for row in rows(page)} >= {"request", "chunk", "response"}


def test_a_document_is_in_the_page_without_its_secrets(folder: Path) -> None:
    code = f'import os\nfrom openai import AzureOpenAI\nclient = AzureOpenAI(azure_endpoint=os.environ["E"], api_key="{KEY}", api_version="2024-02-01")\n'
    call = 'client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}], seed="42")\n'
    (folder / "a.md").write_text(f"# A\n\n```python\n{code}{call}```\n")
    page = html("document", "check", "a.md")
    row = next(row for row in rows(page) if row.get("pointer") == "/seed")
    assert (row["language"], row["source"], row["line"], row["file"]) == ("python", "a.md", 7, "a.md")
    request, _ = lines(page, "exchanges")[row["payload"]]
    assert json.loads(lines(page, "texts")[request["json"]])["seed"] == "42"
    source = json.loads(script(page, "sources"))[0]["text"]
    assert KEY not in page and f'api_key="{"*" * len(KEY)}"' in source
    ran = html("document", "run", "a.md")
    assert KEY not in ran
    assert any(row.get("pointer") == "/seed" and "payload" in row for row in rows(ran))


def test_a_source_that_is_only_read_is_in_the_page_with_the_request_that_it_would_send(folder: Path) -> None:
    text = f'''import os, requests
url = os.environ["E"] + "/openai/deployments/d/chat/completions?api-version=2024-02-01"
body = {{"messages": [{{"role": "user", "content": "Hi"}}], "seed": "42"}}
requests.post(url, headers={{"api-key": "{KEY}"}}, json=body)
'''
    (folder / "a.py").write_text(text)
    page = html("read", "--check", "a.py")
    row = next(row for row in rows(page) if row["pointer"] == "/seed")
    assert (row["language"], row["source"], row["line"]) == ("python", "a.py", 3)
    request, _ = lines(page, "exchanges")[row["payload"]]
    assert json.loads(lines(page, "texts")[request["json"]])["seed"] == "42"
    assert KEY not in page and "*" * len(KEY) in json.loads(script(page, "sources"))[0]["text"]


def test_samples_of_a_run_are_side_by_side(folder: Path) -> None:
    for language in ("sdk", "rest"):
        name = f"python/{language}/print_response.py"
        (folder / name).parent.mkdir(parents=True)
        text = (ROOT / name).read_text(encoding="utf-8")
        tells = text + 'print("key", os.environ["AZURE_OPENAI_API_KEY"])\n'
        (folder / name).write_text(text.replace("50", "60") if language == "rest" else tells)
    few = ("--language", "python", "--scenario", "print_response", "--api-version", "2024-02-01")
    page = html("run", "--samples", ".", *few)
    [scenario] = json.loads(script(page, "samples"))
    assert [column["language"] for column in scenario["columns"]] == ["Python SDK", "Python REST"]
    [request] = scenario["requests"]
    differing = {line["name"]: line["cells"] for line in request["lines"] if line.get("differs")}
    assert differing == {"max_tokens": ["50", "60"]}
    assert next(line for line in request["lines"] if line["name"] == "model")["cells"][1] is None
    assert scenario["columns"][0]["output"].rstrip().endswith("key ***")
    row = next(row for row in rows(page) if row["message"].startswith("the languages differ"))
    assert (row["language"], row["source"]) == ("Python REST", "python/rest/print_response.py")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("whole", [False, True])
def test_exchanges_come_along_over_processes_and_only_where_they_are_wanted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, whole: bool
) -> None:
    monkeypatch.setattr(parallel, "_ALONE", 0)
    (folder / "t.ndjson").write_text(ndjson(for_version("2024-02-01", SEEDED | {"seed": "42", "sede": 1})))
    blocks = read_blocks(["t.ndjson"], io.BytesIO())
    found = [one for part in parallel.inspect_over(blocks, Question(whole=whole), jobs) for one in part.remarks]
    exhibits = [one.exhibit for one in found if isinstance(one, Finding)]
    assert len(exhibits) > 1
    if not whole:
        assert set(exhibits) == {None}
        return
    assert all(one is exhibits[0] for one in exhibits)  # one copy for all findings of an exchange
    assert exhibits[0] is not None and exhibits[0].exchange is not None and exhibits[0].exchange.request is not None
    assert '"sede": 1' in (exhibits[0].exchange.request.body or "")
