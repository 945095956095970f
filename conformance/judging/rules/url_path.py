"""``url-path``: the request goes to the operation's path, by its method."""

from collections.abc import Iterator

from conformance.contract.contract import Operation
from conformance.finding import Severity
from conformance.judging.rules.api_version import V1_PATH
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, rule


@rule("url-path", Severity.ERROR, "the request goes to the operation's path", needs_contract=False)
def url_path(judgement: Judgement) -> Iterator[Problem]:
    asked = judgement.exchange.request
    if asked is not None and asked.url is not None and asked.target is None:
        yield Problem(
            "url", (), f"`{asked.url}` is no URL; write https://HOST/openai/deployments/DEPLOYMENT/chat/completions"
        )
        return
    request, operation, path = judgement.exchange.request, judgement.operation, judgement.path
    if request is None or operation is None or path is None or judgement.contract is None:
        return
    if request.method is not None and request.method.upper() != operation.method:
        message = f"the method is {request.method}; the operation is {operation.method}"
        yield Problem("url", (), message, operation.pointer, operation.method)
    expected = _expected(judgement, operation, path)
    if expected is None:
        return
    if "//" in path:
        message = f"the path {path} has a doubled `/`; take the trailing `/` off the endpoint before joining"
    elif "/extensions/" in path and not operation.extensions:
        message = f"{judgement.api_version} has no /extensions/ operation; use {operation.path}"
    else:
        message = f"the path {path} is not the operation's; use {expected}"
    yield Problem("url", (), message, operation.pointer.rpartition("/")[0], expected)


def _expected(judgement: Judgement, operation: Operation, path: str) -> str | None:
    """Return the path that it ought to be, or None where it is right."""
    template = operation.path
    if judgement.circumstances.api_version is not None and (V1_PATH in path) != (V1_PATH in template):
        return None  # a what-if: the path of the exchange's own family is right
    wanted = template.split("/")[1:]
    found = path.split("/")[1:]
    before, tail = found[: -len(wanted)], found[-len(wanted) :]
    fits = len(tail) == len(wanted) and all(
        bool(segment) if name.startswith("{") else segment == name for segment, name in zip(tail, wanted, strict=True)
    )
    # A gateway in front of the service may add a prefix of its own; a sample talks to the endpoint itself.
    prefixed = bool(before) and (judgement.circumstances.in_run or "openai" in before or "" in before)
    return None if fits and not prefixed else template
