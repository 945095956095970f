"""``unknown-sdk-member``: what code uses of the openai SDK is there."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.analysis.javascript_sdk import misused
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.errors import nearest
from conformance.finding import Severity
from conformance.reading.python.sdk_table import RELEASE
from conformance.reading.python.sdk_use import UnknownSdkName

# A page that asks for a release before 1 has another SDK in mind, and ``removed-sdk-call`` tells of it.
_OLD: Final = re.compile(r"openai\s*+(?:==|<|<=|~=)\s*+[\"']?(?:0\.|1\b)")
_GIVEN: Final = re.compile(r"^[^\S\n]*+openai\.(\w++)[^\S\n]*+(?::[^\S\n]*+\w++[^\S\n]*+)?=(?!=)", re.MULTILINE)
_VERSION: Final = "api_version"


@document_rule(
    "unknown-sdk-member", Severity.ERROR, "each class, keyword and member of the openai SDK is one that it has"
)
def unknown_sdk_member(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    if _OLD.search(analysis.document.text):
        return
    # What a page itself puts into the module is there: ``openai.api_base = …``.
    given = {found[1] for found in _GIVEN.finditer(analysis.document.text)}
    for code in analysis.codes:
        if code.program.language == "javascript":
            yield from _javascript(code)
        for one in code.sdk.unknown:
            if code.is_own(one.place) and not _is_told(code, one) and one.name not in given:
                yield Remark(code.position(one.place), _message(one), len(one.name), _meant(one))


def _javascript(code: Code) -> Iterator[Remark]:
    for one in misused(code.program.parts[-1].text):
        if one.kind != "removed":
            message = f"the openai package has no `{one.name}`, so this fails before anything is sent; did you mean `{one.meant}`?"
            yield Remark(code.own_position(one.offset), message, len(one.name), one.meant)


def _is_told(code: Code, one: UnknownSdkName) -> bool:
    """Whether another rule tells: of a keyword that is a member of a judged request, and of an api-version beside v1."""
    if one.kind == "name" and "openai.ChatCompletion" in code.program.text:
        return True
    if one.kind == "keyword" and one.name == _VERSION and "/openai/v1" in code.program.text:
        return True
    return one.call is not None and any(call.call.place.line == one.call.line for call in code.calls)


def _meant(one: UnknownSdkName) -> str | None:
    return next(iter(nearest(one.name, one.known)), None)


def _message(one: UnknownSdkName) -> str:
    if one.kind == "index":
        return f"`{one.owner}` is an object in openai {RELEASE} and no dictionary, so this raises TypeError; write `.{one.name}`"
    meant = _meant(one)
    hint = f"; did you mean `{meant}`?" if meant else "; remove it, or write what the SDK has"
    what = {"name": "has no", "keyword": "takes no keyword", "member": "has no"}[one.kind]
    return f"`{one.owner}` {what} `{one.name}` in openai {RELEASE}, so this fails before anything is sent{hint}"
