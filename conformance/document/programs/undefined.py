"""Names that a block needs and that nothing before it sets: whoever runs what the page shows gets an error there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from conformance.document.programs.literals import is_placeholder
from conformance.document.programs.naming import BlockNames, Place
from conformance.errors import is_slip
from conformance.reading.program import Language
from conformance.reading.remembering import remembered


@dataclass(frozen=True, slots=True)
class Undefined:
    """A name, where it is read first, and what a reader is to write; None where no rule tells.

    ``meant`` is a name that the block sets and never reads, and that differs by a slip: that one was to be read.
    """

    name: str
    place: Place
    mend: str | None
    meant: str | None = None

    def shown(self, language: Language) -> str:
        """Return the name as code writes it."""
        return f"${self.name}" if language == "powershell" else self.name

    def message(self, language: Language) -> str:
        """Return what a finding says."""
        fails = "is empty" if language == "powershell" else "is not defined"
        what = (
            f"write `{self.mend}` at the top of the block" if self.mend else "set it in this block, or in one before it"
        )
        return f"`{self.shown(language)}` {fails} when this code runs as shown; {what}"


# Where names that samples need come from. A standard module is imported by its own name.
_FROM: Final = {
    **dict.fromkeys(("AzureOpenAI", "AsyncAzureOpenAI", "OpenAI", "AsyncOpenAI"), "openai"),
    **dict.fromkeys(("DefaultAzureCredential", "get_bearer_token_provider"), "azure.identity"),
    **dict.fromkeys(("BaseModel", "Field"), "pydantic"),
    **dict.fromkeys(("Path",), "pathlib"),
    **dict.fromkeys(("datetime", "timedelta"), "datetime"),
    **dict.fromkeys(("load_dotenv",), "dotenv"),
    **dict.fromkeys(("Enum",), "enum"),
    **dict.fromkeys(("List", "Dict", "Optional", "Union", "Any", "Literal"), "typing"),
}
# Names that stand for something of the reader's own: ``MyEvaluator``, ``your_tool``.
_READERS: Final = re.compile(r"(?:my|your)_|(?:My|Your)[A-Z]")
# Modules whose names are nobody's variables: a ``token``, an ``email`` or a ``code`` may be the reader's own.
_MODULES: Final = frozenset(
    {"os", "sys", "json", "re", "time", "datetime", "random", "math", "uuid", "base64", "logging", "asyncio", "pathlib",
     "typing", "itertools", "functools", "collections", "subprocess", "tempfile", "shutil", "urllib", "hashlib", "io", "csv",
     "textwrap", "getpass", "argparse", "threading", "contextlib", "dataclasses", "enum", "traceback", "warnings",
     "inspect", "pprint", "glob", "struct", "zlib", "gzip", "pickle", "sqlite3", "socket", "ssl", "decimal", "concurrent"}
)  # fmt: skip
_SHORT: Final = 4  # letters; a shorter name with another letter is another name
_PACKAGES: Final = frozenset({"openai", "requests", "httpx", "tiktoken", "numpy", "pandas"})


@remembered(512)
def block_names(text: str, language: Language) -> BlockNames:
    """Return what a block reads and sets."""
    if language == "powershell":
        from conformance.document.programs.undefined_powershell import powershell_block

        return powershell_block(text)
    if language != "python":
        return BlockNames()
    from conformance.document.programs.undefined_python import python_block

    return python_block(text)


def undefined_names(block: BlockNames, earlier: Iterable[BlockNames], language: Language) -> Iterator[Undefined]:
    """Yield what ``block`` reads and neither it nor a block ``earlier`` on the reader's way sets.

    A piece, which begins as no program does, may go on from another page: nothing is said where none before it begins
    one, and of what imports nothing itself only what has to be imported.
    """
    if block.unsure or not block.reads:
        return
    known: set[str] = set()
    begun = block.whole
    meant = {name: other for name in block.reads if (other := _meant(name, block.unread)) is not None}
    for one in earlier:
        if one.opens:
            return
        known |= one.sets
        begun = begun or one.whole
    for name, other in meant.items():
        if name not in known:
            yield Undefined(name, block.reads[name], None, other)
    if not begun or block.loose:
        return
    for name, place in sorted(block.reads.items(), key=lambda pair: pair[1]):
        mend = _mend(name, block.modules.get(name, frozenset())) if language == "python" else None
        own = mend is None and (not block.complete or _READERS.match(name) or name.isupper())
        if name in known or name in meant or own or is_placeholder(name.replace("_", "-")):
            continue
        yield Undefined(name, place, mend)


def _mend(name: str, attributes: frozenset[str]) -> str | None:
    """Return the import that gives ``name``, of which ``attributes`` are read; None where no module is surely meant."""
    if name in attributes and name in _MODULES:  # datetime.datetime
        return f"import {name}"
    if name in _FROM:
        return f"from {_FROM[name]} import {name}"
    return f"import {name}" if attributes and name in _MODULES | _PACKAGES else None


def _meant(name: str, unread: frozenset[str]) -> str | None:
    """Return the one name of ``unread`` that ``name`` is a slip of: a letter too few, too many or wrong, or two swapped."""
    if len(name) < _SHORT:
        return None
    found = [one for one in unread if len(one) >= _SHORT and is_slip(name, one) and _letters(one) != _letters(name)]
    found = [one for one in found if one.lower() != name.lower()]  # a class, and an object of it
    return found[0] if len(found) == 1 else None


def _letters(name: str) -> str:
    """Return a name without its digits: ``key1`` and ``key2`` are two of a series."""
    return "".join(letter for letter in name if not letter.isdigit())
