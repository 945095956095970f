"""``api-version-missing``: the URL's query names the api-version."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "api-version-missing", Severity.ERROR, Settled.BY_URL, "the URL's query names the api-version", needs_contract=False
)
def api_version_missing(judgement: Judgement) -> Iterator[Problem]:
    if judgement.chosen.trouble != "missing" or judgement.circumstances.bodies_only:
        return
    request = judgement.exchange.request
    if request is not None and request.url is not None and request.target is None:
        return  # url-path says that it is no URL
    if request is None or request.url is None:
        message = "nothing names the api-version of this exchange; name it with --api-version"
    elif request.parameter("api-version") == "":
        message = "the URL's `api-version` is empty, and the service answers 404; write `api-version=2024-02-01`"
        yield Problem("url", ("api-version",), message, suggestion="2024-02-01")
        return
    else:
        message = "the URL has no `api-version`, and the service answers 404; add `api-version=2024-02-01` to its query"
    yield Problem("url", (), message, suggestion="api-version")
