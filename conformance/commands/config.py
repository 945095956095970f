"""``conformance config``: show which settings count here, and where each is written."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, Final

from conformance.cli.exit_codes import OK
from conformance.commands.shared.output import report_stream
from conformance.configuration.configuration import Configuration
from conformance.configuration.keys import KEYS
from conformance.configuration.reading import configuration_for
from conformance.files import shown
from conformance.finding import Severity
from conformance.reports.tables import text_table
from conformance.reports.visible import visible

_HEADINGS: Final = ("key", "value", "from")


def run(arguments: argparse.Namespace) -> int:
    """Print each key with its value and its origin; a key that is not set has its default."""
    found = configuration_for()
    with report_stream(arguments.output) as out:
        if arguments.format == "json":
            out.write(json.dumps(_as_json(found), indent=2, ensure_ascii=False) + "\n")
        else:
            out.writelines(f"{line}\n" for line in _as_text(found))
    sys.stdout.flush()
    return OK


def _as_text(found: Configuration) -> list[str]:
    rows = [_HEADINGS, *((name, _in_words(value), place) for name, value, place in _rows(found))]
    file = shown(found.file) if found.file else None
    head = f"Settings of {visible(file)}:" if file else "No conformance.toml and no [tool.conformance] counts here."
    return [head, "", *text_table(rows)]


def _rows(found: Configuration) -> list[tuple[str, Any, str]]:
    rows: list[tuple[str, Any, str]] = []
    for key in KEYS.values():
        names = [name for name in found.values if name == key.name or name.startswith(f"{key.name}.")]
        rows += [(name, found.values[name], str(found.origins[name])) for name in names]
        if not names:
            rows.append((key.name, key.default, "default"))
    return rows


def _in_words(value: Any) -> str:
    written = _plain(value)
    return ", ".join(written) if isinstance(written, list) else str(written)


def _plain(value: Any) -> Any:
    """Return a setting as JSON holds it: paths as reports show them, *off* for a rule that is."""
    if value is None:
        return "off"
    if isinstance(value, tuple):
        return [shown(Path(one)) if Path(one).is_absolute() else one for one in value]
    if isinstance(value, Path):
        return shown(value)
    return str(value) if isinstance(value, Severity | date) else value


def _as_json(found: Configuration) -> dict[str, Any]:
    settings = {
        name: {"value": _plain(value), "file": found.origins[name].file, "line": found.origins[name].line}
        for name, value in found.values.items()
    }
    unset = [key.name for key in KEYS.values() if not any(name.split(".")[0] == key.name for name in found.values)]
    return {"format": 1, "file": shown(found.file) if found.file else None, "settings": settings, "unset": unset}
