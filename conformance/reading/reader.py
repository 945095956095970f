"""Read one source by its language, which its file's name or a caller tells."""

from pathlib import PurePath
from typing import Final

from conformance.errors import InputError
from conformance.reading.program import Language, Reading

_SUFFIXES: Final[dict[str, Language]] = {".py": "python", ".ps1": "powershell"}


def language_of(name: str) -> Language:
    """Return the language of the file ``name``; raises InputError where it is none that can be read."""
    language = _SUFFIXES.get(PurePath(name).suffix.lower())
    if language is None:
        raise InputError(f"{name} is neither Python nor PowerShell; name a file that ends in .py or .ps1.")
    return language


def read_source(file: str, text: str, language: Language | None = None) -> Reading:
    """Return what ``text`` sends and prints; ``file`` is what places call it. Nothing is executed.

    A source that does not parse yields what comes before; ``problem`` says why. Raises InputError where no language is
    named and ``file`` does not tell.
    """
    if (language or language_of(file)) == "powershell":
        from conformance.reading.powershell import read_powershell

        return read_powershell(file, text)
    from conformance.reading.python import read_python

    return read_python(file, text)
