"""``endpoint-slash``: an endpoint as the document shows it makes a URL without a doubled ``/``."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import Fence
from conformance.document.rules.rule import Confirmed, Remark, beside, document_rule
from conformance.exchange import Position
from conformance.finding import Severity
from conformance.reading.value import Either, Joined, Known, Setting, Value

_EXAMPLE: Final = re.compile(
    r"https?://(?:<[^<>\s]+>|\{[^{}\s]+\}|[^\s`\"'<>()/])*+"
    r"(?:(?<=\.openai\.azure\.com)|(?<=\.services\.ai\.azure\.com)|(?<=\.cognitiveservices\.azure\.com))/++(?=[\s`\"'),.;]|$)"
)

# A setting or a placeholder for the whole endpoint, and a path right behind it.
_APPENDS: Final = re.compile(
    r"(?:\$\{?(?:env:)?(?=\w*(?:endpoint|api_base|base_url))\w*+\}?|%(?=\w*endpoint)\w*+%|\{(?=\w*endpoint)\w*+\}"
    r"|<(?=[^<>\s]*endpoint)[^<>\s]*+>)/openai/",
    re.IGNORECASE,
)
_PLACEHOLDER: Final = re.compile(r"(?:<(?=[^<>]*endpoint)[^<>]*+>|(?=[\w-]*ENDPOINT)[\w-]*+)/", re.IGNORECASE)


@document_rule(
    "endpoint-slash", Severity.WARNING, "an endpoint as it is shown fits the code that adds a path to it", safe=True
)
def endpoint_slash(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    joining = [code for code in analysis.codes if any(_adds_slash(call.call.url) for call in code.calls)]
    places = sorted(
        [*(code.program.position for code in joining), *_in_other_languages(analysis)],
        key=lambda place: place.line or 0,
    )
    if not places:
        return
    for code in joining:
        for comment in code.reading.comments:
            for found in _EXAMPLE.finditer(comment.text):
                place = code.position(comment.place)
                line = analysis.document.source.line_at(place) or ""
                column = line.find(found.group()) + 1
                shown = type(place)(place.file, place.line, column or place.column)
                yield _remark(found.group(), shown, code.program.position)
    for sentence in analysis.sentences:
        around = sentence.prose.text.lower()
        if "endpoint" not in around and "url" not in around:
            continue
        for found in _EXAMPLE.finditer(sentence.text):
            yield _remark(found.group(), sentence.position(found.start()), places[0])


def _in_other_languages(analysis: Analysis) -> Iterator[Position]:
    """Yield the places in blocks that nobody reads here and that put a path behind an endpoint: ``curl $ENDPOINT/openai/…``."""
    for block in analysis.document.blocks:
        if isinstance(block, Fence) and analysis.code_of(block) is None:
            found = _APPENDS.search(block.content)
            if found is not None:
                yield analysis.at(block.passage.offset(found.start()))


def _remark(example: str, place: Position, code: Position) -> Remark:
    message = "the endpoint is shown with a `/` at its end, and code adds another: the path gets a doubled `/`; show it without, or take the `/` off in the code"
    return Remark(place, message, len(example), example.rstrip("/"), related=(beside(code),))


def _adds_slash(url: Value) -> bool:
    """Whether a URL begins with a setting or a placeholder, as it is, and goes on with ``/``."""
    if isinstance(url, Known):
        return bool(_PLACEHOLDER.match(unquote(str(url.value))))
    if not isinstance(url, Joined) or len(url.parts) < 2:
        return False
    first, second = url.parts[0], url.parts[1]
    if isinstance(first, Known):
        return bool(_PLACEHOLDER.match(unquote(str(first.value))))
    setting = isinstance(first, Setting) or (isinstance(first, Either) and isinstance(first.first, Setting))
    return setting and isinstance(second, Known) and str(second.value).startswith("/")
