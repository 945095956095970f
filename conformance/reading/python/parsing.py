"""Python as newer interpreters parse it: f-strings of Python 3.12 are read by an older one too.

PEP 701 lets a replacement field hold the quotes of its own string, backslashes and line ends. An interpreter before
3.12 refuses them, and the page that shows them is right all the same.
"""

import ast
import re
import sys
import warnings
from typing import Final

_NEW: Final = sys.version_info >= (3, 12)
_BEGIN: Final = re.compile(r"#[^\n]*+|(?<!\w)([rbuRBUfF]{0,2})('''|\"\"\"|'|\")")
_F_STRING: Final = re.compile(r"(?<!\w)(?:[fF][rR]?|[rR][fF])['\"]")
_PREFIX: Final = re.compile(r"(?<!\w)[rbuRBUfF]{0,2}$")
_OTHER_QUOTE: Final = {"'": '"', '"': "'"}
# What `ast.parse` raises for a text that it refuses, or that nests too deeply for it.
REFUSALS: Final = (SyntaxError, ValueError, RecursionError, MemoryError)
_DEEPEST: Final = 20  # replacement fields in one another
# Statements of Python 3.12 (PEP 695) and 3.14 (PEP 758, PEP 750), and how an older one writes them.
_TYPE: Final = re.compile(r"^([^\S\n]*+)type[^\S\n]++(?=\w+[^\S\n]*+[=\[])", re.MULTILINE)
_GENERIC: Final = re.compile(r"^([^\S\n]*+(?:async[^\S\n]++)?(?:def|class)[^\S\n]++\w++)\[[^\]\n]*+\]", re.MULTILINE)
_EXCEPT: Final = re.compile(
    r"^([^\S\n]*+except\*?[^\S\n]++)(\w[\w.]*+(?:[^\S\n]*+,[^\S\n]*+\w[\w.]*+)++):", re.MULTILINE
)
_T_STRING: Final = re.compile(r"(?<!\w)[tT](?=['\"])")


def parse(text: str) -> tuple[ast.Module, str]:
    """Return the syntax tree of ``text``, and the text that this interpreter parses for it, each character where it was.

    Raises what ``ast.parse`` does, for the text as it is.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text), text
        except SyntaxError:
            older = _as_before(text)
            if older is None:
                raise
        try:
            return ast.parse(older), older
        except REFUSALS:
            return ast.parse(text), text  # raises, and names the place in the text as it is


def is_newer(text: str) -> bool:
    """Whether a text that this interpreter refuses is Python of a version after it."""
    text = _TYPE.sub(r"\1", _GENERIC.sub(r"\1", _EXCEPT.sub(r"\1(\2):", _T_STRING.sub("f", text))))
    written = _Strings(text)
    if not _NEW:
        written.all()
    try:
        ast.parse("".join(written.letters))
    except REFUSALS:
        return False
    return True


def _as_before(text: str) -> str | None:
    """Return ``text`` with the f-strings that Python 3.12 brought written as before; None where there are none.

    Lengths and lines stay. A string in a field takes the other quotes; one that has no other way to stand there
    becomes a string of underscores.
    """
    if _NEW or not _F_STRING.search(text):
        return None
    written = _Strings(text)
    written.all()
    return "".join(written.letters) if written.changed and not written.folded else None


class _Strings:
    """Goes over a source once, from string to string."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = list(text)
        self.changed = False
        self.folded = False  # a field over several lines, which only one line can hold here

    def all(self) -> None:
        at = 0
        while (found := _BEGIN.search(self.text, at)) is not None:
            at = found.end()
            if found[2]:
                formatted = "f" in found[1].lower()
                at = self._string(at, found[2], 0 if formatted else None, ())

    def _string(self, at: int, quotes: str, depth: int | None, around: tuple[str, ...]) -> int:
        """Return where the string that begins behind ``at`` ends; ``depth`` is None in one without fields."""
        text = self.text
        while at < len(text):
            letter = text[at]
            if text.startswith(quotes, at):
                return at + len(quotes)
            if letter == "\n" and len(quotes) == 1:
                return at
            if letter == "\\":
                at += 2
            elif depth is not None and letter == "{":
                at = at + 2 if text.startswith("{{", at) else self._field(at + 1, (*around, quotes), depth + 1)
            else:
                at += 1
        return at

    def _field(self, at: int, around: tuple[str, ...], depth: int) -> int:
        """Return where the replacement field that begins at ``at`` ends, behind its brace."""
        text, brackets = self.text, 0
        while at < len(text):
            letter = text[at]
            if letter in "'\"":
                at = self._inner(at, around, depth)
                continue
            if letter in "([{":
                brackets += 1
            elif letter in ")]}" and brackets:
                brackets -= 1
            elif letter == "}":
                return at + 1
            elif letter == ":" and not brackets:
                return self._form(at + 1, around, depth)
            elif letter == "\n" and len(around[-1]) == 1:
                self.folded = True
                self.letters[at] = " "
            at += 1
        return at

    def _form(self, at: int, around: tuple[str, ...], depth: int) -> int:
        """Return where the field ends whose format begins at ``at``."""
        text = self.text
        while at < len(text) and text[at] not in "}\n" and not text.startswith(around[-1], at):
            nested = text[at] == "{" and depth < _DEEPEST
            at = self._field(at + 1, around, depth + 1) if nested else at + 1
        return at + 1 if text.startswith("}", at) else at

    def _inner(self, at: int, around: tuple[str, ...], depth: int) -> int:
        """Return where a string in a field ends; write it so that it can stand there."""
        text = self.text
        prefix = _PREFIX.search(text[max(at - 3, 0) : at])
        kind = prefix[0] if prefix else ""
        quotes = text[at] * 3 if text.startswith(text[at] * 3, at) else text[at]
        formatted = "f" in kind.lower() and depth < _DEEPEST
        end = self._string(at + len(quotes), quotes, depth if formatted else None, around)
        inside = text[at + len(quotes) : end - len(quotes)]
        if end - at < 2 * len(quotes) or not text.endswith(quotes, at, end):
            return end  # it is not closed
        if any(one[0] == quotes[0] and (len(one) == 1 or len(quotes) == len(one)) for one in around) or "\\" in inside:
            self._write(at, end, kind, quotes, inside, around)
        return end

    def _write(self, at: int, end: int, kind: str, quotes: str, inside: str, around: tuple[str, ...]) -> None:
        self.changed = True
        taken = {one[0] for one in around if len(one) == 1}
        quote = quotes[0] if quotes[0] not in taken else _OTHER_QUOTE[quotes[0]]
        if quote in taken:  # both are in use: nothing can stand here but a name
            self.letters[at - len(kind) : end] = "_" * (end - at + len(kind))
            return
        simple = not {"\\", "'", '"', "\n"} & set(inside)
        if not simple:
            self.letters[at - len(kind) : at] = " " * len(kind)
            inside = "".join(letter if letter == "\n" else "_" for letter in inside)
        if len(quotes) == 1 and "\n" not in inside:
            self.letters[at:end] = f"{quote}{inside}{quote}"
        else:
            self.letters[at:end] = f"{quote * len(quotes)}{inside}{quote * len(quotes)}"
