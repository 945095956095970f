"""Judge what a source would send: by every rule, silent about what is not known of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.reading.predicting import Prediction

# What a URL holds for a part that is not known.
_OPEN: Final = "{"
# A placeholder for the whole endpoint, with the path right behind it: whether it ends with a `/` is the reader's.
_PLACEHOLDER: Final = re.compile(r"<[^<>]++>/?openai/(?:deployments/[^/]++|v1)/chat/completions(?:\?|$)")
# A setting, or a placeholder: `<api-version>`, `YOUR_API_VERSION`.
_NO_VERSION: Final = re.compile(r"[{<]|(?i:your)|^[A-Z][A-Z_-]+$")
_OPERATION: Final = "/chat/completions"


def judge_prediction(
    prediction: Prediction, circumstances: Circumstances, fallback: str | None = None
) -> Iterator[Finding]:
    """Yield the findings about a predicted request, those about what is not known of it left out.

    ``fallback`` is the api-version to judge by where neither the URL nor the source itself names one.
    """
    request = prediction.exchange.request
    url = request.url or "" if request else ""
    version = request.parameter("api-version") if request else None
    no_version = (
        not url or (version is not None and bool(_NO_VERSION.search(version))) or (version is None and _is_open(url))
    )
    if no_version and circumstances.api_version is None:
        circumstances = replace(circumstances, api_version=prediction.exchange.api_version or fallback)
    for finding in judge(prediction.exchange, circumstances):
        if not _is_unknown(finding, prediction, no_version, url):
            yield finding


def _is_unknown(finding: Finding, prediction: Prediction, no_version: bool, url: str) -> bool:
    if finding.part == "url":
        if finding.rule == "url-path" and _PLACEHOLDER.match(unquote(url)):
            return True
        if finding.rule == "url-path":
            return _is_open(url) and "//" not in url.removeprefix("{").partition("}")[2]
        return no_version
    if finding.part != "request" or finding.rule == "body-not-json":  # text that is known, whatever it was to say
        return False
    pointer = finding.pointer
    inside = any(pointer == one or pointer.startswith(f"{one}/") for one in prediction.unknown)
    # A member that is missing may be among those that an unknown expression adds.
    return inside or (pointer in prediction.open and finding.suggestion is not None)


def _is_open(url: str) -> bool:
    """Return whether a URL begins with a part that is not known, and what follows does not tell the service's path."""
    path = url.partition("?")[0]
    return path.startswith(_OPEN) and path.partition("}")[2] in ("", _OPERATION)
