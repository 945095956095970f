"""Find a configuration and read it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from conformance.configuration.configuration import NONE, Configuration, Origin
from conformance.configuration.keys import KEYS, Key, Refused
from conformance.configuration.lines import line_of
from conformance.errors import InputError, did_you_mean
from conformance.files import repository_of, shown

_OWN: Final = "conformance.toml"
_SHARED: Final = "pyproject.toml"
_TABLE: Final = ("tool", "conformance")


def configuration_for(folder: Path | None = None) -> Configuration:
    """Return what counts in ``folder`` (the current one): of the nearest file that sets something, up to the repository.

    Outside of a repository only the folder itself is looked at. ``conformance.toml`` comes before ``pyproject.toml``
    beside it. Raises InputError with file and line where a file cannot be used.
    """
    for place in _upward((folder or Path.cwd()).resolve()):
        own = place / _OWN
        if own.is_file():
            return read_configuration(own)
        shared = place / _SHARED
        if shared.is_file() and b"conformance" in _bytes(shared):  # most hold nothing of ours, and need no reading
            found = _read(shared)
            if _tables_of(shared, found) is not None:
                return _checked(shared, found)
    return NONE


def read_configuration(file: Path) -> Configuration:
    """Read ``file``; raises InputError with file and line where it cannot be used."""
    return _checked(file, _read(file))


def _upward(folder: Path) -> Iterator[Path]:
    top = repository_of(folder)
    yield folder
    yield from (above for above in folder.parents if top is not None and above.is_relative_to(top))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise InputError(f"{shown(file)} cannot be read: {why}; make it readable, or remove it.") from None


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(_bytes(file).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{shown(file)} is not UTF-8 (byte {error.start + 1}); save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (")
        where = place.rstrip(")") if place.startswith("at line") else "at its end"
        raise InputError(f"{shown(file)} is not TOML ({where}): {reason[:1].lower()}{reason[1:]}; fix it.") from None
    except RecursionError:
        raise InputError(f"{shown(file)} is not TOML that can be read: it nests too deep; fix it.") from None


def _is_shared(file: Path) -> bool:
    return file.name == _SHARED


def _tables_of(file: Path, found: dict[str, Any]) -> Any:
    """Return what the file sets for this tool; None where it has no table for it."""
    if not _is_shared(file):
        return found
    tool = found.get(_TABLE[0])
    return tool.get(_TABLE[1]) if isinstance(tool, dict) else None


def _checked(file: Path, found: dict[str, Any]) -> Configuration:
    text = _bytes(file).decode("utf-8-sig")
    lines = text.splitlines()
    before = _TABLE if _is_shared(file) else ()
    table = _tables_of(file, found)
    name = shown(file)
    if table is None:
        return NONE
    if not isinstance(table, dict):
        place = Origin(name, line_of(lines, before))
        raise InputError(f"{place}: tool.conformance is not a table; write [tool.conformance] and its keys below it.")
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for key_name, written in table.items():
        origin = Origin(name, line_of(lines, (*before, key_name)))
        key = KEYS.get(key_name)
        if key is None:
            hint = did_you_mean(key_name, KEYS) or f"; there are {', '.join(KEYS)}."
            raise InputError(f"{origin}: unknown key {key_name}{hint}")
        if key.members is None:
            values[key_name] = _value(key, key_name, written, file, origin)
            origins[key_name] = origin
            continue
        if not isinstance(written, dict):
            raise InputError(f"{origin}: {key_name} takes a table; write [{'.'.join((*before, key_name))}].")
        for member, value in _members(key, written, lines, (*before, key_name), name):
            place = Origin(name, line_of(lines, (*before, key_name, member)))
            full = f"{key_name}.{member}"
            values[full] = _value(key, full, value, file, place)
            origins[full] = place
    return Configuration(file, values, origins)


def _members(
    key: Key, written: Mapping[str, Any], lines: list[str], path: tuple[str, ...], name: str
) -> Iterator[tuple[str, Any]]:
    for member, value in written.items():
        try:
            if key.members is not None:
                key.members(member)
        except Refused as error:
            raise InputError(
                _sentence(Origin(name, line_of(lines, (*path, member))), f"{key.name}.{member}", error)
            ) from None
        yield member, value


def _value(key: Key, name: str, written: Any, file: Path, origin: Origin) -> Any:
    try:
        return key.reads(written, file.resolve().parent)
    except Refused as error:
        raise InputError(_sentence(origin, name, error)) from None


def _sentence(origin: Origin, name: str, error: Refused) -> str:
    text = f"{origin}: {name} {error}"
    return text if text.endswith("?") else f"{text}."
