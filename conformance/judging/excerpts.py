"""Cut out the text around what a finding is about, for readers with eyes."""

from functools import partial
from typing import Any, Final

from conformance.finding import Excerpt, LateExcerpt
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem
from conformance.wire.body import Body
from conformance.wire.pointer import Path

_AROUND: Final = 400  # code points before and after: more than the widest terminal shows


def excerpt_of(judgement: Judgement, problem: Problem) -> Excerpt | LateExcerpt | None:
    """Return the text around the place of ``problem``, or None where there is no text."""
    match problem.part:
        case "request":
            return excerpt_of_body(judgement.request.body, problem.path) if judgement.request else None
        case "response":
            return excerpt_of_body(judgement.response.body, problem.path) if judgement.response else None
        case "chunk" if judgement.stream is not None and problem.chunk_index is not None:
            chunk = judgement.stream.chunk(problem.chunk_index)
            return excerpt_of_body(chunk.body, problem.path) if chunk is not None else None
        case "url":
            request = judgement.exchange.request
            return _of_url(request.url, bool(problem.path)) if request and request.url else None
        case "headers":
            return _of_headers(judgement, problem.path)
    return None


def excerpt_of_body(body: Body, path: Path) -> Excerpt | LateExcerpt | None:
    """Return the member at ``path`` in the body's text; where the body is not JSON the place where it stops being.

    Of a member that is there it is cut out when it is read: to find its place takes longer than to find it wrong.
    """
    if body.text is not None and body.problem is None and _holds(body.value, path):
        return LateExcerpt(partial(_cut, body, path), member=True)
    return _cut(body, path)


def excerpt_of_member(body: Body | None, path: Path) -> LateExcerpt | None:
    """Return what ``excerpt_of_body`` returns for a member that is known to be there."""
    return LateExcerpt(partial(_cut, body, path), member=True) if body is not None and body.text is not None else None


def _holds(value: Any, path: Path) -> bool:
    for token in path:
        if isinstance(value, dict):
            if token not in value:
                return False
        elif not isinstance(value, list) or not isinstance(token, int) or not 0 <= token < len(value):
            return False
        value = value[token]
    return True


def _cut(body: Body, path: Path) -> Excerpt | None:
    if body.text is None:
        return None
    if body.problem is not None:
        start, end = body.problem.offset, body.problem.offset + 1
    else:
        span = body.locate(path)
        if span is None:
            return None
        whole = span.key_start == span.value_start
        start, end = span.key_start, (min(span.value_end, span.value_start + 1) if whole else span.value_end)
    low, high = max(0, start - _AROUND), min(len(body.text), end + _AROUND)
    return Excerpt(body.text[low:high], start - low, min(end, high) - low)


def _of_url(url: str, query: bool) -> Excerpt:
    """Return the URL; the member is its ``api-version`` where ``query`` is wanted, else its path."""
    start = url.find("api-version") if query else url.find("/", url.find("://") + 3)
    return Excerpt(url, max(start, 0), len(url) if start < 0 or query else (url + "?").index("?"))


def _of_headers(judgement: Judgement, path: Path) -> Excerpt | None:
    request = judgement.exchange.request
    for name, value in (request.headers or ()) if request else ():
        if path and name == path[0]:
            line = f"{name}: {value}"
            return Excerpt(line, 0, len(line))
    return None
