"""``prose-member``: a parameter that the prose names as code is spelled as the contract spells it."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.document.study import Study
from conformance.document.vocabulary import names_at_any_depth
from conformance.errors import nearest
from conformance.finding import Severity

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z]*(?:[_-]?[A-Za-z]+)+")
_ASSIGNED: Final = re.compile(r"[\"']?([A-Za-z_]+)[\"']?\s*[=:]\s*\S+")
_PARAMETER: Final = re.compile(
    r"\b(?:parameters?|member|field|property|set|send|seed|response|request)\b", re.IGNORECASE
)


@document_rule("prose-member", Severity.WARNING, "a member that the prose names is spelled as the contract spells it")
def prose_member(study: Study) -> Iterator[Remark | Confirmed]:
    known = names_at_any_depth()
    own = _names_in_code(study)
    for sentence in study.sentences:
        for span in sentence.spans:
            assigned = _ASSIGNED.fullmatch(span.text)
            name = assigned[1] if assigned else span.text
            if name in known or name in own or not _NAME.fullmatch(name) or len(name) < 4:
                continue
            if not assigned and not _PARAMETER.search(sentence.text):
                continue
            names = nearest(name, known)
            if names and names[0] != name:
                message = (
                    f"`{name}` is no member of a request or an answer in any api-version; did you mean `{names[0]}`?"
                )
                yield Remark(sentence.position(span.start + 1), message, len(name), names[0])


def _names_in_code(study: Study) -> frozenset[str]:
    """Return the words of the document's code: what the prose names may be one of its variables."""
    return frozenset(word for code in study.codes for word in re.findall(r"[A-Za-z_]\w*", code.program.text))
