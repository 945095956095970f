"""Sources by their paths, for the commands that read them."""

from pathlib import Path

from conformance.errors import InputError
from conformance.files import shown
from conformance.reading.nearby import files_below
from conformance.reading.program import Reading
from conformance.reading.reader import language_of, read_source


def reading_of(path: str) -> Reading:
    """Return what the file at ``path`` sends; raises InputError where it cannot be read."""
    language = language_of(path)
    return read_source(shown(Path(path)), _text(path), language, files_below(Path(path).parent))


def problem_of(reading: Reading) -> str:
    """Return the sentence about a source that does not parse."""
    if reading.problem is None:
        return ""
    place = reading.problem.place
    return f"{reading.file}:{place.line}:{place.column} does not parse ({reading.problem.reason}); fix it."


def _text(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 at byte {error.start + 1}; save it as UTF-8.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can be called so"
        raise InputError(f"{path} cannot be read ({reason}); name another file.") from None
