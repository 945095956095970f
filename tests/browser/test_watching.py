"""What watches the pages sees what it is there for, and keeps quiet about a page that is right."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.watching import Window

RIGHT = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Right</title></head><body><main><h1>Right</h1>{}</main></body></html>'

Show = Callable[..., Window]


def page_with(folder: Path, body: str) -> Path:
    path = folder / "page.html"
    path.write_text(RIGHT.format(body), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param('<img alt="x" src="http://192.0.2.1/x.png">', "asks for http://192.0.2.1/x.png", id="image"),
        pytest.param("<script>fetch('https://example.com/')</script>", "asks for https://example.com/", id="fetch"),
        pytest.param('<link rel="stylesheet" href="style.css">', "asks for file://", id="file beside it"),
        pytest.param("<script>console.error('broken')</script>", "error: broken", id="console"),
        pytest.param("<script>throw new Error('thrown')</script>", "fails: thrown", id="script"),
    ],
)
def test_a_problem_is_noted(show: Show, tmp_path: Path, body: str, problem: str) -> None:
    window = show(page_with(tmp_path, body))
    window.page.wait_for_load_state("networkidle")
    assert any(one.startswith(problem) for one in window.expect_problems())


def test_a_page_that_is_right_has_no_problem(show: Show, tmp_path: Path) -> None:
    window = show(page_with(tmp_path, "<p>Text</p>"))
    assert window.violations() == []
    assert not window.scrolls_sideways()


@pytest.mark.parametrize("body", ['<img src="data:,">', '<p style="color: #ccc; background: #fff">Text</p>', "<button></button>"])  # fmt: skip
def test_what_shuts_readers_out_is_a_violation(show: Show, tmp_path: Path, body: str) -> None:
    window = show(page_with(tmp_path, body))
    assert len(window.violations()) == 1
    window.expect_problems()


def test_a_page_wider_than_its_window_scrolls_sideways(show: Show, tmp_path: Path) -> None:
    assert show(page_with(tmp_path, '<div style="width: 900px">Text</div>'), width=390).scrolls_sideways()
