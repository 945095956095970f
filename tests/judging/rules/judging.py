"""Judge bodies as tests write them: as text, so that numbers and keys are what stands on the wire."""

from conformance.exchange import Exchange, Headers, Request, Response
from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.wire.body import Body

STORY = (
    '{"seed": 42, "temperature": 0.7, "max_tokens": 50, "messages": '
    '[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Tell me a story"}]}'
)
ANSWER = (
    '{"id": "1", "object": "chat.completion", "created": 1, "model": "m", "system_fingerprint": "fp_1", "choices": '
    '[{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Once"}}], '
    '"usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}'
)


def findings(
    request: str | None = None,
    answer: str | None = None,
    api_version: str | None = "2024-02-01",
    status: int | None = 200,
    url: str | None = None,
    headers: dict[str, str] | None = None,
    circumstances: Circumstances | None = None,
) -> list[Finding]:
    """Return what is found; bodies alone are judged by ``api_version``."""
    asked = None
    if request is not None:
        asked = Request("POST", url, Headers.of(headers) if headers else None, Body.from_text(request))
    answered = Response(status, None, Body.from_text(answer)) if answer is not None else None
    return list(judge(Exchange("t:1", asked, answered, api_version), circumstances))


def rules(*args: str, **more: object) -> list[str]:
    """Return the ids of what is found, notes aside."""
    return [finding.rule for finding in findings(*args, **more) if str(finding.severity) != "note"]  # type: ignore[arg-type]
