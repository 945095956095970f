"""``stream-error``: no error object comes in the middle of a stream."""

from collections.abc import Iterator
from typing import Any

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "stream-error",
    Severity.ERROR,
    Settled.BY_LOOK,
    "no error comes in the middle of a stream",
    needs_contract=False,
    of="stream",
)
def stream_error(judgement: Judgement) -> Iterator[Problem]:
    if judgement.whole_stream is None:
        return
    for chunk in judgement.whole_stream.errors:
        value = chunk.body.value
        held = isinstance(value, dict) and "error" in value
        said = _said(value["error"] if held else value) or " ".join((chunk.body.text or "").split())[:80]
        message = f"the service broke off with an error in mid-stream{f': {said}' if said else ''}"
        todo = "do not take the text before it for the whole answer, and send the request again"
        yield Problem("chunk", ("error",) if held else (), f"{message.rstrip('. ')}; {todo}", chunk_index=chunk.index)


def _said(error: Any) -> str:
    """Return code and message of an error, as far as it has them."""
    if isinstance(error, str):
        return error
    if not isinstance(error, dict):
        return ""
    code, message = error.get("code") or error.get("type"), error.get("message")
    return " ".join(word for word in (f"({code})" if code else "", message) if isinstance(word, str) and word)
