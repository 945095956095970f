"""``error-schema``: an error's body has the service's shape."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "error-schema",
    Severity.ERROR,
    Settled.BY_LOOK,
    "an error's body has the service's shape",
    needs_contract=False,
    of="answer",
)
def error_schema(judgement: Judgement) -> Iterator[Problem]:
    response = judgement.response
    if response is None or response.body.problem is not None or judgement.failed:
        return
    value = response.value
    if judgement.answer_kind == "answer" and isinstance(value, dict) and value.get("error") is not None:
        message = (
            "the answer has both `choices` and `error`, and the service sends one of them; look what put them together"
        )
        yield Problem("response", ("error",), message)
    if judgement.answer_kind != "error":
        return
    if not isinstance(value, dict) or "error" not in value:
        yield Problem(
            "response",
            (),
            "an error's body is an object with `error`, and this one has none; look whether a gateway wrote it",
            suggestion="error",
        )
        return
    error = value["error"]
    if not isinstance(error, dict):
        yield Problem(
            "response",
            ("error",),
            f"`error` is {response.written(('error',))}; it is an object with `code` and `message`",
        )
        return
    for name in ("code", "message"):
        if name not in error:
            yield Problem(
                "response",
                ("error",),
                f"`error` has no `{name}`, which clients read; look whether a gateway wrote it",
                suggestion=name,
            )
    for name, nullable in (("message", False), ("code", True), ("param", True), ("type", True)):
        member = error.get(name)
        if name in error and not isinstance(member, str) and not (member is None and nullable):
            path = ("error", name)
            yield Problem("response", path, f"`{name}` is {response.written(path)}; an error's `{name}` is a string")
