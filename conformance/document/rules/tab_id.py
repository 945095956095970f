"""``tab-id``: a tab's id fits its title, and the same title has the same id everywhere."""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import Tab
from conformance.document.markdown.tab_names import TabName
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.errors import is_slip
from conformance.finding import Severity

_WORD: Final = re.compile(r"[a-z0-9]+")
# Ids that Learn uses for titles which cannot stand in an id themselves.
_SPELLED: Final = {"c#": "csharp", "f#": "fsharp", "c++": "cpp", ".net": "dotnet"}
# Ids that Learn's pages have for a title of which they hold no word (*assumed* from pages that were read).
_USUAL: Final = {
    "microsoft entra id": ("keyless",),
    "visual studio code": ("vscode",),
    "command prompt": ("cmd",),
    "command line": ("cli",),
    "linux": ("bash",),
    "rest": ("http",),
}
_NEAR: Final = 0.75
_ALL_OF_IT: Final = 2
_SHORT: Final = 5  # letters
# Words of ids that stand for themselves under any title; a word one slip away from them is none of its own.
_LANGUAGES: Final = ("python", "powershell", "csharp", "javascript", "typescript", "dotnet", "keyless")


@document_rule("tab-id", Severity.ERROR, "a tab's id fits its title, and is the same wherever the title is", safe=True)
def tab_id(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    tabs = [tab for group in analysis.document.tab_groups for tab in group.tabs]
    # Of other documents only an id that is the title itself says how it is written; how many have it decides nothing.
    fitting = _fitting_ids([*tabs, *(tab for tab in analysis.all_tabs if _fit(tab) == _ALL_OF_IT)])
    for tab in tabs:
        place = analysis.at(tab.id_range.start)
        meant = _misspelt(tab)
        if meant is not None:
            message = f"the tab id `{tab.id}` is not the title {tab.title}: links and the reader's choice of tab miss it; did you mean `{meant}`?"
            yield Remark(place, message, len(tab.id), meant)
        elif not _fit(tab) and (other := fitting.get(tab.title.lower())) is not None:
            message = f"the tab {tab.title} has the id `{tab.id}` here and `{other}` elsewhere, so a choice of tab does not carry over; write `{other}`"
            yield Remark(place, message, len(tab.id), other)


def _fitting_ids(tabs: list[Tab | TabName]) -> dict[str, str]:
    """Return for each title the id that fits it best, of those that it has; how many tabs have an id decides nothing."""
    ids: dict[str, str] = {}
    for tab in sorted(tabs, key=_fit, reverse=True):  # which keeps the order of what fits alike
        if _fit(tab):
            ids.setdefault(tab.title.lower(), tab.id)
    return ids


def _fit(tab: Tab | TabName) -> int:
    """Return how well the id fits the title: 2 as all of it, 1 as a word of it, 0 as none."""
    words, parts = _words(tab.title), _WORD.findall(tab.id.lower())
    joined = "".join(parts)
    if joined == "".join(words):
        return _ALL_OF_IT
    if _mended(tab) is not None:
        return 0
    if tab.id.lower() in _USUAL.get(tab.title.lower(), ()):
        return 1
    names = {name.replace("-", "") for name in _candidates(words)}
    if len("".join(words)) >= _SHORT and "".join(words) in joined:  # csharp-AzureOpenAI
        return 1
    return int(
        bool(set(parts) & set(words)) or any(joined.startswith(one) or _is_short_for(joined, one) for one in names)
    )


def _is_short_for(word: str, name: str) -> bool:
    """Whether ``word`` is the beginning of ``name``, and more than a slip at its end is left out."""
    return name.startswith(word) and len(name) - len(word) > 2


def _misspelt(tab: Tab) -> str | None:
    """Return the id that was meant where it, or a word of it, is nearly, and not quite, a word of its title; else None."""
    if _fit(tab):
        return None
    mended = _mended(tab)
    if mended is not None:
        return mended
    near = difflib.get_close_matches(tab.id.lower(), _candidates(_words(tab.title)), n=1, cutoff=_NEAR)
    return near[0] if near else None


def _mended(tab: Tab | TabName) -> str | None:
    """Return the id with each word that is one slip away from a word of the title, or of usual ids, put right; else None."""
    usual = [word for one in _USUAL.get(tab.title.lower(), ()) for word in _WORD.findall(one)]
    known = dict.fromkeys((*_words(tab.title), *usual, *_LANGUAGES))
    mended = _WORD.sub(lambda found: _known_word(found[0], known), tab.id.lower())
    return mended if mended != tab.id.lower() else None


def _known_word(word: str, known: dict[str, None]) -> str:
    """Return the word of ``known`` that ``word`` is a slip of, else ``word`` itself."""
    return word if word in known else next((one for one in known if _is_slip(word, one)), word)


def _is_slip(word: str, meant: str) -> bool:
    """Whether ``word`` is ``meant`` with one letter too few, too many or wrong, or with two neighbours swapped.

    Short words are near to too many others; one with more at its end (``python3``, ``models``), or with no more than an
    *s* less, is a form of the word.
    """
    if len(meant) < 5 or word.startswith(meant) or (meant == f"{word}s" and word[-1:] != "s"):
        return False
    return is_slip(word, meant)


def _words(title: str) -> list[str]:
    """Return the words of a title, as Learn's ids write them."""
    title = title.lower()
    for sign, word in _SPELLED.items():
        title = title.replace(sign, f" {word} ")
    return _WORD.findall(title)


def _candidates(words: list[str]) -> dict[str, None]:
    return dict.fromkeys(("".join(words), "-".join(words), *(word for word in words if len(word) > 3)))
