"""The options of curl that say what is sent, and how many words each takes (curl(1), release 8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from conformance.reading.pieces import Text, known, known_text
from conformance.reading.value import Known

_LETTERS: Final = {
    "X": "request", "H": "header", "d": "data", "F": "form", "T": "upload-file", "G": "get", "I": "head", "u": "user",
    "o": "output", "O": "remote-name", "w": "write-out", "K": "config", "A": "user-agent", "e": "referer", "b": "cookie",
    "c": "cookie-jar", "m": "max-time", "x": "proxy", "E": "cert", "D": "dump-header", "r": "range", "t": "telnet-option",
    "U": "proxy-user", "y": "speed-time", "Y": "speed-limit", "z": "time-cond", "C": "continue-at", "P": "ftp-port",
    "Q": "quote", "i": "include", "v": "verbose", "N": "no-buffer", "h": "help",
}  # fmt: skip
# Options that take a word; every other takes none.
_TAKE_A_WORD: Final = frozenset(
    [
        "request",
        "header",
        "data",
        "data-ascii",
        "data-raw",
        "data-binary",
        "data-urlencode",
        "json",
        "form",
        "form-string",
        "upload-file",
        "user",
        "output",
        "write-out",
        "config",
        "user-agent",
        "referer",
        "cookie",
        "cookie-jar",
        "max-time",
        "proxy",
        "cert",
        "dump-header",
        "range",
        "telnet-option",
        "proxy-user",
        "speed-time",
        "speed-limit",
        "time-cond",
        "continue-at",
        "ftp-port",
        "quote",
        "url",
        "connect-timeout",
        "retry",
        "retry-delay",
        "retry-max-time",
        "cacert",
        "capath",
        "key",
        "key-type",
        "pass",
        "oauth2-bearer",
        "aws-sigv4",
        "resolve",
        "connect-to",
        "interface",
        "limit-rate",
        "max-redirs",
        "output-dir",
        "tls-max",
        "ciphers",
        "tls13-ciphers",
        "url-query",
        "variable",
        "stderr",
        "trace",
        "trace-ascii",
        "unix-socket",
        "keepalive-time",
    ]
)
DATA: Final = frozenset({"data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json"})


@dataclass(frozen=True, slots=True)
class Option:
    """One option by its long name, or a URL (``url``); ``text`` is its word. ``next`` begins another request."""

    name: str
    text: Text = ()


def options_of(arguments: Sequence[Text]) -> Iterator[Option]:
    """Yield the options in ``arguments``, the words behind ``curl``, in their order."""
    rest = list(reversed(arguments))
    only_urls = False
    while rest:
        argument = rest.pop()
        text = _beginning(argument)
        if only_urls or not text.startswith("-") or text == "-":
            yield Option("url", argument)
        elif text == "--":
            only_urls = True
        elif text.startswith("--"):
            name = (known_text(argument) or "")[2:]
            yield Option(name, rest.pop() if name in _TAKE_A_WORD and rest else ())
        else:
            yield from _letters(argument, text, rest)


def _letters(argument: Text, text: str, rest: list[Text]) -> Iterator[Option]:
    """Yield what ``-sXPOST`` says: letters, of which the first that takes a word takes what follows it."""
    for at, letter in enumerate(text[1:], 1):
        name = {":": "next"}.get(letter) or _LETTERS.get(letter, letter)
        if name not in _TAKE_A_WORD:
            yield Option(name)
            continue
        behind = _without(argument, at + 1)
        yield Option(name, behind or (rest.pop() if rest else ()))
        return


def _beginning(text: Text) -> str:
    """Return the characters that ``text`` surely begins with."""
    return str(text[0].value.value) if text and isinstance(text[0].value, Known) else ""


def _without(text: Text, count: int) -> Text:
    """Return ``text`` without its first characters, which are all in its first piece."""
    first = text[0]
    return (*known(_beginning(text)[count:], first.start + count, first.place), *text[1:])
