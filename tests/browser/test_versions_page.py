"""The page about api-versions in a browser: found, opened, compared, linked to, read by keyboard and by screen reader."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.watching import Window
from tests.shared_folder import ROOT

Show = Callable[..., Window]
HOSTILE = "</script><img src=x onerror=alert(1)>\u202e"
BODY = {
    "messages": [{"role": "user", "content": "u"}],
    "seed": 42,
    "parallel_tool_calls": False,
    "model": "m",
    HOSTILE: 1,
}
EXCHANGE = {
    "request": {
        "method": "POST",
        "url": "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01",
        "body": BODY,
    }
}


def conformance(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "conformance", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the contracts alone."""
    path = tmp_path_factory.mktemp("page") / "versions.html"
    assert conformance("versions", "--format", "html", "-o", str(path)).returncode == 0
    return path


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a small traffic file with a member that would like to be markup."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / "t.ndjson").write_text(json.dumps(EXCHANGE) + "\n", encoding="utf-8")
    path = folder / "versions.html"
    arguments = (
        "versions",
        "check",
        str(folder / "t.ndjson"),
        "--to",
        "2024-10-21",
        "--format",
        "html",
        "-o",
        str(path),
    )
    assert conformance(*arguments).returncode == 1
    return path


def names(window: Window) -> list[str]:
    """Return the paths of the rows that are shown."""
    return list(window.page.eval_on_selector_all("#members tbody th.name[title]", "all => all.map((one) => one.title)"))


def status(window: Window) -> str:
    return str(window.page.inner_text("#status"))


