"""SARIF 2.1.0 for code scanning and editors (OASIS, Static Analysis Results Interchange Format Version 2.1.0).

Results are written as they are found. What is known only at the end stands behind them, as the order of members in
JSON allows: the rules that were met, each with its page, the exit code, and the roots of the URIs.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from conformance import __version__
from conformance.exchange import Position
from conformance.finding import Edit, Finding, Severity, SpecPlace
from conformance.fingerprint import SCHEME, Occurrences, file_of, fingerprint
from conformance.reports.json_report import dumps
from conformance.reports.places import Place, Root, contract_located, located, place_of, uri_of
from conformance.reports.protocol import Beginning, Ending, Format
from conformance.reports.visible import visible
from conformance.rules.declaration import Declaration
from conformance.rules.registry import rule_named

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_EXIT_CODES: Final = {
    0: "nothing at or above the severity that fails was found",
    1: "something was found",
    2: "an input could not be read",
    3: "nothing was checked",
}
_ROOTS: Final = {
    "%SRCROOT%": "The folder in which the command ran.",
    "SAMPLES": "The folder of the samples.",
    "CONTRACTS": "The folder that holds spec/, the contracts.",
}


class SarifReport:
    """Writes one run to a stream."""

    def __init__(self, stream: TextIO, beginning: Beginning) -> None:
        self._stream = stream
        self._beginning = beginning
        self._separator = ""
        self._rules: dict[str, int] = {}
        self._severities: dict[str, Severity] = {}
        self._roots: dict[str, Root] = {}
        self._contracts: dict[SpecPlace, str] = {}
        self._seen = Occurrences()
        stream.write(f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{"results": [')

    def finding(self, finding: Finding) -> None:
        """Write one finding as a result."""
        related = ", ".join((*self._contract(finding.spec), *map(dumps, _others(finding))))
        said = f', "relatedLocations": [{related}]' if related else ""
        self._stream.write(f"{self._separator}\n{dumps(self._result(finding))[:-1]}{said}}}")
        self._separator = ","

    def close(self, ending: Ending) -> None:
        """Write the tool, its rules, and how the command ended."""
        invocation: dict[str, Any] = {
            "executionSuccessful": ending.exit_code in (0, 1),
            "exitCode": ending.exit_code,
            "exitCodeDescription": _EXIT_CODES.get(ending.exit_code, ""),
        }
        if ending.troubles:
            invocation["toolExecutionNotifications"] = [
                {"level": "error", "message": {"text": _message(trouble)}} for trouble in ending.troubles
            ]
        driver = {
            "name": "conformance",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": self._described(),
        }
        members = {
            "tool": {"driver": driver},
            "invocations": [invocation],
            "automationDetails": {"id": f"conformance-{self._beginning.command.replace(' ', '-')}/"},
            "originalUriBaseIds": {name: _root(root) for name, root in self._roots.items()},
            "columnKind": "unicodeCodePoints",
            "properties": {"checked": ending.checked.as_json()},
        }
        said = "".join(f",\n{json.dumps(name)}: {dumps(value)}" for name, value in members.items() if value)
        self._stream.write(f"\n]{said}}}]}}\n")

    def _result(self, finding: Finding) -> dict[str, Any]:
        index = self._rules.setdefault(finding.rule, len(self._rules))
        self._severities.setdefault(finding.rule, finding.severity)
        mark = fingerprint(finding)
        result: dict[str, Any] = {
            "ruleId": visible(finding.rule),
            "ruleIndex": index,
            "level": LEVELS[finding.severity],
            "message": {"text": _message(finding.message)},
            "locations": [self._location(finding)],
            "partialFingerprints": {SCHEME: f"{mark}:{self._seen.of(file_of(finding), mark)}"},
        }
        if finding.edits:
            result["fixes"] = [self._fix(finding)]
        if finding.baseline is not None:
            result["baselineState"] = finding.baseline
        result["properties"] = _properties(finding)
        return result

    def _location(self, finding: Finding) -> dict[str, Any]:
        location: dict[str, Any] = {}
        place = place_of(finding)
        if place is not None:
            physical: dict[str, Any] = {"artifactLocation": self._artifact(place.file, self._beginning.folder)}
            if place.line is not None:
                physical["region"] = _region(place)
            location["physicalLocation"] = physical
        logical: dict[str, Any] = {"fullyQualifiedName": _qualified(finding), "kind": "member"}
        if finding.part in ("document", "suite", "spec", "status"):
            logical["kind"] = "resource"
        location["logicalLocations"] = [logical]
        return location

    def _contract(self, spec: SpecPlace | None) -> Iterator[str]:
        """Yield the contract's place as a related location in JSON; there are few, and many findings about each."""
        if spec is None:
            return
        if spec not in self._contracts:
            path, root = contract_located(spec.file)
            place: dict[str, Any] = {"artifactLocation": self._uri(path, root)}
            if spec.line is not None:
                place["region"] = _region(Place(spec.file, spec.line, spec.column))
            member = {"fullyQualifiedName": visible(spec.pointer), "kind": "member"}
            told = {
                "id": 1,
                "physicalLocation": place,
                "logicalLocations": [member],
                "message": {"text": "the contract"},
            }
            self._contracts[spec] = dumps(told)
        yield self._contracts[spec]

    def _fix(self, finding: Finding) -> dict[str, Any]:
        files = dict.fromkeys(edit.start.file for edit in finding.edits)
        write = f"Write {finding.suggestion}." if finding.suggestion is not None else "Fix it."
        changes = [
            {
                "artifactLocation": self._artifact(file, self._beginning.folder),
                "replacements": [_replacement(edit) for edit in finding.edits if edit.start.file == file],
            }
            for file in files
        ]
        return {"description": {"text": _message(write)}, "artifactChanges": changes}

    def _artifact(self, file: str, folder: Path | None) -> dict[str, Any]:
        return self._uri(*located(file, folder))

    def _uri(self, path: str, root: Root | None) -> dict[str, Any]:
        if root is None:
            return {"uri": uri_of(path)}
        self._roots[root.name] = root
        return {"uri": uri_of(path), "uriBaseId": root.name}

    def _described(self) -> list[dict[str, Any]]:
        """Return the rules that were met, in the order of their indices."""
        return [_rule(name, rule_named(name), self._severities[name]) for name in self._rules]


