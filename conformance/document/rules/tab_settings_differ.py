"""``tab-settings-differ``: the tabs of a group read the same environment variables."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.tabs import Compared, compared_tabs
from conformance.document.programs.names import names_of
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.errors import nearest
from conformance.exchange import Position
from conformance.finding import Related, Severity


@document_rule("tab-settings-differ", Severity.WARNING, "the tabs of a group read the same environment variables")
def tab_settings_differ(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for group in compared_tabs(analysis):
        compared = tuple(tab for tab in group if _is_known(tab))
        if len(compared) < 2:
            continue
        read = [_settings(tab) for tab in compared]
        everywhere = {name for names in read for name in names}
        remarks = []
        for tab, mine in zip(compared, read, strict=True):
            for name, place in mine.items():
                lacking = [other for other, names in zip(compared, read, strict=True) if name not in names]
                # Told at the tab that stands alone with it: with two tabs at the last.
                if (
                    not lacking
                    or 2 * len(lacking) < len(compared)
                    or (2 * len(lacking) == len(compared) and tab is not compared[-1] and _last_differs(read))
                ):
                    continue
                hint = nearest(name, everywhere - set(mine))
                also = f", but `{hint[0]}`" if hint else ""
                others = " and ".join(other.title for other in lacking)
                verb = "does" if len(lacking) == 1 else "do"
                message = f"{tab.title} reads `{name}`, and {others} {verb} not{also}: whoever follows one tab has set up what the other does not read"
                related = tuple(Related(other.codes[0].program.place, "") for other in lacking)
                remarks.append(Remark(place, message, len(name), hint[0] if hint else None, related=related))
        yield from remarks
        if not remarks and everywhere:
            names = ", ".join(f"`{name}`" for name in sorted(everywhere))
            yield Confirmed(f"All tabs read {names}.", analysis.at(compared[0].tab.title_range.start))


def _is_known(tab: Compared) -> bool:
    """Whether it is known what a tab reads: not of a piece of Python that takes ``os`` for granted."""
    python = (code.program.text for code in tab.codes if code.program.language == "python")
    return not any("os" in names_of(text, "python").needs for text in python)


def _settings(tab: Compared) -> dict[str, Position]:
    """Return the variables that a tab reads, upper case, with the place of the first reading."""
    found: dict[str, Position] = {}
    for code in tab.codes:
        for setting in code.reading.settings:
            found.setdefault(setting.name.upper(), code.position(setting.place))
    return found


def _last_differs(read: list[dict[str, Position]]) -> bool:
    """Whether the last tab reads something that another does not."""
    return any(name not in names for name in read[-1] for names in read[:-1])
