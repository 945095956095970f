"""``unlisted-value``: a value is one that an extensible enum lists."""

from collections.abc import Iterator
from typing import Final

from conformance.contract.other_versions import spelled_out, versions_listing
from conformance.errors import nearest
from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule

# What the service answers with where a data source or an enhancement was asked for (Azure/azure-sdk-for-net, recorded).
_EXTENSIONS: Final = "extensions.chat.completion"


@rule(
    "unlisted-value",
    Severity.ERROR,
    Settled.BY_SCHEMA,
    "an extensible enum lists the value (a warning in answers)",
    lowers=("enum",),
)
def unlisted_value(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        for violation in payload.violations:
            if violation.keyword != "enum" or not violation.origin.extensible or not isinstance(violation.value, str):
                continue
            listed = [value for value in violation.expected if value is not None]
            names = nearest(violation.value, listed)
            hint = f"did you mean `{names[0]}`?" if names else "it lists " + ", ".join(f"`{value}`" for value in listed)
            message = f"`{violation.path[-1]}` is {payload.written(violation.path)}, which {judgement.api_version} does not list; {hint}"
            severity = Severity.WARNING
            if payload.part == "request":
                severity = Severity.ERROR
                versions = versions_listing("request", payload.value, violation.path, judgement.path)
                message += f"; {spelled_out(versions)}" if versions else ""
            if payload.part == "response" and violation.value == _EXTENSIONS:
                # Only the service writes it: nothing is to mend.
                message, severity = (
                    f"`object` is `{_EXTENSIONS}`, which {judgement.api_version} does not list",
                    Severity.NOTE,
                )
                yield Problem(
                    "response", violation.path, message, violation.origin.pointer, None, severity, (violation,)
                )
                continue
            suggestion = names[0] if names else None
            pointer = violation.origin.pointer
            yield Problem(payload.part, violation.path, message, pointer, suggestion, severity, (violation,))
