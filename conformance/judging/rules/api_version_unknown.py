"""``api-version-unknown``: the api-version is one that has chat completions."""

from collections.abc import Iterator

from conformance.contract.catalog import catalog, nearest_versions
from conformance.finding import Severity
from conformance.judging.rules.api_version import V1_NAMES, V1_PATH
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "api-version-unknown", Severity.ERROR, Settled.BY_URL, "the api-version has chat completions", needs_contract=False
)
def api_version_unknown(judgement: Judgement) -> Iterator[Problem]:
    if judgement.chosen.trouble != "unknown" or judgement.circumstances.bodies_only:
        return
    named = judgement.chosen.named or ""
    known = catalog()
    if V1_PATH in (judgement.path or ""):
        yield Problem(
            "url", ("api-version",), f"`{named}` is not an api-version of the v1 path; write `v1`, `preview` or none"
        )
        return
    if named in V1_NAMES or (known.find(named) is not None and not named[0].isdigit()):
        message = f"`{named}` belongs to the path /openai/v1/chat/completions; name a dated api-version here"
        yield Problem("url", ("api-version",), message)
        return
    if known.find(named) is not None:
        first = known.dated_with_chat[0]
        yield Problem(
            "url", ("api-version",), f"{named} has no chat completions; {first} is the first that has", None, first
        )
        return
    names = nearest_versions(named, known.dated_with_chat)
    hint = f"; did you mean {names[0]}?" if names else "; those that are known are the folders under spec/"
    yield Problem(
        "url", ("api-version",), f"`{named}` is not a known api-version{hint}", None, names[0] if names else None
    )
