"""A window of the browser that notes what a page must not do: ask the network, complain, scroll sideways, shut readers out."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_HEIGHTS = {390: 844}


@dataclass
class Window:
    """``page`` shows one file. ``problems`` are requests that were not let out, errors of the console and of scripts."""

    page: "Page"
    problems: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: "Browser", path: Path, width: int, dark: bool, fragment: str) -> "Window":
        """Open ``path`` as a person does, from the disk; every other address is refused and noted."""
        context = browser.new_context(
            viewport={"width": width, "height": _HEIGHTS.get(width, 900)},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        window = cls(context.new_page())
        own = path.resolve().as_uri()

        def let_out(route: "Route") -> None:
            if route.request.url.partition("#")[0] == own:
                route.continue_()
                return
            window.problems.append(f"asks for {route.request.url[:200]}")
            route.abort()

        context.route("**/*", let_out)
        window.page.on("console", lambda said: window._hear(said.type, said.text))
        window.page.on("pageerror", lambda error: window.problems.append(f"fails: {error}"))
        window.page.set_default_timeout(15_000)
        window.page.goto(f"{own}#{fragment}" if fragment else own)
        return window

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(f"{kind}: {text}")

    def violations(self) -> list[str]:
        """Return what axe finds wrong for people who do not see the page or use no mouse: rule, place and reason."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {node['target']}: {node['failureSummary']}" for one in found for node in one["nodes"]]

    def scrolls_sideways(self) -> bool:
        """Return whether the page as a whole is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def expect_problems(self) -> list[str]:
        """Return the problems so far and forget them: a test that makes one on purpose says so with this."""
        found, self.problems = self.problems, []
        return found
