"""Which of many findings alike a person is shown, and how the others are told: one line a problem, not one an exchange."""

from collections.abc import Iterator, Sequence
from typing import Final

from conformance.finding import Finding, Severity
from conformance.reports.groups import Group, Groups
from conformance.reports.visible import columns_of, fitting, visible

# So many lines of notes a reader takes in; the others are counted in one.
_MOST_NOTES: Final = 6
# So few lines need no heading where nothing is shown in full.
_FEW: Final = 2
# One line a model says all; the models that answer so cannot be mended.
_BRIEF: Final = frozenset({"fingerprint-null"})


class Kinds:
    """Findings that say the same are one group: those of the first exchange are shown, the others counted.

    ``shown`` is how many of the first exchange are shown, None for all of every exchange; ``notes`` whether notes are.
    """

    def __init__(self, shown: int | None, notes: bool) -> None:
        self._limit = shown
        self._notes = notes
        self._groups = Groups()
        self._shown: dict[int, int] = {}

    def silent(self, finding: Finding) -> bool:
        """Whether ``finding`` is passed over: the ``model`` that every SDK sends on a dated path and the service ignores."""
        return (
            not self._notes
            and finding.severity is Severity.NOTE
            and (finding.rule, finding.part, finding.pointer) == ("undeclared-member", "request", "/model")
        )

    def show(self, finding: Finding) -> bool:
        """Return whether ``finding`` is to be shown; count it otherwise."""
        group = self._groups.take(finding)
        shown = self._shown.get(id(group), 0)
        if self._limit is not None and (
            (finding.severity is Severity.NOTE and not self._notes)
            or (finding.rule in _BRIEF and not self._notes)
            or shown >= self._limit
            or (shown > 0 and finding.exchange != group.first.exchange)
        ):
            return False
        self._shown[id(group)] = shown + 1
        return True

    @property
    def brief(self) -> bool:
        """Whether there are findings and ``rest`` tells all of them, in so few lines that they stand without a heading."""
        return not self._shown and 0 < len(self._hidden()) <= _FEW

    def _hidden(self) -> list[tuple[Group, int]]:
        """Return the groups of which findings were not shown, each with how many were."""
        counted = [(group, self._shown.get(id(group), 0)) for group in self._groups]
        return [(group, shown) for group, shown in counted if group.count > shown]

    def rest(self, width: int) -> Iterator[str]:
        """Yield a line for each group of which findings were not shown, errors first, and how to see them."""
        hidden = self._hidden()
        if not hidden:
            return
        if self.brief:
            yield from (_fitted(_line(group, shown), width) for group, shown in sorted(hidden, key=_weight))
            return
        notes = all(group.first.severity is Severity.NOTE for group, _ in hidden)
        yield f"not shown{' are notes' if notes else ''} (--all shows every one):"
        hidden.sort(key=_weight)
        told = 0
        left: list[int] = []
        for group, shown in hidden:
            if group.first.severity is Severity.NOTE:
                told += 1
                if told > _MOST_NOTES and len(hidden) > _MOST_NOTES + 1:
                    left.append(group.count - shown)
                    continue
            yield _fitted(f"  {_line(group, shown)}", width)
        if left:
            yield f"  {sum(left)} notes of {len(left)} more kinds"
        yield ""


def _weight(hidden: tuple[Group, int]) -> tuple[int, int]:
    group, _ = hidden
    return -group.first.severity, -group.count


def _fitted(text: str, width: int) -> str:
    text = visible(text)
    return text if columns_of(text) <= width else fitting(text, width - 1) + "…"


def _line(group: Group, shown: int) -> str:
    first, hidden = group.first, group.count - shown
    text = f"{hidden} {'more ' if shown else ''}{first.severity}{'s' if hidden != 1 else ''} {first.rule}"
    if group.others:
        return text
    place = f", first at {first.exchange}" if not shown and first.exchange else ""
    if _is_newer(first) or first.rule in _BRIEF:
        return f"{text}: {_says(group)}{place}"
    return f"{text}{place}: {_says(group)}"


def _says(group: Group) -> str:
    """Return what the findings say; of a member that older versions do not know, how many answers have it."""
    first = group.first
    if _is_newer(first) and group.api_versions:
        name = first.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        where = "answer" if first.part == "response" else "chunk"
        return f"`{name}` in {group.count} {where}{'s' if group.count != 1 else ''}, newer than {_listed(tuple(group.api_versions))}"
    if len(group.api_versions) > 1:
        return f"{first.message} (and {_listed(tuple(group.api_versions)[1:])})"
    return first.message


def _is_newer(finding: Finding) -> bool:
    """Whether a newer model answered with a member that the version does not know yet."""
    return finding.rule == "member-not-in-version" and finding.part in ("response", "chunk")


def _listed(versions: Sequence[str]) -> str:
    if len(versions) > 3:
        return f"{len(versions)} versions"
    return versions[0] if len(versions) == 1 else ", ".join(versions[:-1]) + " and " + versions[-1]
