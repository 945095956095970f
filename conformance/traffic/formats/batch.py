"""Azure OpenAI batch files: input and output, a line a request (Learn, how-to/batch)."""

from collections.abc import Iterator
from typing import Any, Final

from conformance.exchange import Exchange, Request, Response
from conformance.traffic.blocks import Block, whole_lines
from conformance.traffic.content import body_of_value
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.lines import JsonLine, json_lines
from conformance.traffic.look import Look
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body

# The paths that a batch takes for chat completions; without host and deployment they are no URL that could be judged.
_CHAT: Final = ("/chat/completions", "/v1/chat/completions", "/openai/v1/chat/completions")


def _looks(look: Look) -> bool:
    return "custom_id" in look.keys


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return whole_lines(name, pieces, "batch")


def _read(block: Block, bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    if not bare_bodies:
        if block.first_line == 1:
            yield Unreadable(block.name, "holds lines of a batch, and they name no api-version; add --api-version.")
        return
    for line in json_lines(block):
        yield line if isinstance(line, Unreadable) else _exchange(line)


def _exchange(line: JsonLine) -> Exchange | Unreadable:
    value = line.value
    if not isinstance(value, dict) or not isinstance(value.get("custom_id"), str):
        return Unreadable(line.place, "is not a line of a batch: it has no `custom_id`; leave it out.")
    own, response = value.get("body"), value.get("response")
    request = None
    if "body" in value or "url" in value:
        url, method = value.get("url"), value.get("method")
        named = url if isinstance(url, str) and url not in _CHAT else None
        body = Body(own, line.text, ("body",), line.duplicates) if "body" in value else None
        request = Request(method if isinstance(method, str) else None, named, None, body)
    answer = _answer(value, response, line) if request is None or response is not None else None
    if request is None and answer is None:
        return Unreadable(line.place, "is not a line of a batch: it has neither `body` nor `response`; leave it out.")
    return Exchange(line.place, request, answer, id=value["custom_id"])


def _answer(value: dict[str, Any], response: Any, line: JsonLine) -> Response | None:
    """Return the answer; where the batch itself failed, its error as an error body."""
    if isinstance(response, dict):
        status = response.get("status_code")
        body = None
        if "body" in response:
            body = Body(response["body"], line.text, ("response", "body"), exact=False)
        return Response(status if type(status) is int else None, None, body)
    if value.get("error") is not None:
        return Response(None, None, body_of_value({"error": value["error"]}))
    return None


BATCH: Final = Format(
    "batch",
    "input or output of an Azure OpenAI batch, JSONL (with --api-version)",
    "no URL, no headers: they are not judged. Answers are written anew: no repeated keys",
    _looks,
    _cut,
    _read,
)
