"""A page is one file: its data cannot end its element, and it runs its own script alone."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from jinja2 import DictLoader

from conformance.reports.html import page
from conformance.reports.html.embedding import embedded

_HOSTILE = (
    "</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;", "\u2028\u2029", "\u202etxt.exe", "\x7f\x9b",
    "\x00\x1b[2J", "\ud800", "\U000e0041", "<svg onload=alert(1)>", "javascript:alert(1)", "é日本語",
)  # fmt: skip


@pytest.mark.parametrize("text", _HOSTILE)
def test_embedded_json_keeps_its_value_and_holds_nothing_that_a_browser_or_terminal_obeys(text: str) -> None:
    written = str(embedded({text: [text]}))
    assert json.loads(written) == {text: [text]}
    assert not re.search("[<>&\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff\U000e0000-\U000e007f]", written)
    written.encode()


def test_a_page_names_the_digests_of_its_own_style_and_script_and_asks_for_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = '<meta content="{{ policy }}"><style>{{ style }}</style><script>{{ script }}</script>{{ told }}'
    monkeypatch.setattr(page._environment(), "loader", DictLoader({"t.jinja": template}))
    written = "".join(page.render("t.jinja", ["base.css"], ["dom.js"], told="</style><b>"))
    assert written.endswith("&lt;/style&gt;&lt;b&gt;")
    for element in ("style", "script"):
        inside = re.search(f"<{element}>(.*?)</{element}>", written, re.DOTALL)
        assert inside is not None
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
        assert f"{element}-src &#39;sha256-{digest}&#39;" in written
    assert "default-src &#39;none&#39;" in written


@pytest.mark.parametrize("asset", sorted(p.name for p in (Path(page.__file__).parent / page.ASSETS).iterdir()))
def test_no_asset_reaches_for_the_network_or_makes_elements_of_text(asset: str) -> None:
    text = (Path(page.__file__).parent / page.ASSETS / asset).read_text("utf-8")
    assert not re.search(r"https?://|//cdn|@import|url\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)  # fmt: skip
    assert asset.endswith(".jinja") or not re.search("</(script|style)", text)
