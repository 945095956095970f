"""``request-refused``: the answer is an error."""

from collections.abc import Iterator
from typing import Any, Final

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, rule

_TODO: Final = {
    401: "use a key of this very resource",
    403: "give the caller the right to use this deployment",
    404: "look at the deployment's name, then at path and api-version",
    429: "wait, as long as `Retry-After` says where it is there, and send it again",
}
_BY_CODE: Final = {"DeploymentNotFound": 404}


@rule("request-refused", Severity.ERROR, "the answer is no error (a warning for 429 and 5xx)", needs_contract=False)
def request_refused(judgement: Judgement) -> Iterator[Problem]:
    response = judgement.exchange.response
    if response is None or judgement.answer_kind != "error":
        return
    value = response.body.value if response.body else None
    error = value.get("error", value) if isinstance(value, dict) else None
    code, message = _told(error)
    status = response.status
    said = " ".join(str(part) for part in (status, f"({code})" if code and code != str(status) else None) if part)
    sentence = f"the service refused the request{': ' + said if said else ''}{': ' + message if message else ''}"
    sentence = f"{sentence.rstrip('. ')}; {_todo(status, code)}"
    about_load = status is not None and (status == 429 or status >= 500)
    yield Problem("status", (), sentence, severity=Severity.WARNING if about_load else Severity.ERROR)


def _todo(status: int | None, code: str | None) -> str:
    """Return what to do about it, by the status, else by the code that repeats it."""
    if status is None:
        status = _BY_CODE.get(code or "", int(code) if code and code.isdecimal() and len(code) == 3 else None)
    if status is None or status == 400 or status not in _TODO:
        return _TODO[429] if status is not None and status >= 500 else "mend what is found in the request"
    return _TODO[status]


def _told(error: Any) -> tuple[str | None, str | None]:
    if isinstance(error, str):
        return None, error
    if not isinstance(error, dict):
        return None, None
    code, message = error.get("code", error.get("statusCode")), error.get("message")
    return (str(code) if code is not None else None), (message if isinstance(message, str) else None)
