"""``answer-model``: the model that answers is the one that was asked, and one that the document lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.answers import place_in
from conformance.document.analysis.code import Code
from conformance.document.prose.models import family_of, is_one_model, models_in
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Related, Severity


@document_rule(
    "answer-model", Severity.WARNING, "an answer's model is the one that the code asks, and one of the document's list"
)
def answer_model(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    listed = {entry.family.lower() for models in analysis.models for entry in models.entries}
    for block in analysis.json_blocks:
        model = block.body.value.get("model")
        if not block.is_answer or not isinstance(model, str) or not models_in(model):
            continue
        place = place_in(analysis, block, "/model")
        asked = [one for code in block.owners if (one := _asked(code)) and not is_one_model(one.model, model)]
        for one in asked[:1]:
            message = f"the answer is from `{model}`, and the code above asks `{one.model}`; show an answer of the model that is asked"
            related = (Related(one.code.program.place, "/model"),)
            yield Remark(place, message, len('"model"'), one.model, related=related)
        if listed and family_of(model) not in listed:
            message = f"the answer is from `{model}`, which the document's list of models does not hold"
            yield Remark(place, message, len('"model"'))
        elif listed:
            yield Confirmed(f"`{model}`, which answers, is in the document's list of models.", place)


@dataclass(frozen=True, slots=True)
class _Asked:
    model: str
    code: Code


def _asked(code: Code) -> _Asked | None:
    """Return the model that the code names in writing; None where it names a placeholder or a setting.

    A deployment that is called as a model is taken for one: whoever reads the two side by side takes it so.
    """
    for call in code.calls:
        request = call.exchange.request
        body = request.body.value if request and request.body else None
        model = body.get("model") if isinstance(body, dict) else None
        path = urlsplit(request.url or "").path if request else ""
        deployment = unquote(path.partition("/openai/deployments/")[2].partition("/")[0])
        for name in (model, deployment):
            if isinstance(name, str) and models_in(name) == (name,):
                return _Asked(name, code)
    return None
