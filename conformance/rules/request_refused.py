"""``request-refused``: the answer is an error."""

from collections.abc import Iterator
from typing import Any

from conformance.finding import Severity
from conformance.rules.judgement import Judgement
from conformance.rules.rule import Problem, rule


@rule("request-refused", Severity.ERROR, "the answer is no error (a warning for 429 and 5xx)", needs_contract=False)
def request_refused(judgement: Judgement) -> Iterator[Problem]:
    response = judgement.exchange.response
    if response is None or judgement.answer_kind != "error":
        return
    value = response.body.value if response.body else None
    error = value.get("error") if isinstance(value, dict) else None
    code, message = _told(error if isinstance(error, dict) else value)
    status = response.status
    said = " ".join(str(part) for part in (status, f"({code})" if code and code != str(status) else None) if part)
    sentence = f"the service refused the request{': ' + said if said else ''}{': ' + message if message else ''}"
    about_load = status is not None and (status == 429 or status >= 500)
    yield Problem("status", (), sentence, severity=Severity.WARNING if about_load else Severity.ERROR)


def _told(error: Any) -> tuple[str | None, str | None]:
    if not isinstance(error, dict):
        return None, None
    code, message = error.get("code", error.get("statusCode")), error.get("message")
    return (str(code) if code is not None else None), (message if isinstance(message, str) else None)
