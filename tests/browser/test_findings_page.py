"""The page of findings in a browser: filters, search, keyboard, payloads, documents, samples; and nothing of a payload runs."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from conformance.cli.main import run as conformance
from tests.browser.watching import Window
from tests.judging.exchanges import ANSWER, SEEDED, for_version

if TYPE_CHECKING:
    from playwright.sync_api import Page

Show = Callable[..., Window]

HOSTILE: Final = (
    "</script><script>window.hit=1</script>", "<img src=x onerror=window.hit=1>", "<svg onload=window.hit=1>",
    "javascript:window.hit=1", "<!--", "\u202etxt.exe", "\x1b[2J", "\u2028", "{{ 7*7 }}",
)  # fmt: skip


def ndjson(path: Path, exchanges: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in exchanges), encoding="utf-8")
    return path


def page(folder: Path, *arguments: str) -> Path:
    out = folder / "report.html"
    assert conformance([*arguments, "--format", "html", "-o", str(out)]) in (0, 1)
    return out


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with several rules, versions and files."""
    folder = tmp_path_factory.mktemp("checked")
    wrong, large = SEEDED | {"seed": "42"}, SEEDED | {"seed": 123456789012345678901}
    misspelt = {"sede" if name == "seed" else name: value for name, value in SEEDED.items()}
    ndjson(folder / "a.ndjson", [for_version("2024-02-01", wrong), for_version("2024-10-21", wrong)])
    null = ANSWER | {"system_fingerprint": None}
    ndjson(folder / "b.ndjson", [for_version("2024-02-01", large), for_version("2024-02-01", misspelt, null)])
    return page(folder, "check", str(folder))


def count(window: Window) -> str:
    return str(window.page.locator("#count").inner_text()).partition(" finding")[0].partition(" of")[0]


def wait_for_count(seen: "Page", wanted: int) -> None:
    seen.locator("#count", has_text=re.compile(rf"^{wanted} of")).wait_for()


def test_filters_and_search_narrow_the_findings_and_the_address_keeps_them(show: Show, checked: Path) -> None:
    window = show(checked)
    seen, every = window.page, count(window)
    for error in ("warning", "note"):
        seen.locator(f"#severity-{error}").uncheck()
    assert count(window) == "4"
    seen.locator("#choice-rule").select_option("seed-type")
    assert count(window) == "2"
    seen.locator("#choice-version").select_option("2024-10-21")
    assert count(window) == "1"
    assert seen.url.endswith("#severity=error&rule=seed-type&version=2024-10-21")
    seen.reload()
    assert count(window) == "1"
    seen.locator("#reset").click()
    assert count(window) == every
    seen.locator("#choice-file").select_option(label=seen.locator("#choice-file option").nth(2).inner_text())
    seen.locator("#search").fill("SEDE mean")
    wait_for_count(seen, 1)
    seen.locator("#search").fill("no such word")
    seen.locator("#nothing").wait_for()


def test_a_finding_shows_payload_contract_and_what_to_write(show: Show, checked: Path) -> None:
    window = show(checked, fragment="rule=seed-range")
    window.page.locator(".group .opener").click()
    detail = window.page.locator(".detail")
    assert "123456789012345678901" in detail.locator(".leaf.marked").inner_text()  # no digit is lost
    assert '"seed": {' in detail.locator(".contract").inner_text()
    assert detail.locator(".contract .line.marked").count() == 1
    window.page.locator("#choice-rule").select_option("undeclared-member")
    window.page.locator(".group .opener").click()
    assert window.page.locator(".write code").inner_text() == "seed"
    assert window.page.locator(".leaf.marked .key").inner_text() == '"sede"'


def test_the_keyboard_alone_leads_to_a_payload(show: Show, checked: Path) -> None:
    window = show(checked)
    keys = window.page.keyboard
    keys.press("/")
    keys.type("seed-type")
    wait_for_count(window.page, 2)
    for _ in range(12):
        keys.press("Tab")
        if window.page.evaluate("document.activeElement.classList.contains('opener')"):
            break
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Enter")
    assert window.page.locator(".leaf.marked").inner_text().startswith('"seed": "42"')


def test_an_address_leads_to_one_finding(show: Show, checked: Path) -> None:
    window = show(checked)
    last = window.page.evaluate("ROWS.length - 1")
    window.page.evaluate(f"location.hash = 'finding={last}'")
    window.page.locator(".detail").wait_for()
    assert window.page.locator(".detail").count() == 1
    assert window.page.locator(".explain a").get_attribute("href") == f"#finding={last}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_is_shut_out_of_findings(show: Show, checked: Path, width: int, dark: bool) -> None:
    window = show(checked, width=width, dark=dark)
    for opener in window.page.locator(".group > h3 .opener").all():
        opener.click()
    for opener in window.page.locator(".finding > .opener").all():
        opener.click()
    assert window.violations() == []
    assert not window.scrolls_sideways()


