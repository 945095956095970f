"""Texts that are shaped like keys, wherever they stand; and names with their values in running text."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from conformance.traffic.secrets.names import carries_secret, may_name_secret

MARK: Final = "REDACTED"
SHAPED: Final = 9  # characters of the shortest text in which a shape is looked for
_LONGEST_KEY: Final = 512  # what is longer is data: a picture, a signature of thoughts
_LEAST_RANDOM: Final = 32
_SCATTERED: Final = 4

# Identifiers that the service makes; they are no secrets, and chunks, calls and answers are told apart by them.
_IDS: Final = ("chatcmpl-", "cmpl-", "call_", "fp_", "resp_", "msg_", "batch_", "batch_req_", "file-", "run_", "req_", "fc_", "rs_", "toolu_", "gen-", "thread_", "asst_", "modr-")  # fmt: skip

_PREFIXED: Final = r"\b(?:sk|pk|rk|ghp|gho|ghs|github_pat|xox[abprs]|hf|AIza|glpat)[-_][A-Za-z0-9_-]"
# A run ends before a key that begins in it, as in a path: `/files/sk-…`. One pass over a text. Each alternative begins with something fixed or is one run of one class: linear.
_SHAPE: Final = re.compile(
    rf"(?P<sk>{_PREFIXED}{{16,}})"
    r"|(?P<jwt>\beyJ[A-Za-z0-9_-]{8,}+\.[A-Za-z0-9_-]{8,}+(?:\.[A-Za-z0-9_-]*+)?)"
    r"|(?P<bearer>\b[Bb]earer +(?P<held>[A-Za-z0-9._~+/=-]{12,}))"
    r"|(?P<pair>\b(?P<name>AccountKey|SharedAccessKey|SharedAccessSignature|[Pp]assword|[Pp]wd) ?= ?(?P<value>[^;\s\"'\\]+))"
    rf"|(?P<run>(?:(?!{_PREFIXED}{{16}}|\beyJ[A-Za-z0-9_-]{{8,200}}+\.)[A-Za-z0-9+/_-]){{32,}}+={{0,2}})"
)
_QUERY: Final = re.compile(r"([?&;])([A-Za-z0-9_.%-]{1,60})=([^&;\s\"'<>\\#]+)")
_USER: Final = re.compile(r"(://)[^/\s\"'<>@?#]{1,200}@")
_PART: Final = re.compile(r"[A-Za-z0-9]{32,}+")
_HEX: Final = re.compile(r"[0-9a-fA-F]{32}")
# `"api_key": "…"` in a text that holds JSON, escaped or not; and `api_key=…`, `api-key: …` in prose and logs.
_MEMBER: Final = re.compile(
    r"(?P<quote>\\{0,16}[\"'])(?P<name>[A-Za-z0-9_.-]{1,60})(?P=quote)\s{0,8}[:=]\s{0,8}(?P<open>\\{0,16}[\"'])(?P<value>[^\"'\\]{1,4096})"
)
_SETTING: Final = re.compile(
    r"\b(?P<name>[A-Za-z][A-Za-z0-9_-]{2,60})(?P<is> ?[=:] ?)(?P<value>[A-Za-z0-9._~+/=%-]{8,})"
)
# What each shape needs at the least: one of these, or so many characters of a key in a row.
_MARKS: Final = ("eyJ", "earer ", "=", "sk-", "sk_", "pk-", "pk_", "rk-", "rk_", "ghp", "gho", "ghs", "github_pat", "xox", "hf-", "hf_", "AIza", "glpat")  # fmt: skip
_IN_A_ROW: Final = "a" * _LEAST_RANDOM
_AS_RUN: Final = {code: "a" if re.match("[A-Za-z0-9+/_-]", chr(code)) else " " for code in range(128)}
_DATA_URL: Final = "base64,"


def without_shapes(text: str, mark: Callable[[str], str] = lambda _: MARK) -> str:
    """Return ``text`` with ``mark`` of each part that is shaped like a key in its place."""
    if len(text) < SHAPED:
        return text

    def replaced(match: re.Match[str]) -> str:
        whole = match[0]
        if match["run"] is not None:
            before = text[max(0, match.start() - len(_DATA_URL)) : match.start()]
            if before == _DATA_URL or whole.startswith(_IDS):
                return whole
            return (
                mark(whole)
                if is_key(whole)
                else _PART.sub(lambda part: mark(part[0]) if is_key(part[0]) else part[0], whole)
            )
        part = match["held"] or match["value"]
        return whole if part is None and match["sk"] is None and match["jwt"] is None else _put(whole, part, mark)

    if _may_have_shape(text):
        text = _SHAPE.sub(replaced, text)
    if "=" in text:
        text = _QUERY.sub(
            lambda match: f"{match[1]}{match[2]}={mark(match[3])}" if carries_secret(match[2]) else match[0], text
        )
    return _USER.sub(lambda match: match[1] + mark(match[0][3:-1]) + "@", text) if "://" in text else text


def without_named(text: str, mark: Callable[[str], str] = lambda _: MARK) -> str:
    """Return ``text`` without shapes and without the values that stand behind a secret's name in it."""
    if may_name_secret(text):
        text = _MEMBER.sub(lambda match: _put_value(match, mark) if _is_setting(match["name"]) else match[0], text)
        text = _SETTING.sub(
            lambda match: (
                _put_value(match, mark) if _is_setting(match["name"]) and _has_digit(match["value"]) else match[0]
            ),
            text,
        )
    return without_shapes(text, mark)


def _may_have_shape(text: str) -> bool:
    """Return whether ``text`` can hold a shape; False only where it holds none. Much faster than to look for one."""
    for mark in _MARKS:
        if mark in text:
            return True
    # No match spans an other character than these, so that one of them may stand for all.
    return _IN_A_ROW in (text if text.isascii() else text.encode("ascii", "replace").decode()).translate(_AS_RUN)


def is_key(run: str) -> bool:
    """Return whether a run of letters and digits is as random as a key is: hexadecimal of 32, or base64."""
    bare = run.rstrip("=")
    if _HEX.fullmatch(bare):
        return True
    if not _LEAST_RANDOM <= len(bare) <= _LONGEST_KEY or run.startswith(_IDS):
        return False
    kinds = "".join("u" if c.isupper() else "l" if c.islower() else "d" if c.isdigit() else "" for c in bare)
    # Padding speaks for base64 by itself; else a long name of a program or a path might look alike.
    if not ("u" in kinds and "l" in kinds and ("d" in kinds or run.endswith("="))):
        return False
    turns = sum(a != b for a, b in pairwise(kinds))
    # Of random characters three in five differ in kind from the one before, of words run together one in three; and
    # digits stand here and there, where words have them at the end.
    scattered = sum(a != "d" and b == "d" for a, b in pairwise(kinds)) >= _SCATTERED
    return turns >= len(kinds) * (0.25 if run.endswith("=") or scattered else 0.42)


def _put(whole: str, part: str | None, mark: Callable[[str], str]) -> str:
    return mark(whole) if part is None else whole.removesuffix(part) + mark(part)


def _put_value(match: re.Match[str], mark: Callable[[str], str]) -> str:
    return match[0].removesuffix(match["value"]) + mark(match["value"])


def _has_digit(value: str) -> bool:
    """Whether a value in running text may be a secret, and no name of code such as `os.environ`."""
    return any(character.isdigit() for character in value)


def _is_setting(name: str) -> bool:
    """Whether a name in running text is a secret's: `code` and `key` alone are words there."""
    return carries_secret(name) and name.lower() not in ("code", "key", "keys", "token", "signature", "cookie")
