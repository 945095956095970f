"""``endpoint-slash``: an endpoint as the document shows it makes a URL without a doubled ``/``."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.document.study import Code, Study
from conformance.finding import Severity
from conformance.reading.value import Either, Joined, Known, Setting, Value

_EXAMPLE: Final = re.compile(
    r"https?://[^\s`\"'<>()/]*(?:<[^<>\s]+>|\{[^{}\s]+\})?[^\s`\"'<>()/]*\.(?:openai|services\.ai|cognitiveservices)\.azure\.com/+(?=[\s`\"'),.;]|$)"
)


@document_rule("endpoint-slash", Severity.WARNING, "an endpoint as it is shown fits the code that adds a path to it")
def endpoint_slash(study: Study) -> Iterator[Remark | Confirmed]:
    joining = [code for code in study.codes if any(_adds_slash(call.call.url) for call in code.calls)]
    if not joining:
        return
    for code in joining:
        for comment in code.reading.comments:
            for found in _EXAMPLE.finditer(comment.text):
                place = code.position(comment.place)
                line = study.document.source.lines[(place.line or 1) - 1]
                column = line.find(found.group()) + 1
                shown = type(place)(place.file, place.line, column or place.column)
                yield _remark(found.group(), shown, code)
    for sentence in study.sentences:
        if "endpoint" not in sentence.text.lower() and "url" not in sentence.text.lower():
            continue
        for found in _EXAMPLE.finditer(sentence.text):
            yield _remark(found.group(), sentence.position(found.start()), joining[0])


def _remark(example: str, place: "object", code: Code) -> Remark:
    line = code.program.position.line
    message = (
        f"the endpoint is shown with a `/` at its end, and the code on line {line} adds another: "
        "the path gets a doubled `/`; show it without, or take the `/` off in the code"
    )
    return Remark(place, message, len(example), example.rstrip("/"))  # type: ignore[arg-type]


def _adds_slash(url: Value) -> bool:
    """Whether a URL begins with a setting, as it is, and goes on with ``/``."""
    if not isinstance(url, Joined) or len(url.parts) < 2:
        return False
    first, second = url.parts[0], url.parts[1]
    setting = isinstance(first, Setting) or (isinstance(first, Either) and isinstance(first.first, Setting))
    return setting and isinstance(second, Known) and str(second.value).startswith("/")
