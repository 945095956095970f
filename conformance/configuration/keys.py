"""The keys that a configuration may hold: what each takes, and what it means."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from conformance.configuration.configuration import LEVELS
from conformance.configuration.hosts import host_name
from conformance.errors import did_you_mean
from conformance.rules.registry import rule_ids

_NAME: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FAIL_ON: Final = ("error", "warning", "note", "never")


class Refused(Exception):
    """A value is not what its key takes; ``str()`` ends the sentence about it."""


# A value as TOML has it and the folder of the file in; the value as it is used out. Raises Refused.
Reads = Callable[[Any, Path], Any]


@dataclass(frozen=True, slots=True)
class Key:
    """``reads`` is of the value itself, and of each member where ``members`` says that the key is a table.

    ``members`` tests the name of a member; it raises Refused.
    """

    name: str
    says: str
    reads: Reads
    default: str = ""
    members: Callable[[str], None] | None = None


def _text(value: Any, _folder: Path) -> str:
    if not isinstance(value, str) or not value:
        raise Refused("takes a text in quotes")
    return value


def _texts(value: Any, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise Refused('takes a list of texts, such as ["docs"]')
    return tuple(_text(one, folder) for one in value)


def _path(value: Any, folder: Path) -> Path:
    return folder / Path(_text(value, folder)).expanduser()


def _paths(value: Any, folder: Path) -> tuple[str, ...]:
    return tuple(str(_path(one, folder)) for one in _texts(value, folder))


def _folder(value: Any, folder: Path) -> Path:
    path = _path(value, folder)
    if not path.is_dir():
        raise Refused(f"names {value}, which is not a folder; clone the repository there, or correct the path")
    return path


def _hosts(value: Any, folder: Path) -> tuple[str, ...]:
    found = {text: host_name(text) for text in _texts(value, folder)}
    for text, name in found.items():
        if name is None:
            raise Refused(f"takes host names such as gateway.example.com, and {text} is none")
    return tuple(name for name in found.values() if name)


def _names(value: Any, folder: Path) -> tuple[str, ...]:
    names = _texts(value, folder)
    for name in names:
        if not _NAME.fullmatch(name):
            raise Refused(f"takes names as code writes them, such as make_client, and {name} is none")
    return names


def _version(value: Any, folder: Path) -> str:
    from conformance.contract.catalog import catalog, nearest_versions

    version, known = _text(value, folder), catalog().with_chat
    if version not in known:
        near = nearest_versions(version, known)
        raise Refused(
            f"is {version}, which has no contract here{f'; did you mean {near[0]}?' if near else '; see spec/'}"
        )
    return version


def _today(value: Any, _folder: Path) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Refused("takes a day such as 2024-05-31")


def _days(value: Any, _folder: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused("takes a number of days, such as 180")
    return value


def _one_of(*choices: str) -> Reads:
    def reads(value: Any, _folder: Path) -> str:
        if value not in choices or not isinstance(value, str):
            hint = did_you_mean(value, choices) if isinstance(value, str) else ""
            raise Refused(f"takes one of {', '.join(choices)}{hint}")
        return value

    return reads


def _level(value: Any, folder: Path) -> Any:
    return LEVELS[_one_of(*LEVELS)(value, folder)]


def _rule(name: str) -> None:
    known = rule_ids()
    if name not in known:
        hint = did_you_mean(name, known)
        raise Refused(
            f'names a rule that is unknown{hint or "; "}{" " if hint else ""}"conformance explain" lists them'
        )


_KEYS: Final = (
    Key("paths", "documents to check where the command line names none", _paths, "none"),
    Key("azure-hosts", "hosts that answer as Azure OpenAI", _hosts, "none"),
    Key("azure-clients", "names that make a client of Azure OpenAI in code", _names, "none"),
    Key("api-version", "the api-version that counts where nothing names one", _version, "the newest stable one"),
    Key("today", "the day that the age of documents is counted to", _today, "the day of the run"),
    Key("max-age", "how many days old ms.date may be", _days, "365"),
    Key("fail-on", "the severity from which on the exit code is 1", _one_of(*_FAIL_ON), "error"),
    Key("baseline", "the file of findings that are known", _path, "none"),
    Key("rules", "rules that are off or weigh otherwise", _level, "as they are", _rule),
    Key("repositories", "folders of other repositories that :::code names", _folder, "none", lambda _: None),
)
KEYS: Final[Mapping[str, Key]] = {key.name: key for key in _KEYS}
