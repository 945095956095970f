"""Ask PowerShell's own parser about the PowerShell of a document; nothing of it is executed."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.document.markdown import Document, Fence, Range
from conformance.errors import InputError
from conformance.exchange import Position
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


@dataclass(frozen=True, slots=True)
class PowerShellProblem:
    """Where PowerShell does not parse a block, in the document, and its own words, without a full stop."""

    place: Position
    reason: str


def problems_of(document: Document, pwsh: str) -> dict[Range, list[PowerShellProblem]]:
    """Return what ``pwsh`` cannot parse, by the range of the block; only the first error of a block, which causes others.

    Empty where the document holds no PowerShell. Raises InputError where ``pwsh`` does not come to its end.
    """
    fences = [block for block in document.blocks if isinstance(block, Fence) and block.language == "powershell"]
    if not fences:
        return {}
    with tempfile.TemporaryDirectory(prefix="parse-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for number, fence in enumerate(fences):
            (folder / f"{number}.txt").write_text(fence.content, encoding="utf-8-sig")
        script = folder / "parse.ps1"
        script.write_text(_SCRIPT, encoding="utf-8-sig")
        seen = environment("", "", "", "", os.environ)
        outcome = Processes().run(interpreter("powershell", script, pwsh), seen, _SECONDS)  # it runs none of the blocks
    if _LAST not in outcome.stdout.splitlines():
        raise InputError(
            f"{pwsh} did not parse the PowerShell of {document.name}; name a PowerShell 7 with --pwsh, or take it off PATH."
        )
    found: dict[Range, list[PowerShellProblem]] = {}
    for line in outcome.stdout.splitlines():
        if not line.startswith("{"):
            continue
        said = json.loads(line)
        fence = fences[int(said["block"])]
        if fence.range not in found:
            offset = _offset(fence, int(said["line"]), int(said["column"]))
            reason = " ".join(str(said["message"]).split()).rstrip(".")
            found[fence.range] = [PowerShellProblem(document.position(offset), reason)]
    return found


def _offset(fence: Fence, line: int, column: int) -> int:
    """Return the offset of a place that .NET counts in UTF-16 code units."""
    lines = fence.content.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    before = text.encode("utf-16-le")[: 2 * (column - 1)].decode("utf-16-le", "ignore")
    return fence.passage.at(min(line, len(lines)), len(before) + 1)
