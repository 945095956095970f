"""``api-version-differs``: the URL says one version, the one that the recording or the sample's setting names."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.api_version import named_by_recording
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "api-version-differs",
    Severity.ERROR,
    Settled.BY_URL,
    "the URL's api-version is the one that was set",
    needs_contract=False,
)
def api_version_differs(judgement: Judgement) -> Iterator[Problem]:
    if judgement.circumstances.bodies_only:
        return
    yield from _several(judgement)
    own = named_by_recording(judgement.exchange)
    on_url = judgement.chosen.on_url or (judgement.chosen.named if judgement.chosen.trouble == "unknown" else None)
    if own is None or on_url is None or own == on_url or judgement.circumstances.api_version is not None:
        return
    if judgement.circumstances.in_run:
        setting = "the sample's set" if own.startswith("v1") else "OPENAI_API_VERSION"
    else:
        setting = "the recording"
    message = f"the URL says {on_url} where {setting} says {own}; take the version from one place"
    yield Problem("url", ("api-version",), message, suggestion=own)


def _several(judgement: Judgement) -> Iterator[Problem]:
    """Yield a problem where the query names the version more than once; which of them counts is not documented."""
    request = judgement.exchange.request
    named = [value for name, value in request.query if name == "api-version"] if request else []
    if len(named) < 2:
        return
    different = len(set(named)) > 1
    says = " and ".join(dict.fromkeys(named)) if different else f"{named[0]} each time"
    message = f"the URL has `api-version` {len(named)} times, {says}; keep one"
    severity = Severity.ERROR if different else Severity.WARNING
    yield Problem("url", ("api-version",), message, suggestion=named[0], severity=severity)