def focused(window: Window) -> str:
    return str(window.page.evaluate("document.activeElement.title || document.activeElement.textContent"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_shuts_nobody_out_and_never_scrolls_sideways(show: Show, checked: Path, width: int, dark: bool) -> None:
    window = show(checked, width=width, dark=dark)
    assert window.violations() == [] and not window.scrolls_sideways()
    for address in ("request.messages[].content@2024-10-21", "2024-02-01..2024-10-21"):
        window.page.evaluate("(address) => { location.hash = address; }", address)
        window.page.wait_for_selector(".detail" if "@" in address else "body.pairing")
        assert window.violations() == [] and not window.scrolls_sideways(), address


@pytest.mark.parametrize("width", [390, 700, 1000, 1280, 1900])
def test_with_everything_open_it_does_not_scroll_sideways(show: Show, page: Path, width: int) -> None:
    window = show(page, width=width)
    window.page.click("#expand")
    assert len(names(window)) > 500
    assert not window.scrolls_sideways()


def test_the_tree_opens_with_the_payloads_and_their_members(show: Show, page: Path) -> None:
    window = show(page)
    shown = names(window)
    assert shown[0] == "request" and "request.seed" in shown and "response.choices" in shown
    assert not any("." in name.partition(".")[2] for name in shown)


def test_search_shows_what_matches_below_what_holds_it(show: Show, page: Path) -> None:
    window = show(page)
    window.page.fill("#find", "top_logprobs token")
    shown = names(window)
    assert [name for name in shown if "top_logprobs" in name and "token" in name]
    for name in shown:
        assert any(other.startswith(name) and "token" in other for other in shown)
    assert status(window).startswith(f"{sum('top_logprobs' in n and n.endswith('token') for n in shown)} members of")
    window.page.fill("#find", "no such thing")
    assert "No member matches." in window.page.inner_text("#empty") and window.page.is_hidden("#members")
    window.page.click("#clear")
    assert window.page.is_visible("#members") and "request.seed" in names(window)


def test_a_member_that_is_found_can_be_opened_further(show: Show, page: Path) -> None:
    window = show(page)
    window.page.fill("#find", "response_format")
    assert "request.response_format.json_schema" in names(window)  # its path has the text too
    window.page.fill("#find", "tools[].function.name")
    assert "request.tools[].function.strict" not in names(window)
    window.page.click('th[title="request.tools[].function"]')
    assert "request.tools[].function.strict" in names(window)


@pytest.mark.parametrize(
    ("which", "there", "absent"),
    [
        ("deprecated", "request.functions", "request.temperature"),
        ("preview", "request.enhancements", "request.seed"),
        ("gone", "request.data_sources", "request.temperature"),
    ],
)
def test_filters_keep_what_they_say(show: Show, page: Path, which: str, there: str, absent: str) -> None:
    window = show(page)
    window.page.select_option("#which", which)
    assert there in names(window) and absent not in names(window)
    window.page.select_option("#part", "chunk")
    assert there not in names(window)


def test_a_row_says_since_when_and_its_cells_cover_every_column(show: Show, page: Path) -> None:
    window = show(page)
    row = window.page.locator("tr", has=window.page.locator('th[title="request.seed"]'))
    assert row.locator(".since").inner_text() == "since 2023-12-01-preview"
    spans = row.locator("td.cell").evaluate_all("all => all.map((one) => Number(one.getAttribute('aria-colspan')))")
    assert sum(spans) == window.page.locator("thead th.version").count() == 28
    told = row.locator("td.cell .sr-only").all_inner_texts()
    assert told[-1] == "v1-2026-01-28: int64 or null, deprecated"
    assert "2023-12-01-preview to 2024-07-01-preview: int64 or null, default 0" in told


def test_previews_fold_all_at_once_and_one_group_alone(show: Show, page: Path) -> None:
    window = show(page)
    columns = window.page.locator("thead th.version")
    window.page.click("#previews")
    assert columns.count() == 13 and window.page.get_attribute("#previews", "aria-pressed") == "false"
    window.page.click('#folds button[aria-label="4 previews before 2024-06-01"]')
    assert columns.count() == 16
    assert window.page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    mixed = window.page.locator("tr", has=window.page.locator('th[title="request.audio"]')).locator(".mixed .sr-only")
    assert mixed.all_inner_texts() == ["2024-12-01-preview to 2025-04-01-preview: declared in 4 of 5"]


def test_a_cell_opens_the_lines_of_the_contract(show: Show, page: Path) -> None:
    window = show(page, fragment="request.seed@2024-02-01")
    assert window.page.inner_text(".lines figcaption") == "spec/2024-02-01/inference.json:422"
    lines = (ROOT / "spec/2024-02-01/inference.json").read_text("utf-8").splitlines()[421:]
    shown = window.page.inner_text(".lines pre code").splitlines()
    assert [one.strip() for one in shown] == [one.strip() for one in lines[: len(shown)]] and len(shown) == 7
    assert "int64 or null, default 0" in window.page.inner_text(".facts")
    window.page.click('button:has-text("Next version")')
    assert window.page.inner_text(".lines figcaption").startswith("spec/2024-02-15-preview/inference.json:")
    assert window.page.url.endswith("#request.seed@2024-02-15-preview")
    assert "Next version" in focused(window)


@pytest.mark.parametrize(
    ("address", "row", "detail"),
    [
        ("request.seed", "request.seed", "In v1-2026-01-28"),
        ("request.seed@2024-02-01", "request.seed", "In 2024-02-01"),
        ("request.messages[].tool_calls[].function.name", "request.messages[].tool_calls[].function.name", "In v1"),
        ("response.choices[].logprobs", "response.choices[].logprobs", "In v1"),
        ("request.logit_bias.*", "request.logit_bias", "In v1"),
    ],
)
def test_an_address_leads_to_a_member_or_a_cell(show: Show, page: Path, address: str, row: str, detail: str) -> None:
    window = show(page, fragment=address)
    assert focused(window) == row
    assert detail in window.page.inner_text(".detail")
    assert window.page.locator(f'th[title="{row}"]').is_visible()


def test_an_address_that_leads_nowhere_is_told(show: Show, page: Path) -> None:
    window = show(page, fragment="request.sede@2024-02-01")
    assert status(window) == "Nothing here is called request.sede@2024-02-01."
    assert "request.seed" in names(window)
    window.page.evaluate("location.hash = '%E0%A4%A'")
    assert status(window).startswith("Nothing here is called")


def test_two_versions_side_by_side_are_told_as_the_command_tells_them(show: Show, page: Path) -> None:
    told: Any = json.loads(conformance("versions", "diff", "2024-02-01", "2024-10-21", "--format", "json").stdout)
    senders = sum(change["breaks"] == "sender" for change in told["changes"])
    window = show(page)
    window.page.select_option("#before", label="2024-02-01")
    window.page.select_option("#after", label="2024-10-21")
    assert status(window) == f"From 2024-02-01 to 2024-10-21: {len(told['changes'])} changes, {senders} break senders."
    sentences = window.page.locator("td.change p:has(.badge)").all_inner_texts()
    assert sorted(sentences) == sorted(
        f"breaks {'nothing' if one['breaks'] == 'none' else one['breaks'] + 's'} {one['message'].replace('`', '')}"
        for one in told["changes"]
    )
    assert "request.seed" in names(window) and "request.temperature" not in names(window)
    assert window.page.url.endswith("#2024-02-01..2024-10-21")
    window.page.click("#swap")
    assert window.page.url.endswith("#2024-10-21..2024-02-01")
    window.page.select_option("#before", label="2023-03-15-preview")
    window.page.select_option("#after", label="2023-05-15")
    assert window.page.inner_text("#empty") == "2023-03-15-preview and 2023-05-15 accept the same."


def test_an_address_leads_to_a_pair_and_to_a_member_in_it(show: Show, page: Path) -> None:
    window = show(page, fragment="request.messages[].content@2024-02-01..2024-10-21")
    assert focused(window) == "request.messages[].content"
    assert status(window).startswith("From 2024-02-01 to 2024-10-21:")


def test_the_whole_path_by_keyboard(show: Show, page: Path) -> None:
    window = show(page)
    keys = window.page.keyboard
    keys.press("/")
    assert window.page.evaluate("document.activeElement.id") == "find"
    for _ in range(40):
        keys.press("Tab")
        if window.page.evaluate("document.activeElement.closest('#members tbody') !== null"):
            break
    assert focused(window) == "request"
    keys.press("ArrowDown")
    assert focused(window) == "request.audio"
    keys.press("ArrowRight")  # opens the row
    keys.press("ArrowDown")
    assert focused(window) == "request.audio.format"
    keys.press("ArrowLeft")  # to what holds it
    keys.press("ArrowLeft")  # closes it
    assert "request.audio.format" not in names(window) and focused(window) == "request.audio"
    keys.press("End")
    keys.press("Enter")
    assert "In v1-2026-01-28" in window.page.inner_text(".detail") and focused(window) == "Close"
    keys.press("Escape")
    assert window.page.locator(".detail").count() == 0
    assert focused(window).startswith("v1 to v1-2026-01-28:")
    keys.press("Home")
    keys.press("ArrowUp")
    keys.press("ArrowLeft")
    assert "request.seed" not in names(window)


def test_ones_own_members_are_marked(show: Show, checked: Path) -> None:
    window = show(checked)
    assert "1 request and 0 answers." in window.page.inner_text("#traffic")
    assert "For 2024-10-21 this would have to change" in window.page.inner_text("#traffic")
    verdicts = window.page.locator("tr.verdicts td.cell .sr-only").all_inner_texts()
    assert verdicts[-1].endswith("0 accepted, 1 not declared")
    window.page.select_option("#which", "mine")
    shown = names(window)
    assert {"request.seed", "request.parallel_tool_calls", "request.messages[].content"} <= set(shown)
    assert "request.temperature" not in shown
    row = window.page.locator("tr", has=window.page.locator('th[title="request.parallel_tool_calls"]'))
    assert "in 1 request of yours" in row.locator("th").inner_text()
    assert row.locator(".missing .sr-only").all_inner_texts() == [
        "2023-03-15-preview to 2024-08-01-preview: not declared"
    ]


def test_a_member_that_the_service_ignores_is_no_gap(show: Show, checked: Path) -> None:
    window = show(checked, fragment="request.model")
    row = window.page.locator("tr", has=window.page.locator('th[title="request.model"]'))
    assert "in 1 request of yours" in row.locator("th").inner_text()
    assert row.locator("td.cell.no").count() == 1 and row.locator(".missing").count() == 0


def test_a_name_of_the_traffic_stays_text(show: Show, checked: Path) -> None:
    window = show(checked)
    window.page.click("#traffic summary")
    shown = window.page.inner_text("#traffic .unknown")
    assert "request.</script><img src=x onerror=alert(1)>\\u202e" in shown.replace("\n", "")
    assert window.page.locator("#traffic img").count() == 0


def test_a_verdict_opens_its_reasons(show: Show, checked: Path) -> None:
    window = show(checked)
    window.page.click("tr.verdicts td.cell:last-child")
    assert "0 accepted, 1 not declared" in window.page.inner_text(".detail")
    assert window.page.locator(".detail .reasons li").count() >= 1
