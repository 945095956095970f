"""A headless Chromium. ``make browser`` runs these: where the tools of it are not installed there is nothing to collect."""

import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.watching import Window

collect_ignore_glob = [] if find_spec("axe_playwright_python") else ["*.py"]

# Names under which the systems install it; Debian's is the first.
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Return one running browser; a page has a context of its own."""
    from playwright.sync_api import sync_playwright

    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("no Chromium is on PATH; install it (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        # A sandbox of the browser's own needs rights that a container's root does not have.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def show(chromium: "Browser") -> "Iterator[Callable[..., Window]]":
    """Return a function that opens a file: ``show(path, width=390, dark=True, fragment="request.seed")``.

    At the end each window that the test opened must have kept quiet: no request but for its own file, no error.
    """
    from tests.browser.watching import Window

    windows: list[Window] = []

    def opened(path: Path, width: int = 1280, dark: bool = False, fragment: str = "") -> Window:
        windows.append(Window.open(chromium, path, width, dark, fragment))
        return windows[-1]

    yield opened
    for window in windows:
        window.page.context.close()
    assert [problem for window in windows for problem in window.problems] == []
