"""The settings of a repository as plain values, and where each of them is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from conformance.finding import Finding, Severity

OFF: Final = "off"
# What a rule may be set to; None hides what it finds.
LEVELS: Final[Mapping[str, Severity | None]] = {
    **{str(one): one for one in sorted(Severity, reverse=True)},
    OFF: None,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting is written: the file as reports show it, and the line from 1; None where it cannot be told."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Configuration:
    """What is set. ``folder`` is that of the file, which paths in it are relative to.

    ``values`` are checked and typed, by the key's name; a member of a table has the name ``rules.tab-id``. ``origins``
    has the same names. What is not set is in neither.
    """

    file: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.file.parent if self.file else Path.cwd()

    @property
    def paths(self) -> tuple[str, ...]:
        """The documents, files or folders, that are meant where a command line names none."""
        return tuple(self.values.get("paths", ()))

    @property
    def azure_hosts(self) -> tuple[str, ...]:
        return tuple(self.values.get("azure-hosts", ()))

    @property
    def azure_clients(self) -> tuple[str, ...]:
        """Names that make a client of Azure OpenAI in code: ``make_client``, ``company.llm.Client``."""
        return tuple(self.values.get("azure-clients", ()))

    @property
    def api_version(self) -> str | None:
        """The api-version that counts where nothing else names one."""
        return self.values.get("api-version")

    @property
    def today(self) -> date | None:
        return self.values.get("today")

    @property
    def max_age(self) -> int | None:
        return self.values.get("max-age")

    @property
    def fail_on(self) -> str | None:
        return self.values.get("fail-on")

    @property
    def baseline(self) -> Path | None:
        return self.values.get("baseline")

    @property
    def rules(self) -> dict[str, Severity | None]:
        """The rules that weigh otherwise here; None is *off*."""
        return self._table("rules")

    @property
    def repositories(self) -> dict[str, Path]:
        """The folders behind the names of other repositories, as ``~/NAME/…`` in ``:::code`` lines has them."""
        return self._table("repositories")

    def adjusted(self, finding: Finding) -> Finding | None:
        """Return ``finding`` as its rule weighs here; None where the rule is off."""
        name = f"rules.{finding.rule}"
        if name not in self.values:
            return finding
        severity = self.values[name]
        return None if severity is None else replace(finding, severity=severity)

    def adjust(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings as their rules weigh here, without those of rules that are off."""
        yield from (found for one in findings if (found := self.adjusted(one)) is not None)

    def _table(self, name: str) -> dict[str, Any]:
        start = f"{name}."
        return {key.removeprefix(start): value for key, value in self.values.items() if key.startswith(start)}


NONE: Final = Configuration()
