"""``placeholder-differs``: the tabs of a group use one placeholder for one thing."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.analysis.tabs import Compared, compared_tabs
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.exchange import Position
from conformance.finding import Related, Severity
from conformance.reading.predicting import Prediction


@document_rule(
    "placeholder-differs", Severity.WARNING, "the tabs of a group use one name for one deployment and one endpoint"
)
def placeholder_differs(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for compared in compared_tabs(analysis):
        for what, named in (("deployment", _deployment), ("endpoint", _endpoint)):
            names = [named(tab.calls[0]) for tab in compared]
            usual = names[0]
            for tab, name in list(zip(compared, names, strict=True))[1:]:
                if name is None or usual is None or name == usual:
                    continue
                message = f"the {what} is `{name}` in {tab.title} and `{usual}` in {compared[0].title}; write the same name for the same thing in each tab"
                related = (Related(compared[0].codes[0].program.place, ""),)
                yield Remark(_place(tab.codes, name, tab), message, len(name), related=related)


def _deployment(call: Prediction) -> str | None:
    """Return the deployment that a call names in writing; None where a setting, or the model, does."""
    request = call.exchange.request
    path = urlsplit(request.url or "").path if request else ""
    named = unquote(path.partition("/openai/deployments/")[2].partition("/")[0])
    return named if named and not named.startswith("{") else None


def _endpoint(call: Prediction) -> str | None:
    """Return the endpoint that a call names in writing; None where a setting does."""
    request = call.exchange.request
    url = request.url or "" if request else ""
    base = url.partition("/openai/")[0].rstrip("/")
    return base if base.startswith("http") and "{" not in base else None


def _place(codes: tuple[Code, ...], name: str, tab: Compared) -> Position:
    """Return where the tab's code first writes ``name``."""
    for code in codes:
        at = code.program.text.find(name)
        if at >= 0:
            before = code.program.text[:at]
            line = before.count("\n") + 1
            return code.position(Position(code.program.place, line, at - before.rfind("\n")))
    return tab.codes[0].position(tab.calls[0].call.place)
