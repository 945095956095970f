"""The front matter of a document: the keys and values that Learn's own build reads, with their places.

No YAML parser runs here: it would tell no columns of values, and what Learn uses of YAML is flat.
"""

import re
from typing import Final

from conformance.document.markdown.model import Entry, FrontMatter
from conformance.document.markdown.problem import Problem
from conformance.document.markdown.range import Range
from conformance.document.markdown.source import Source

_KEY: Final = re.compile(
    r"""(?P<quote>['"]?)(?P<key>[^\s'"#:-](?:[^'"#:]*[^\s'"#:])?)[ \t]*+(?P=quote)[ \t]*+:(?=[ \t]|$)[ \t]*"""
)
_COMMENT: Final = re.compile(r"(?:^|[ \t])#.*$")
_ESCAPED: Final = re.compile(r"\\(.)")
_QUOTED: Final = re.compile(r"""'((?:[^']|'')*)'|"((?:[^"\\]|\\.)*)\"""")


def read_front_matter(source: Source) -> tuple[FrontMatter | None, int, list[Problem]]:
    """Return the front matter, how many lines it takes, and what is wrong with it; None and 0 where there is none."""
    if source.lines[0].rstrip() != "---":
        return None, 0, []
    end = next((line for line, text in enumerate(source.lines) if line and text.rstrip() in ("---", "...")), None)
    if end is None:
        sentence = "The front matter has no end; close it with a line `---`."
        return None, 0, [Problem("front-matter-unclosed", Range(0, 3), source.position(0), sentence)]
    entries: list[Entry] = []
    problems: list[Problem] = []
    for line in range(1, end):
        if source.lines[line].strip():
            _read_line(source, line, entries, problems)
    return FrontMatter(tuple(entries), Range(0, source.end_of(end))), end + 1, problems


def _read_line(source: Source, line: int, entries: list[Entry], problems: list[Problem]) -> None:
    text, start = source.lines[line], source.starts[line]
    found = _KEY.match(text)
    if found is None:
        if text[0] in " \t-" and entries:
            entries[-1] = _longer(source, entries[-1], line)
        elif not text.lstrip().startswith("#"):
            place = Range(start, source.end_of(line))
            sentence = "This line of the front matter is not `key: value`; write it so or indent it."
            problems.append(Problem("front-matter-line", place, source.position(start), sentence))
        return
    key = Range(start + found.start("key"), start + found.end("key"))
    if any(entry.key == found["key"] for entry in entries):
        sentence = f"The front matter has `{found['key']}` twice; keep one."
        problems.append(Problem("front-matter-duplicate", key, source.position(key.start), sentence))
    value, place = _value(text, found.end())
    entries.append(Entry(found["key"], value, key, Range(start + place.start, start + place.end)))


def _value(text: str, start: int) -> tuple[str, Range]:
    """Return the value from ``start`` of a line on, and its columns without quotes and comment."""
    quoted = _QUOTED.match(text, start)
    if quoted and not _COMMENT.sub("", text[quoted.end() :]).strip():
        group = 1 if quoted[1] is not None else 2
        value = quoted[1].replace("''", "'") if group == 1 else _ESCAPED.sub(r"\1", quoted[2])
        return value, Range(quoted.start(group), quoted.end(group))
    plain = _COMMENT.sub("", text[start:]).rstrip()
    return plain, Range(start, start + len(plain))


def _longer(source: Source, entry: Entry, line: int) -> Entry:
    """Return the entry of a list or of a block of lines with one more line."""
    text = source.lines[line].strip()
    first = source.at(line, len(source.lines[line]) - len(source.lines[line].lstrip()))
    # `>-` and `|` only announce the lines that follow.
    fresh = not entry.value or entry.value in (">", ">-", "|", "|-")
    start = first if fresh else entry.value_range.start
    value = text if fresh else f"{entry.value}\n{text}"
    return Entry(entry.key, value, entry.key_range, Range(start, source.end_of(line)))
