"""Every api-version that there is, those without chat completions too: ``spec/catalog.json``."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from conformance.contract.openapi import OpenApiFile, read_openapi
from conformance.errors import InputError, UsageError, nearest
from conformance.files import project

REPOSITORY: Final = "Azure/azure-rest-api-specs"
FIRST_WITH_SEED: Final = "2023-12-01-preview"  # judged first; a test recomputes it from the contracts
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of the catalog; ``commit`` is None where the upstream commit is not known."""

    api_version: str
    status: str
    openapi: str
    chat: bool
    repository: str
    path: str
    commit: str | None
    sha256: str

    @property
    def dated(self) -> bool:
        """Whether the api-version is a date, and not one of the v1 family."""
        return self.api_version[0].isdigit()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Catalog:
    """The versions in order: dated ones by date, then the v1 family. ``folder`` is ``spec/``."""

    folder: Path
    versions: tuple[Version, ...]

    @cached_property
    def with_chat(self) -> tuple[str, ...]:
        """The names of the versions that have chat completions."""
        return tuple(version.api_version for version in self.versions if version.chat)

    @cached_property
    def dated_with_chat(self) -> tuple[str, ...]:
        """The names of the dated versions that have chat completions, oldest first."""
        return tuple(version.api_version for version in self.versions if version.chat and version.dated)

    def find(self, api_version: str) -> Version | None:
        """Return the entry of ``api_version``, or None."""
        return next((version for version in self.versions if version.api_version == api_version), None)

    def require_chat(self, api_version: str, option: str = "--api-version", dated: bool = False) -> str:
        """Return ``api_version`` where it has chat completions; raises UsageError with the nearest name otherwise."""
        known = self.dated_with_chat if dated else self.with_chat
        if api_version in known:
            return api_version
        version = self.find(api_version)
        if version is None:
            names = nearest_versions(api_version, known)
            hint = f"; did you mean {names[0]}?" if names else "."
            raise UsageError(
                f"{option} {api_version} is unknown{hint} Those that are known are the folders under spec/."
            )
        if not version.chat:
            raise UsageError(f"{option} {api_version} has no chat completions; {known[0]} is the first that has.")
        raise UsageError(
            f"{option} {api_version} is not dated; the samples take a dated one, such as {FIRST_WITH_SEED}."
        )

    def file(self, api_version: str) -> OpenApiFile:
        """Read the slice of ``api_version``; raises InputError where it cannot be read."""
        path = self.folder / api_version / "inference.json"
        return read_openapi(path, api_version, f"spec/{api_version}/inference.json")


def nearest_versions(name: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Return the up to ``count`` versions of ``known`` that ``name`` was likely meant to be, best first.

    A version of the same day comes before one of another: 2024-12-01-preview for 2024-12-01 and for 2024-12-1.
    """
    versions = list(known)
    found = _DATE.match(name)
    same: list[str] = []
    if found is not None:
        day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        same = [one for one in versions if one[:10] == day]
        # Where a day has a stable version and a preview, what stands behind the date says which is meant.
        same.sort(key=lambda one: (len(one) > 10) != bool(name[found.end() :]))
    return list(dict.fromkeys([*same, *nearest(name, versions, count)]))[:count]


@cache
def catalog(folder: Path | None = None) -> Catalog:
    """Read ``spec/catalog.json`` below ``folder`` (the project's own where none is given).

    Raises InputError where it is missing or broken.
    """
    root = folder or project() / "spec"
    path = root / "catalog.json"
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return Catalog(root, tuple(Version(**entry) for entry in entries))
    except (OSError, ValueError, TypeError):
        raise InputError(f"The catalog {path} cannot be read; restore it from the repository.") from None
