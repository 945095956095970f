"""``undeclared-member``: every member is one that some api-version declares there."""

from collections.abc import Iterator

from conformance.contract.elsewhere import versions_with
from conformance.errors import nearest
from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, rule


@rule("undeclared-member", Severity.ERROR, "every member is declared (a note in answers, and for `model`)")
def undeclared_member(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        for seen in payload.observations:
            if seen.kind != "undeclared":
                continue
            name = str(seen.path[-1])
            explains = tuple(violation for violation in payload.violations if violation.path == seen.path)
            if (
                payload.part == "request"
                and seen.path == ("model",)
                and judgement.contract
                and judgement.contract.dated
            ):
                # The SDK sends it always; the deployment in the path decides (openai-python, lib/azure.py).
                message = (
                    "`model` is not declared on this path; the service ignores it, the deployment in the URL decides"
                )
                yield Problem("request", seen.path, message, seen.pointer, None, Severity.NOTE, explains)
                continue
            if versions_with(payload.kind, payload.value, seen.path, judgement.path):
                continue
            names = nearest(name, [known for known in seen.declared if not _there(payload.value, seen.path, known)])
            hint = f"; did you mean `{names[0]}`?" if names else "; remove it" if payload.part == "request" else ""
            message = f"`{name}` is not declared for {judgement.api_version}{hint}"
            severity = Severity.ERROR if payload.part == "request" else Severity.NOTE
            suggestion = names[0] if names else None
            # A required member under another name is one problem: the missing one is explained with it.
            explains += tuple(
                v for v in payload.violations if v.path == seen.path[:-1] and v.missing == suggestion and names
            )
            yield Problem(payload.part, seen.path, message, seen.pointer, suggestion, severity, explains)


def _there(value: object, path: tuple[str | int, ...], name: str) -> bool:
    for token in path[:-1]:
        value = value[token]  # type: ignore[index]
    return isinstance(value, dict) and name in value