def _others(finding: Finding) -> Iterator[dict[str, Any]]:
    for number, other in enumerate(finding.related, 2):
        name = visible(f"{other.exchange} {other.pointer}".rstrip())
        yield {
            "id": number,
            "logicalLocations": [{"fullyQualifiedName": name, "kind": "member"}],
            "message": {"text": _message(f"see also {other.exchange}")},
        }


def _rule(name: str, rule: Declaration | None, severity: Severity) -> dict[str, Any]:
    if rule is None:
        return {"id": visible(name), "defaultConfiguration": {"level": LEVELS[severity]}}
    says = _sentence(rule.says)
    return {
        "id": rule.id,
        "shortDescription": {"text": says},
        "fullDescription": {"text": says},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.about]},
    }


def _root(root: Root) -> dict[str, Any]:
    said: dict[str, Any] = {"description": {"text": _ROOTS[root.name]}}
    return {"uri": root.uri, **said} if root.uri else said


def _region(place: Place) -> dict[str, int]:
    region = {"startLine": place.line or 1}
    if place.column is not None:
        region["startColumn"] = place.column
        if place.end is not None:
            region["endColumn"] = place.end
    return region


def _replacement(edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": {
            **_region(Place(edit.start.file, edit.start.line, edit.start.column)),
            "endLine": edit.end.line or edit.start.line or 1,
            "endColumn": _column(edit.end),
        },
        "insertedContent": {"text": edit.text},
    }


def _column(place: Position) -> int:
    return place.column or 1


def _qualified(finding: Finding) -> str:
    """Return exchange, part and pointer: ``traffic.ndjson:3 request /seed``."""
    part = finding.part if finding.chunk_index is None else f"{finding.part} {finding.chunk_index}"
    return visible(" ".join(word for word in (finding.exchange, part, finding.pointer) if word))


def _properties(finding: Finding) -> dict[str, Any]:
    """Return what a finding as JSON has and a result has no member for."""
    said = {
        "part": finding.part,
        "pointer": visible(finding.pointer),
        "exchange": finding.exchange and visible(finding.exchange),
        "id": finding.id and visible(finding.id),
        "apiVersion": finding.api_version and visible(finding.api_version),
        "suggestion": finding.suggestion and visible(finding.suggestion),
        "predicted": finding.predicted or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _message(text: str) -> str:
    """Return ``text`` as a message: braces stand for arguments (3.11.5), and `[text](n)` would be a link (3.11.6)."""
    return visible(text).replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


FORMAT: Final = Format(SarifReport, places=True, known=True)  # it says of each what the baseline knows
