"""What a test demands of its exchanges: the mark's arguments, or those of one call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, TypedDict

from conformance.cli.values import FAIL_ON
from conformance.configuration.configuration import NONE, Configuration
from conformance.configuration.hosts import host_name
from conformance.configuration.reading import configuration_for
from conformance.contract.catalog import catalog
from conformance.errors import UsageError, did_you_mean
from conformance.finding import Finding, Severity


class Options(TypedDict, total=False):
    """What the mark takes, and what one call takes in its place; None leaves what the mark says."""

    api_version: str | Sequence[str] | None
    require_seed: bool | None
    fail_on: str | None
    azure_host: str | Sequence[str] | None


_NAMES: Final = tuple(Options.__annotations__)


@dataclass(frozen=True, slots=True)
class Demands:
    """``api_versions`` judge in place of the exchange's own; findings from ``fails_from`` on fail, with None none does.

    ``known`` is what the repository sets.
    """

    api_versions: tuple[str, ...] = ()
    require_seed: bool = False
    fails_from: Severity | None = Severity.ERROR
    azure_hosts: tuple[str, ...] = ()
    known: Configuration = NONE

    @classmethod
    def of(cls, known: Configuration) -> "Demands":
        """Return what a repository demands of its tests."""
        fails_from = FAIL_ON[known.fail_on] if known.fail_on is not None else Severity.ERROR
        return cls(fails_from=fails_from, azure_hosts=known.azure_hosts, known=known)

    def but(self, given: Mapping[str, Any], where: str) -> "Demands":
        """Return these demands changed by ``given``, members as the mark takes them; None leaves one as it is.

        Raises UsageError, in one sentence that begins with ``where``.
        """
        changed = self
        for name, value in given.items():
            if name not in _NAMES:
                hint = did_you_mean(name, _NAMES) or f"; it takes {', '.join(_NAMES)}."
                raise UsageError(f"{where} has no argument {name}{hint}")
            if value is not None:
                changed = _changed(changed, name, value, where)
        return changed

    def fail(self, finding: Finding) -> bool:
        """Return whether ``finding`` fails a test."""
        return self.fails_from is not None and finding.severity >= self.fails_from


def demands_of(folder: Path, marks: Iterable[tuple[tuple[Any, ...], Mapping[str, Any]]]) -> Demands:
    """Return what the settings for ``folder`` and marks demand together, the closest mark first: it counts most.

    Raises UsageError, and InputError where the settings cannot be used.
    """
    where = "@pytest.mark.conformance"
    demands = Demands.of(_known(folder))
    for positional, named in reversed(list(marks)):
        if positional:
            raise UsageError(f'{where} takes named arguments only, such as api_version="2024-10-21".')
        demands = demands.but(named, where)
    return demands


@cache
def _known(folder: Path) -> Configuration:
    return configuration_for(folder)


def _changed(demands: Demands, name: str, value: Any, where: str) -> Demands:
    if name == "api_version":
        versions = _texts(value, name, where)
        for version in versions:
            catalog().require_chat(version, f"{where}: api_version")
        return replace(demands, api_versions=versions)
    if name == "require_seed":
        if not isinstance(value, bool):
            raise UsageError(f"{where}: require_seed must be True or False.")
        return replace(demands, require_seed=value)
    if name == "fail_on":
        if value not in FAIL_ON:
            raise UsageError(f"{where}: fail_on must be one of {', '.join(FAIL_ON)}.")
        return replace(demands, fails_from=FAIL_ON[value])
    hosts = tuple(_host(one, where) for one in _texts(value, name, where))
    return replace(demands, azure_hosts=(*demands.known.azure_hosts, *hosts))


def _texts(value: Any, name: str, where: str) -> tuple[str, ...]:
    values = (value,) if isinstance(value, str) else value
    if not isinstance(values, list | tuple) or not values or not all(isinstance(one, str) for one in values):
        raise UsageError(f"{where}: {name} must be a string, or a list of strings.")
    return tuple(dict.fromkeys(values))


def _host(name: str, where: str) -> str:
    found = host_name(name)
    if found is None:
        raise UsageError(f"{where}: azure_host {name} is not a host name such as gateway.example.com.")
    return found
