"""Read each format as its readers do: by its official schema, or by a parser of its own."""

import json
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any, Final

import xmlschema
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

from tests.shared_folder import shared

# What a report may make of Markdown or HTML: nothing here leads anywhere or runs.
_HARMLESS: Final = frozenset(
    {"h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "details", "summary"}
)
_COMMAND: Final = re.compile(r"::(?P<level>[a-z]+) (?P<properties>[^:]*)::(?P<data>.*)")


@cache
def sarif_schema() -> Draft7Validator:
    return Draft7Validator(json.loads((shared() / "schemas" / "sarif-schema-2.1.0.json").read_text()))


@cache
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(shared() / "schemas" / "junit-10.xsd"))


def read_sarif(text: str) -> dict[str, Any]:
    """Return the only run of a SARIF log, which is valid."""
    value = json.loads(text)
    sarif_schema().validate(value)
    (run,) = value["runs"]
    rules = run["tool"]["driver"].get("rules", [])
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    found: dict[str, Any] = run
    return found


def read_junit(text: str) -> Any:
    """Return the root element of a JUnit report, which is valid, and whose counts are true."""
    junit_schema().validate(text)
    root = xmlschema.XMLResource(text).root
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name, "")) == sum(case.find(tag) is not None for case in cases)
    assert int(root.get("tests", "")) == len(root.findall("testsuite/testcase"))
    return root


def read_github(text: str) -> list[dict[str, str]]:
    """Return the annotations of a report as the runner reads them, ``level`` and ``message`` among the properties."""
    found = []
    for line in text.splitlines():
        # The runner takes `##[` anywhere in a line, and `::` behind white space, for a command.
        if not line.lstrip().startswith("::"):
            assert "##[" not in line
            continue
        command = _COMMAND.fullmatch(line)
        assert command is not None, line
        pairs = (one.partition("=") for one in command["properties"].split(","))
        properties = {name: _unescaped(value) for name, _, value in pairs}
        found.append({**properties, "level": command["level"], "message": _unescaped(command["data"])})
    return found


def _unescaped(text: str) -> str:
    for sign, written in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(written, sign)
    return text


class Tags(HTMLParser):
    """Collects the tags of HTML, and its text."""

    def __init__(self, text: str, any_attributes: bool = False) -> None:
        super().__init__()
        self._any = any_attributes
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert self._any or attrs in ([], [("class", "language-text")]), f"<{tag} {attrs}>"

    def handle_data(self, data: str) -> None:
        self.text += data


def read_markdown(text: str) -> Tags:
    """Return what Markdown with tables makes of a report: text and harmless tags."""
    tags = Tags(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))
    assert set(tags.tags) <= _HARMLESS, set(tags.tags) - _HARMLESS
    return tags


READ: Final[dict[str, Callable[[str], Any]]] = {
    "text": str,
    "json": json.loads,
    "baseline": json.loads,
    "sarif": read_sarif,
    "junit": read_junit,
    "github": read_github,
    "markdown": read_markdown,
}