def test_nothing_of_a_payload_runs_and_what_is_hidden_is_seen(show: Show, tmp_path: Path) -> None:
    texts = {f"x{number}": text for number, text in enumerate(HOSTILE)}
    body = SEEDED | texts | {text: text for text in HOSTILE} | {"seed": HOSTILE[0]}
    answer = ANSWER | {"system_fingerprint": 1} | {text: [text] for text in HOSTILE}
    exchange = for_version("2024-02-01", body, answer) | {"id": HOSTILE[1]}
    stream = for_version("2024-02-01", SEEDED | {"stream": True})
    stream["response"] = {
        "status": 200, "headers": {"Content-Type": "text/event-stream", "x-ms-region": HOSTILE[2]},
        "body_text": f"data: {json.dumps({'choices': HOSTILE[0], HOSTILE[5]: 1})}\n\ndata: {HOSTILE[1]}\n\n",
    }  # fmt: skip
    broken = for_version("2024-02-01")
    broken["response"]["body_text"] = "".join(HOSTILE)
    del broken["response"]["body"]
    folder = tmp_path / "<img src=x onerror=window.hit=1>"
    folder.mkdir()
    window = show(page(tmp_path, "check", str(ndjson(folder / "a.ndjson", [exchange, stream, broken]))))
    for more in ("li.more button", ".group > h3 .opener", ".finding > .opener", "details:not([open]) > summary"):
        window.page.evaluate(f"document.querySelectorAll('{more}').forEach(one => one.click())")
    text = window.page.locator("#groups").inner_text()
    assert "<svg onload=window.hit=1>" in text and "</script><script>window.hit=1</script>" in text
    assert window.page.locator(".escaped", has_text="\\u202e").count() > 0
    assert window.page.evaluate("window.hit") is None
    assert window.page.locator("#groups img, #groups svg, #groups script").count() == 0
    assert [a for a in window.page.evaluate("[...document.links].map(a => a.getAttribute('href'))") if not a.startswith("#")] == []  # fmt: skip


def test_ten_thousand_findings_are_in_the_page_and_few_of_them_in_the_tree(show: Show, tmp_path: Path) -> None:
    wrong = [for_version("2024-02-01", SEEDED | {"seed": str(number)}, None) for number in range(10_000)]
    window = show(page(tmp_path, "check", str(ndjson(tmp_path / "many.ndjson", wrong))))
    assert window.page.locator("#count").inner_text().startswith("10\u202f000 findings in 1 group")
    window.page.locator(".group .opener").click()
    elements = window.page.evaluate("document.querySelectorAll('*').length")
    assert elements < 1000
    window.page.locator("li.more button").click()
    assert window.page.locator(".finding").count() == 100
    window.page.evaluate("location.hash = 'finding=200'")
    window.page.locator('[data-finding="200"] .leaf.marked', has_text='"200"').wait_for()
    window.page.locator("#search").fill('is "9999"')
    wait_for_count(window.page, 1)


DOCUMENT: Final = """---
title: Stories
ms.date: 01/01/2020
---

# Stories

```python
import os
from openai import AzureOpenAI
client = AzureOpenAI(azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"], api_key="0123456789abcdef0123456789abcdef", api_version="2024-02-01")
response = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}], seed="42")
print(response.choices[0].message.content)
```
"""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_document_has_its_findings_in_the_margin(show: Show, tmp_path: Path, width: int) -> None:
    (tmp_path / "a.md").write_text(DOCUMENT, encoding="utf-8")
    window = show(page(tmp_path, "document", "check", str(tmp_path / "a.md")), width=width)
    window.page.get_by_role("tab", name="Findings").focus()
    window.page.keyboard.press("ArrowRight")
    note = window.page.locator(".source-line", has_text="seed=").locator(".margin-note", has_text="seed-type")
    note.click()
    assert '"seed": "42"' in window.page.locator(".below .leaf.marked").inner_text()
    assert "0123456789abcdef" not in window.page.content()
    assert window.page.locator(".source-line", has_text="api_key=").count() == 1
    assert window.violations() == []
    assert not window.scrolls_sideways()


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of a run in which one sample sends another temperature."""
    from shutil import copytree

    from tests.shared_folder import ROOT

    folder = tmp_path_factory.mktemp("ran")
    copytree(ROOT / "python", folder / "python")
    sample = folder / "python" / "rest" / "print_response.py"
    sample.write_text(sample.read_text("utf-8").replace("0.7", "0.8"), encoding="utf-8")
    few = ("--language", "python", "--scenario", "print_response", "--api-version", "2024-02-01")
    return page(folder, "run", "--samples", str(folder), *few)


@pytest.mark.parametrize("width", [1280, 390])
def test_samples_stand_side_by_side_and_what_differs_is_marked(show: Show, ran: Path, width: int) -> None:
    window = show(ran, width=width, fragment="tab=samples")
    assert window.page.locator("tr.differs th .mono").all_inner_texts() == ["temperature"]
    assert window.page.locator("tr.differs td").all_inner_texts() == ["0.7", "0.8"]
    assert all("message" in one for one in window.page.locator(".output").all_inner_texts())
    assert window.violations() == []
    assert not window.scrolls_sideways()


def test_findings_of_a_run_are_filtered_by_language(show: Show, ran: Path) -> None:
    window = show(ran, fragment="rule=languages-differ")
    window.page.locator("#choice-language").select_option("Python REST")
    assert count(window) == "1"
    window.page.locator(".group .opener").click()
    assert "0.8" in window.page.locator(".leaf.marked").inner_text()
    assert "0.8" in window.page.locator(".line.marked").first.inner_text()
