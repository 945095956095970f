"""``api-version-missing``: the URL's query names the api-version."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.rules.judgement import Judgement
from conformance.rules.rule import Problem, rule


@rule("api-version-missing", Severity.ERROR, "the URL's query names the api-version", needs_contract=False)
def api_version_missing(judgement: Judgement) -> Iterator[Problem]:
    if judgement.chosen.trouble != "missing":
        return
    if judgement.exchange.request is None or judgement.exchange.request.url is None:
        message = "nothing names the api-version of this exchange; name it with --api-version"
    else:
        message = "the URL has no `api-version`, and the service answers 404; add `?api-version=2024-02-01`"
    yield Problem("url", ("api-version",), message, suggestion="api-version")
