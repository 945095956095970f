"""``link-version``: a link leads to the api-version that its text names."""

from collections.abc import Iterator

from conformance.contract.catalog import catalog, nearest_versions
from conformance.document.analysis.analysis import Analysis
from conformance.document.prose.api_versions import version_in_link
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("link-version", Severity.ERROR, "a link leads to the api-version that its text names")
def link_version(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    known = catalog()
    for prose in analysis.document.prose:
        for link in prose.links:
            target = version_in_link(link.href)
            if target is None:
                continue
            place = analysis.at((link.href_range or link.range).start)
            text = link.text.strip("`* ")
            if known.find(target) is None:
                names = nearest_versions(target, [version.api_version for version in known.versions])
                hint = f"did you mean {names[0]}?" if names else "lead it to one that exists"
                yield Remark(
                    place,
                    f"the link leads to `{target}`, which is not a known api-version; {hint}",
                    len(link.href),
                    names[0] if names else None,
                )
            elif text != target and (known.find(text) is not None or _looks_like_one(text)):
                message = f"the link's text is `{text}` and it leads to `{target}`; make the two agree"
                yield Remark(place, message, len(link.href), text)
            elif text != target and (named := _begins_with(prose.text)) not in (None, target):
                message = f"the entry is about `{named}` and its link leads to `{target}`; make the two agree"
                yield Remark(place, message, len(link.href), named)
            elif text == target:
                yield Confirmed(f"The link `{text}` leads to that api-version's contract.", place)


def _begins_with(text: str) -> str | None:
    """Return the api-version that an entry of a list or a table begins with; None where it begins otherwise."""
    word = text.strip().partition(" ")[0].strip("`*:,")
    return word if catalog().find(word) is not None else None


def _looks_like_one(text: str) -> bool:
    return len(text) > 7 and text[:4].isdigit() and text[4] == "-"
