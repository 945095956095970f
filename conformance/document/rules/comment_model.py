"""``comment-model``: a comment names the model that stands on its line."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.prose.claims.moods import offers_a_choice
from conformance.document.prose.models import ListedModel, ModelList, is_one_model, models_in
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity
from conformance.reading.program import Comment

_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_TOKEN: Final = re.compile(r"[A-Za-z0-9][\w.-]*\w")


@document_rule("comment-model", Severity.WARNING, "a comment names the model that stands on its line")
def comment_model(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for code in analysis.codes:
        lines = code.program.text.split("\n")
        for comment in code.reading.comments:
            if not comment.beside or not code.is_own(comment.place) or offers_a_choice(comment.text):
                continue
            written = lines[(comment.place.line or 1) - 1][: (comment.place.column or 1) - 1]
            for models in analysis.models:
                wrong = _contradiction(models, written, comment.text)
                if wrong is not None:
                    word, line, said = wrong
                    version = "" if word.lower() == said.family.lower() else f", a version of {said.family},"
                    message = f"the comment says `{word}`{version} and the line names {line.says}; correct one of them"
                    yield Remark(code.position(comment.place), message, len(comment.text) + 2)
                    break
            else:
                yield from _other_model(code, comment, written)


def _other_model(code: Code, comment: Comment, written: str) -> Iterator[Remark]:
    """Yield where a comment names models and none of them is the one in the line, whatever is listed."""
    here, said = models_in(written), models_in(comment.text)
    if (
        len(here) != 1
        or not said
        or _is_spelt_out(here[0], comment.text)
        or any(is_one_model(here[0], name) or is_one_model(name, here[0]) for name in said)
    ):
        return
    message = f"the comment names `{said[0]}`, and the line `{here[0]}`; correct one of them"
    yield Remark(code.position(comment.place), message, len(comment.text) + 2)


def _contradiction(models: ModelList, written: str, comment: str) -> tuple[str, ListedModel, ListedModel] | None:
    """Return the word of ``comment``, the entry that the line names, and the other one that the comment names."""
    line = next((entry for name in models_in(written) if (entry := models.named(name) or models.of_family(name))), None)
    if line is None:
        return None
    for word in _TOKEN.findall(comment):
        said = models.of_version(word) or models.named(word) or models.of_family(word)
        if said is not None and said != line and not (said.family == line.family and line.version is None):
            return word, line, said
    return None


def _is_spelt_out(model: str, comment: str) -> bool:
    """Whether words of a comment, one behind the other, are the name of the line: ``GPT4 Vision`` for ``gpt-4Vision``."""
    words = [word.lower() for word in _WORD.findall(comment)]
    name = "".join(_WORD.findall(model.lower()))
    return any("".join(words[start:end]) == name for start in range(len(words)) for end in range(start + 1, start + 7))
