"""``request-refused``: the answer is an error."""

from collections.abc import Iterator
from typing import Any, Final

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule

_TODO: Final = {
    401: "use a key of this very resource",
    403: "give the caller the right to use this deployment",
    404: "look at the deployment's name, then at path and api-version",
    429: "wait, as long as `Retry-After` says where it is there, and send it again",
}
_BY_CODE: Final = {"DeploymentNotFound": 404}
_FILTERED: Final = "content_filter"


@rule(
    "request-refused",
    Severity.ERROR,
    Settled.BY_LOOK,
    "the answer is not an error (a warning for 429, 5xx and the content filter)",
    needs_contract=False,
    of="answer",
)
def request_refused(judgement: Judgement) -> Iterator[Problem]:
    response = judgement.exchange.response
    if response is None or judgement.answer_kind != "error":
        return
    value = response.body.value if response.body else None
    error = value.get("error", value) if isinstance(value, dict) else None
    code, message = _told(error)
    status = response.status
    # A filter or a proxy answers so; clients that look at the status alone take it for an answer.
    succeeded = status is not None and status < 400
    if succeeded:
        said = f"{status} with an error in its body{f' ({code})' if code else ''}"
    else:
        said = " ".join(str(part) for part in (status, f"({code})" if code and code != str(status) else None) if part)
    sentence = f"the service refused the request{': ' + said if said else ''}{': ' + message if message else ''}"
    filtered = _filtered_by(error) if code == _FILTERED else None
    todo = f"the filter found {filtered}" if filtered else _todo(status, code)
    if succeeded:
        todo += "; look for `error` before `choices`, whatever the status says"
    about_load = status is not None and (status == 429 or status >= 500)
    lighter = not succeeded and (about_load or code == _FILTERED)
    severity = Severity.WARNING if lighter else Severity.ERROR
    yield Problem("status", (), f"{sentence.rstrip('. ')}; {todo}", severity=severity)


def _todo(status: int | None, code: str | None) -> str:
    """Return what to do about it, by the status, else by the code that repeats it."""
    if code == _FILTERED:
        return "change the prompt, or the deployment's content filter"
    if status is None:
        status = _BY_CODE.get(code or "", int(code) if code and code.isdecimal() and len(code) == 3 else None)
    if status is not None and status >= 500:
        return _TODO[429]
    return _TODO.get(status or 0, "fix what is found in the request")


def _told(error: Any) -> tuple[str | None, str | None]:
    if isinstance(error, str):
        return None, error
    if not isinstance(error, dict):
        return None, None
    code, message = error.get("code", error.get("statusCode")), error.get("message")
    return (str(code) if code is not None else None), (message if isinstance(message, str) else None)


def _filtered_by(error: Any) -> str | None:
    """Return in words which categories filtered the prompt (microsoft/TinyTroupe#85), None where nothing says it."""
    inner = error.get("innererror") if isinstance(error, dict) else None
    results = inner.get("content_filter_result") if isinstance(inner, dict) else None
    if not isinstance(results, dict):
        return None
    found = []
    for category, result in results.items():
        if isinstance(result, dict) and (result.get("filtered") is True or result.get("detected") is True):
            severity = result.get("severity")
            found.append(f"{category} (severity {severity})" if isinstance(severity, str) else category)
    return ", ".join(found) or None
