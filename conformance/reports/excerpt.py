"""The offending line of a payload, cut to a width, with carets under the member."""

from typing import Final

from conformance.finding import Excerpt, LateExcerpt
from conformance.reports.visible import columns_of, fitting, visible

_GAP: Final = "…"
_LEAST: Final = 16


def excerpt_lines(excerpt: Excerpt | LateExcerpt, columns: int) -> tuple[str, str]:
    """Return the line and the carets below it, no wider than ``columns``; what does not fit is elided around the member."""
    room = max(columns, _LEAST)
    before, member, after = (
        _on_one_line(part)
        for part in (
            excerpt.text[: excerpt.start],
            excerpt.text[excerpt.start : excerpt.end],
            excerpt.text[excerpt.end :],
        )
    )
    before, after = before.lstrip(), after.rstrip()
    if columns_of(member) > room - 2 * len(_GAP):
        member = fitting(member, room - 3 * len(_GAP)) + _GAP
        after = ""
    left = room - columns_of(member)
    # A third of what is left goes before the member, more where little follows it.
    wanted_after = columns_of(after)
    space_before = max(left // 3, left - wanted_after)
    if columns_of(before) > space_before:
        before = _GAP + fitting(before, max(space_before - len(_GAP), 0), from_end=True)
    space_after = left - columns_of(before)
    if wanted_after > space_after:
        after = fitting(after, max(space_after - len(_GAP), 0)) + _GAP
    carets = " " * columns_of(before) + "^" * max(columns_of(member), 1)
    return f"{before}{member}{after}", carets


def _on_one_line(text: str) -> str:
    """Return ``text`` with each run of white space as one space: JSON over many lines reads as one."""
    if "\n" in text or "\r" in text or "\t" in text:
        lead = " " if text[:1].isspace() else ""
        tail = " " if text[-1:].isspace() and text.strip() else ""
        text = lead + " ".join(text.split()) + tail
    return visible(text)
