"""Recorded answers to recorded requests. Requests are the same where path, api-version and the body's value are."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from conformance.emulator.reply import STREAM, Reply
from conformance.emulator.target import target_of
from conformance.exchange import Exchange
from conformance.wire.body import Body


class Replay:
    """Answers by request. Of a request that was recorded several times the answers come in turn, the last one again."""

    def __init__(self, exchanges: Iterable[Exchange] = ()) -> None:
        self._answers: dict[str, list[Reply]] = {}
        self._asked: dict[str, int] = {}
        for exchange in exchanges:
            request, response = exchange.request, exchange.response
            if request is None or response is None or not request.body or not response.body or not request.url:
                continue
            parts = urlsplit(request.url)
            if response.status is None or request.body.problem is not None:
                continue
            text = _text_of(response.body)
            key = _key(parts.path, parts.query, request.body.value)
            content = (response.headers.get("content-type") if response.headers else None) or _type_of(text)
            reply = Reply(response.status, text.encode(), content_type=content.encode("latin-1", "replace"))
            self._answers.setdefault(key, []).append(reply)

    def __len__(self) -> int:
        """How many answers there are."""
        return sum(map(len, self._answers.values()))

    def reply_to(self, path: str, query: str, body: Any) -> Reply | None:
        """Return the recorded answer to a request, or None."""
        if not self._answers:
            return None
        key = _key(path, query, body)
        answers = self._answers.get(key)
        if answers is None:
            return None
        count = self._asked[key] = self._asked.get(key, 0) + 1
        return answers[min(count, len(answers)) - 1]


def _text_of(body: Body) -> str:
    """Return the body as it was written, as far as that is known."""
    if body.problem is not None and body.text is not None and not body.prefix:
        return body.text
    return body.written(()) or json.dumps(body.value, ensure_ascii=False, separators=(",", ":"), default=_number)


def _type_of(text: str) -> str:
    return STREAM.decode() if text.startswith(("data:", "event:", ":")) else "application/json"


def _key(path: str, query: str, body: Any) -> str:
    """Return what requests are compared by; ``model`` on a dated path is of no meaning."""
    at = path.find("/openai/")
    path = path[at:] if at > 0 else path
    target = target_of(path)
    if target is not None and target.dated and isinstance(body, dict):
        body = {name: value for name, value in body.items() if name != "model"}
    version = parse_qs(query).get("api-version", [""])[0]
    return json.dumps([path, version, body], sort_keys=True, default=_number)


def _number(value: Any) -> float | str:
    return float(value) if isinstance(value, Decimal) else str(value)
