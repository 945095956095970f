"""Ask PowerShell's own parser about the PowerShell of documents, all at once; nothing of it is executed."""

import json
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.document.markdown import Document, Fence
from conformance.document.rules.code_syntax import code_syntax
from conformance.errors import InputError
from conformance.exchange import Position
from conformance.finding import Excerpt, Finding
from conformance.samples.environment import environment
from conformance.samples.process import Processes, interpreter

# Parses each file of its own folder and writes a JSON line for each error (System.Management.Automation.Language.Parser).
_SCRIPT: Final = """
$ErrorActionPreference = 'Stop'
foreach ($file in [IO.Directory]::GetFiles($PSScriptRoot, '*.txt')) {
  $tokens = $null; $errors = $null
  $null = [Management.Automation.Language.Parser]::ParseFile($file, [ref]$tokens, [ref]$errors)
  foreach ($one in $errors) {
    $said = [ordered]@{ block = [IO.Path]::GetFileNameWithoutExtension($file); line = $one.Extent.StartLineNumber
      column = $one.Extent.StartColumnNumber; message = $one.Message }
    [Console]::WriteLine(($said | ConvertTo-Json -Compress))
  }
}
[Console]::WriteLine('all parsed')
"""
_LAST: Final = "all parsed"
_SECONDS: Final = 60
_PLACEHOLDER: Final = re.compile(r"\s<\w[\w .:/-]*+>")


@dataclass(frozen=True, slots=True)
class Script:
    """A block of PowerShell, and for each of its lines the document's line, where it begins there, and all of that line."""

    file: str
    text: str
    lines: tuple[tuple[int, int, str], ...]


def scripts_of(document: Document) -> tuple[Script, ...]:
    """Return the PowerShell of a document."""
    return tuple(
        _script(document, block)
        for block in document.blocks
        if isinstance(block, Fence) and block.language == "powershell" and block.content.strip()
    )


def syntax_findings(scripts: Sequence[Script], pwsh: str) -> list[Finding]:
    """Return what ``pwsh`` cannot parse: of each block the first error alone, which causes others.

    Raises InputError where ``pwsh`` does not come to its end.
    """
    if not scripts:
        return []
    texts = list(dict.fromkeys(script.text for script in scripts))
    with tempfile.TemporaryDirectory(prefix="parse-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8-sig")
        script = folder / "parse.ps1"
        script.write_text(_SCRIPT, encoding="utf-8-sig")
        seen = environment("", "", "", "", os.environ)
        outcome = Processes().run(interpreter("powershell", script, pwsh), seen, _SECONDS)  # it runs none of the blocks
    said = outcome.stdout.splitlines()
    if _LAST not in said:
        raise InputError(f"{pwsh} did not parse the PowerShell; name a PowerShell 7 with --pwsh, or take it off PATH.")
    errors: dict[str, tuple[int, int, str]] = {}
    for line in said:
        if line.startswith("{"):
            one = json.loads(line)
            reason = " ".join(str(one["message"]).split()).rstrip(".")
            errors.setdefault(texts[int(one["block"])], (int(one["line"]), int(one["column"]), reason))
    return [
        _finding(script, *errors[script.text])
        for script in scripts
        if script.text in errors and not _is_placeholder(script, errors[script.text][0])
    ]


def _is_placeholder(script: Script, line: int) -> bool:
    """Whether the line holds a placeholder of the reader's own, ``--tenant <tenant-id>``, which PowerShell takes for an operator."""
    lines = script.text.split("\n")
    return line <= len(lines) and bool(_PLACEHOLDER.search(lines[line - 1]))


def _script(document: Document, fence: Fence) -> Script:
    lines, start = [], 0
    for line in fence.content.split("\n"):
        place = document.position(fence.passage.offset(start))
        number, column = place.line or 1, place.column or 1
        lines.append((number, column, document.source.line_at(place) or ""))
        start += len(line) + 1
    return Script(document.position(fence.range.start).file, fence.content, tuple(lines))


def _finding(script: Script, line: int, column: int, reason: str) -> Finding:
    """Return the finding at a place that .NET counts in UTF-16 code units."""
    lines = script.text.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    before = text.encode("utf-16-le")[: 2 * (column - 1)].decode("utf-16-le", "ignore")
    number, first, whole = script.lines[min(line, len(lines)) - 1]
    start = first - 1 + len(before)
    return Finding(
        rule=code_syntax.id,
        severity=code_syntax.severity,
        message=f"PowerShell does not parse this: {reason}; fix it, because everyone who copies it gets this error",
        part="document",
        source=Position(script.file, number, start + 1),
        excerpt=Excerpt(whole, min(start, len(whole)), min(start + 1, max(len(whole), start + 1))),
    )
