"""``model-list``: which models of a list the document's code and outputs use."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.prose.models import family_of, models_in
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule(
    "model-list", Severity.NOTE, "a list of models goes stale: the document tells which entries it uses itself"
)
def model_list(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    used = list(dict.fromkeys(_used(analysis)))
    mine, families, others = list[str](), list[str](), list[str]()
    for models in analysis.models:
        entries = models.entries
        named = [entry for entry in entries if any(models.named(name) == entry for name in used)]
        found = [name for name in used if models.named(name) is None and models.of_family(name)]
        others += [entry.says for entry in entries if entry not in named and entry.family not in found]
        mine += [entry.says for entry in named]
        families += [f"{name} (no version is said)" for name in found]
        for name in used:
            if models.named(name) or family_of(name) in {entry.family.lower() for entry in entries}:
                place = analysis.at(entries[0].prose.range.start)
                yield Confirmed(f"`{name}`, which the document uses, is in its list of models.", place)
    if analysis.models:  # one line, however many lists a page has
        first, shown = analysis.models[0].entries[0], list(dict.fromkeys((*mine, *families)))
        lacking = [name for name in dict.fromkeys(others) if name not in shown]
        count = len(dict.fromkeys(entry.says for models in analysis.models for entry in models.entries))
        says = f"of {count} models here the code and the outputs use {_listed(shown)}"
        advice = f"; nothing in the document shows {_listed(lacking)}" if lacking else ""
        place = analysis.at(first.prose.range.start)
        yield Remark(place, f"{says}{advice}: see whether the list is still right", len(first.says))


def _used(analysis: Analysis) -> Iterator[str]:
    for code in analysis.codes:
        for call in code.calls:
            request = call.exchange.request
            body = request.body.value if request and request.body else None
            model = body.get("model") if isinstance(body, dict) else None
            if isinstance(model, str):
                yield from models_in(model)
    for block in analysis.json_blocks:
        model = block.body.value.get("model")
        if isinstance(model, str):
            yield from models_in(model)


def _listed(names: list[str]) -> str:
    return ", ".join(names) if names else "none"
