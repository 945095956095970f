"""``tab-request-differs``: the tabs of a group send the same requests."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.tabs import Compared, compared_tabs
from conformance.document.prose.claims.moods import tells_of_a_difference
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.exchange import Position
from conformance.finding import Related, Severity
from conformance.judging.suite.languages_differ import MISSING, brief, differing_paths, odd_one_out, value_at
from conformance.reading.predicting import UNKNOWN, Prediction
from conformance.wire.pointer import pointer_of

_ASIDE: Final = frozenset({"model"})  # the SDK adds it, and the path decides


@document_rule("tab-request-differs", Severity.ERROR, "the tabs of a group send the same requests, `model` aside")
def tab_request_differs(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for compared in compared_tabs(analysis):
        severity = Severity.WARNING if _says_so(analysis, compared) else None
        if any(not code.certain for tab in compared for code in tab.codes):
            continue
        counts = [len(tab.calls) for tab in compared]
        odd = odd_one_out([str(count) for count in counts])
        if odd is not None:
            tab = compared[odd]
            other = next(one for one in compared if len(one.calls) != counts[odd])
            message = f"{tab.title} sends {counts[odd]} requests and {other.title} {len(other.calls)}: the tabs are not the same example"
            place = tab.codes[0].position(tab.calls[0].call.place)
            yield Remark(place, message, severity=severity, related=_related(compared, tab))
            continue
        remarks = [replace(remark, severity=severity) for remark in _differences(compared)]
        yield from remarks
        if not remarks:
            titles = " and ".join(tab.title for tab in compared)
            yield Confirmed(
                f"The tabs {titles} send the same requests.", analysis.at(compared[0].tab.title_range.start)
            )


def _says_so(analysis: Analysis, compared: tuple[Compared, ...]) -> bool:
    """Whether the prose in the group of tabs, or right before it, says that they differ."""
    group = analysis.document.tab_at(compared[0].tab.heading)
    if group is None:
        return False
    before = max((one.heading.end for one in analysis.document.sections_at(group[0].range)), default=0)
    sentences = analysis.sentences_between(before, group[0].range.end)
    return any(tells_of_a_difference(sentence.text) for sentence in sentences)


def _differences(compared: tuple[Compared, ...]) -> Iterator[Remark]:
    for index in range(len(compared[0].calls)):
        requests = [_request(tab.calls[index]) for tab in compared]
        written = [repr(_sorted(request)) for request in requests]  # 42 and 42.0 are equal, and written differently
        odd = odd_one_out(written)
        if odd is None:
            continue
        other = next(position for position, one in enumerate(written) if one != written[odd])
        here, there = requests[odd], requests[other]
        found = [
            path
            for path in differing_paths(here, there, ())
            if not _is_unknown(here, path) and not _is_unknown(there, path)
        ]
        tab, call = compared[odd], compared[odd].calls[index]
        for path in found:
            mine, theirs = value_at(here, path), value_at(there, path)
            what = f"`{path[-1]}`" if path[0] == "body" and len(path) > 1 else f"the {path[0]}"
            message = f"{what} is {brief(mine)} in {tab.title} and {brief(theirs)} in {compared[other].title}; the tabs are to be one example"
            yield Remark(_place(tab, call, path, mine is MISSING), message, related=_related(compared, tab))
        if found:
            return


def _request(call: Prediction) -> dict[str, Any]:
    """Return what is compared: the base of the URL and the name of the deployment are the reader's own."""
    request = call.exchange.request
    url = urlsplit(request.url or "") if request else urlsplit("")
    body = request.body.value if request and request.body else None
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name not in _ASIDE}
    return {
        "method": request.method if request else None,
        "operation": _operation(url.path),
        "api-version": dict(parse_qsl(url.query)).get("api-version") or call.exchange.api_version,
        "body": body,
    }


def _operation(path: str) -> str:
    if "/openai/v1/" in path:
        return "/openai/v1/chat/completions"
    before, deployments, _ = path.partition("/openai/deployments/")
    if deployments:
        return f"{deployments}…/chat/completions"
    _, open_end, rest = before.rpartition("}")
    # Behind a base that is not known any path may stand.
    return "{base}" if open_end and rest == "/chat/completions" else rest


def _is_unknown(value: Any, path: tuple[str | int, ...]) -> bool:
    """Whether the value at ``path``, or one around it, is not known."""
    for token in path:
        if isinstance(value, dict) and UNKNOWN in value:
            return True
        if isinstance(value, dict):
            value = value.get(str(token))
        elif isinstance(value, list) and isinstance(token, int) and token < len(value):
            value = value[token]
        else:
            return False
    return (isinstance(value, dict) and UNKNOWN in value) or (isinstance(value, str) and value.startswith("{"))


def _place(tab: Compared, call: Prediction, path: tuple[str | int, ...], missing: bool) -> Position:
    sources = call.exchange.sources
    code = tab.code_of(call)
    if sources is None:
        return code.program.position
    pointer = pointer_of((path[:-1] if missing else path)[1:])
    part = "request" if path[0] == "body" else "url"
    return code.position(sources.of(part, "/api-version" if path[0] == "api-version" else pointer))


def _related(compared: tuple[Compared, ...], tab: Compared) -> tuple[Related, ...]:
    return tuple(Related(other.codes[0].program.place, "") for other in compared if other is not tab)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(one) for one in value] if isinstance(value, list) else value
