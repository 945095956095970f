"""``sample-failed``: a sample runs to its end, makes its calls, exits with 0 and prints no traceback."""

from typing import Final

from conformance.exchange import Position
from conformance.finding import Finding, Severity
from conformance.judging.suite.rule import SuiteRule
from conformance.judging.suite.sample_run import SampleRun

RULE: Final = SuiteRule(
    "sample-failed", Severity.ERROR, "a sample makes its calls, ends with exit code 0 and prints no traceback"
)
_TRACEBACK: Final = "Traceback (most recent call last)"


def sample_failed(run: SampleRun, exit_code: int | None, stdout: str, stderr: str, timeout: float) -> Finding | None:
    """Return the finding about a sample that failed, or None. ``exit_code`` is None where it was stopped."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    said = f": {lines[-1]}" if lines else ""
    if exit_code is None:
        message = f"the sample was stopped after {timeout:g} s; raise --timeout if it needs longer{said}"
    elif exit_code != 0:
        message = f"the sample ended with exit code {exit_code}{said or '; it printed nothing on standard error'}"
    elif _TRACEBACK in stderr or _TRACEBACK in stdout:
        message = f"the sample printed a traceback{said}"
    else:
        return None
    return _finding(run, message)


def too_few_calls(run: SampleRun, calls: int) -> Finding | None:
    """Return the finding about a sample that ended well and made fewer calls than the ``calls`` it is for, or None."""
    made = len(run.exchanges)
    if made >= calls:
        return None
    times = f"{made} call{'' if made == 1 else 's'}" if made else "no call"
    return _finding(run, f"the sample made {times} and is to make {calls}; see that it sends to AZURE_OPENAI_ENDPOINT")


def _finding(run: SampleRun, message: str) -> Finding:
    return Finding(
        rule=RULE.id,
        severity=RULE.severity,
        message=message,
        part="suite",
        exchange=run.place,
        api_version=run.api_version,
        source=Position(run.file),
    )
