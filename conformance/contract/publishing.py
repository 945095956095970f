"""Make the slices and the catalog from a folder of official files, and prove that they are what it yields."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conformance.contract.catalog import REPOSITORY, Version
from conformance.contract.openapi import OpenApiFile, read_openapi
from conformance.contract.slicing import slice_text
from conformance.errors import InputError
from conformance.files import write_whole
from conformance.wire.pointer import pointer_of

CHECKSUMS: Final = "SHA256SUMS"


@dataclass(frozen=True)
class Published:
    """What ``spec/`` has to hold, file name → text; ``doubts`` are sentences about official files that may be others."""

    files: dict[str, str]
    doubts: tuple[str, ...]


def published(upstream: Path) -> Published:
    """Return what the official files below ``upstream`` yield.

    ``upstream`` holds ``VERSION/inference.json`` and a ``catalog.json`` that says where each comes from; a file that
    the catalog does not list, or whose checksum it does not name, is a doubt. Raises InputError where a file is
    missing or broken.
    """
    files: dict[str, str] = {}
    entries: list[dict[str, Any]] = []
    doubts: list[str] = []
    records = _records(upstream)
    for record in records:
        api_version = record["api_version"]
        path = upstream / api_version / "inference.json"
        official = read_openapi(path, api_version)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != record["sha256"]:
            doubts.append(f"{path} is not the file that catalog.json names (sha256 differs); fetch it once more.")
        chat = any(True for _ in official.chat_paths())
        entries.append(_entry(record, official, chat, digest).as_json())
        if chat:
            files[f"{api_version}/inference.json"] = slice_text(official)
    listed = {record["api_version"] for record in records}
    doubts += [
        f"{path} is not listed in catalog.json; add it there, with its commit and sha256."
        for path in sorted(upstream.glob("*/inference.json"))
        if path.parent.name not in listed
    ]
    entries.sort(key=lambda entry: (not entry["api_version"][0].isdigit(), _order(entry["api_version"])))
    files["catalog.json"] = json.dumps(entries, indent=2) + "\n"
    files[CHECKSUMS] = checksums(files)
    return Published(files, tuple(doubts))


def checksums(files: dict[str, str]) -> str:
    """Return the text of ``SHA256SUMS`` over ``files``, as ``sha256sum -c`` reads it."""
    return "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in sorted(files.items()))


def write_spec(upstream: Path, spec: Path) -> list[str]:
    """Write what ``upstream`` yields below ``spec``; return the names of the files written.

    Raises InputError, also where an official file is in doubt, and OSError.
    """
    made = published(upstream)
    if made.doubts:
        raise InputError(made.doubts[0])
    for name, text in made.files.items():
        (spec / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(spec / name, text)
    return list(made.files)


def differences(upstream: Path, spec: Path) -> Iterator[str]:
    """Yield a sentence for each file below ``spec`` that is not what ``upstream`` yields. Raises InputError."""
    made = published(upstream)
    yield from made.doubts
    mend = f"make it with `conformance spec slice --upstream {upstream}`"
    for name, wanted in made.files.items():
        path = spec / name
        if not path.is_file():
            yield f"spec/{name} is missing; {mend}."
            continue
        if path.read_bytes() != wanted.encode():
            yield f"spec/{name} is not what the official file yields: {_first_difference(path, wanted)}; {mend}."
    known = {spec / name for name in made.files}
    for path in sorted(spec.rglob("*")):
        if path.is_file() and path not in known:
            yield f"spec/{path.relative_to(spec).as_posix()} belongs to no official file; remove it."


def edited(spec: Path) -> list[str]:
    """Return the names of the files below ``spec`` that differ from ``SHA256SUMS``, those missing among them."""
    try:
        lines = (spec / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        return [CHECKSUMS]
    wrong = []
    for line in lines:
        digest, _, name = line.partition("  ")
        try:
            sound = hashlib.sha256((spec / name).read_bytes()).hexdigest() == digest
        except OSError:
            sound = False
        if not sound:
            wrong.append(name)
    return wrong


def _records(upstream: Path) -> list[dict[str, Any]]:
    needed = {"api_version", "sha256", "upstream_path", "last_commit"}
    try:
        records: list[dict[str, Any]] = json.loads((upstream / "catalog.json").read_text(encoding="utf-8"))
        members: list[set[str]] = [set(record) for record in records]
        lacking = sorted(needed - members[0].intersection(*members))
    except (OSError, ValueError, TypeError, IndexError):
        raise InputError(
            f"{upstream / 'catalog.json'} cannot be read; name the folder that holds the official files with --upstream."
        ) from None
    if lacking:
        raise InputError(f"{upstream / 'catalog.json'} has an entry without `{lacking[0]}`; restore the file.")
    return records


def _entry(record: dict[str, Any], official: OpenApiFile, chat: bool, digest: str) -> Version:
    path = record["upstream_path"]
    return Version(
        api_version=record["api_version"],
        status="preview" if "preview" in path.rpartition("OpenAI")[2] else "stable",
        openapi=official.openapi,
        chat=chat,
        repository=REPOSITORY,
        path=path,
        commit=record["last_commit"],
        sha256=digest,
    )


def _order(api_version: str) -> str:
    # v1, v1-preview, v1-2026-01-28: the later revision last.
    return api_version.replace("v1-preview", "v1-0")


def _first_difference(path: Path, wanted: str) -> str:
    if path.suffix != ".json":
        return "its lines differ"
    try:
        found = json.loads(path.read_bytes())
    except ValueError:
        return "it is not JSON"
    place = _differing(found, json.loads(wanted), ())
    return f"it differs at {pointer_of(place) or 'the root'}" if place is not None else "its layout differs"


def _differing(found: Any, wanted: Any, path: tuple[str | int, ...]) -> tuple[str | int, ...] | None:
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in wanted:
            if name not in found:
                return (*path, name)
            below = _differing(found[name], wanted[name], (*path, name))
            if below is not None:
                return below
        return next(((*path, name) for name in found if name not in wanted), None)
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for index, (left, right) in enumerate(zip(found, wanted, strict=True)):
            below = _differing(left, right, (*path, index))
            if below is not None:
                return below
        return None
    return None if found == wanted and type(found) is type(wanted) else path
