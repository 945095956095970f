"""``url-path``: the request goes to the operation's path, by its method."""

from collections.abc import Iterator

from conformance.contract.contract import Operation
from conformance.finding import Severity
from conformance.judging.paths import chat_path, is_segment
from conformance.judging.rules.api_version import V1_PATH
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "url-path",
    Severity.ERROR,
    Settled.BY_URL,
    "the request goes to the operation's path",
    needs_contract=False,
    of="request",
)
def url_path(judgement: Judgement) -> Iterator[Problem]:
    request, operation, path = judgement.exchange.request, judgement.operation, judgement.path
    if judgement.circumstances.bodies_only or request is None:
        return
    if request.url is not None and request.target is None:
        yield Problem(
            "url",
            (),
            f"`{request.url}` is not a URL; write https://HOST/openai/deployments/DEPLOYMENT/chat/completions",
        )
        return
    if path is None:
        return
    if operation is not None and request.method is not None and request.method.upper() != operation.method:
        message = f"the method is {request.method}; the operation is {operation.method}"
        yield Problem("url", (), message, operation.pointer, operation.method)
    expected = _expected(judgement, operation, path)
    if expected is None:
        return
    if "//" in path:
        message = f"the path {path} has a doubled `/`; take the trailing `/` off the endpoint before joining"
    elif operation is not None and "/extensions/" in path and not operation.extensions:
        message = f"{judgement.api_version} has no /extensions/ operation; use {operation.path}"
    else:
        message = f"the path {path} is not the operation's; use {expected}"
    # A recorder may have doubled the slash; what the service answered it took.
    severity = Severity.WARNING if judgement.taken else None
    pointer = operation.pointer.rpartition("/")[0] if operation else None
    yield Problem("url", (), message, pointer, expected, severity)


def _expected(judgement: Judgement, operation: Operation | None, path: str) -> str | None:
    """Return the path that it ought to be, or None where it is right or nothing tells."""
    found = chat_path(path)
    what_if = judgement.circumstances.api_version is not None
    template = operation.path if operation else None
    if found is not None and (template is None or (what_if and (found.family == "v1") != (V1_PATH in template))):
        # No version is known, or it is a what-if: the path of the exchange's own family is right.
        template = found.template
    if template is None or (found is None and what_if and V1_PATH in path):
        return None
    wanted = template.split("/")[1:]
    segments = path.split("/")[1:]
    before, tail = segments[: -len(wanted)], segments[-len(wanted) :]
    fits = len(tail) == len(wanted) and all(
        bool(segment) if name.startswith("{") else is_segment(segment, name)
        for segment, name in zip(tail, wanted, strict=True)
    )
    # A gateway in front of the service may add a prefix of its own; a sample talks to the endpoint itself.
    prefixed = bool(before) and (judgement.circumstances.in_run or "openai" in before or "" in before)
    return None if fits and not prefixed else template
