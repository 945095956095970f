"""``v1-with-api-version``: the v1 path and a dated api-version exclude each other."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.named_versions import dated_version_of_v1
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.exchange import Position
from conformance.finding import Severity
from conformance.reading.predicting import Prediction


@document_rule("v1-with-api-version", Severity.ERROR, "a request to the v1 path names no dated api-version")
def v1_with_api_version(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for code in analysis.codes:
        told = set[Position]()
        for call in code.calls:
            version = dated_version_of_v1(call)
            place = _place(call)
            if version is not None and place not in told:
                told.add(place)
                message = f"the path is v1's, and {version} is the name of a dated version: v1 has none; take the api-version out, or ask the dated path"
                yield Remark(code.position(place), message)
        for one in code.sdk.unknown:
            if (
                one.kind == "keyword"
                and one.name == "api_version"
                and "/openai/v1" in code.program.text
                and code.is_own(one.place)
            ):
                message = (
                    "the path is v1's, which has no dated versions, and `OpenAI` takes no `api_version`; remove it"
                )
                yield Remark(code.position(one.place), message, len(one.name))


def _place(call: Prediction) -> Position:
    sources = call.exchange.sources
    return (sources.api_version if sources else None) or call.call.place
