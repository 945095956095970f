"""``auth-header``: a request authenticates by a header that the service reads, and in the way that its tab names."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.prose.claims.moods import is_about_tokens
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.exchange import Position
from conformance.finding import Severity
from conformance.reading.predicting import Prediction
from conformance.reading.resolving import expression_of

# What the service reads (Learn, "Azure OpenAI REST API reference", *Authentication*), and a gateway in front of it.
_READ: Final = frozenset({"api-key", "authorization", "ocp-apim-subscription-key"})
_NEARLY: Final = re.compile(r"(?:x[-_])?api[-_ ]?keys?", re.IGNORECASE)
_TOKEN: Final = re.compile(r"token|credential|bearer|provider", re.IGNORECASE)
_BEARER_KEY: Final = re.compile(r"\bbearer\b.{0,200}?api[-_ ]?key", re.IGNORECASE)
_OF_A_TOKEN: Final = re.compile(r"token|credential|entra|\baad", re.IGNORECASE)
_GATEWAY: Final = re.compile(r"apim|gateway|proxy|azure-api\.net|litellm", re.IGNORECASE)
_CLIENT_KEY: Final = re.compile(r"\bapi_key\s*+=\s*+([^,)\n]++)")


@document_rule("auth-header", Severity.ERROR, "a request authenticates as the service, and its tab, says")
def auth_header(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for code in analysis.codes:
        for call in code.distinct_calls:
            yield from _misspelt(code, call)
            yield from _key_as_token(code, call)
        if code.calls and code.tab is not None and is_about_tokens(code.tab[1].title):
            yield from _key_in(code, code.tab[1].title)


def _misspelt(code: Code, call: Prediction) -> Iterator[Remark]:
    names = {entry.name.lower(): entry for entry in call.call.headers.entries}
    if call.call.headers.more is not None or _READ & set(names):
        return
    for name, entry in names.items():
        if _NEARLY.fullmatch(name.strip()):
            message = f"the service does not read a header `{entry.name}` and answers 401; write `api-key`"
            yield Remark(code.position(entry.place or call.call.place), message, len(entry.name), "api-key")


def _key_as_token(code: Code, call: Prediction) -> Iterator[Remark]:
    """Yield where a key is sent as a token, to a dated path; the v1 path takes a key there (Learn, *API lifecycle*); that a dated one refuses it is *assumed*."""
    url = expression_of(call.call.url)
    if "/deployments/" not in url or _GATEWAY.search(url):
        return
    for entry in call.call.headers.entries:
        value = expression_of(entry.value)
        if entry.name.lower() == "authorization" and _BEARER_KEY.search(value) and not _OF_A_TOKEN.search(value):
            message = "`Authorization: Bearer` takes a token of Microsoft Entra ID, and this sends the key; send it as `api-key`"
            yield Remark(code.position(entry.place or call.call.place), message, len(entry.name), "api-key")


def _key_in(code: Code, title: str) -> Iterator[Remark]:
    """Yield where code in a tab about a token sends the key."""
    for place, length in _keys(code):
        message = f"the tab {title} is about a token, and this sends the key; take a token from `azure.identity`"
        if code.program.language != "python":
            message = (
                f"the tab {title} is about a token, and this sends the key; send `Authorization: Bearer` with a token"
            )
        yield Remark(code.position(place), message, length)


def _keys(code: Code) -> Iterator[tuple[Position, int]]:
    seen = set[Position]()
    for call in code.calls:
        for entry in call.call.headers.entries:
            place = entry.place or call.call.place
            sends = entry.name.lower() == "api-key" and not _TOKEN.search(expression_of(entry.value))
            if sends and place not in seen:
                seen.add(place)
                yield place, len(entry.name)
    if code.program.language == "python" and any(call.call.client.endswith("OpenAI") for call in code.calls):
        lines = code.program.text.split("\n")
        for number in range(code.program.own - 1, len(lines)):
            found = _CLIENT_KEY.search(lines[number].partition("#")[0])
            if found and not _TOKEN.search(found[1]) and "key" in found[1].lower():
                yield Position(code.reading.file, number + 1, found.start() + 1), len("api_key")
