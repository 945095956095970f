"""What ``document run`` and ``document update`` both take: documents, and how their programs run."""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.cli.options.document import DEFAULT_VERSION
from conformance.commands.shared.settings import Settled, settled
from conformance.contract.catalog import catalog
from conformance.document.discovery import root_of
from conformance.document.markdown.notebook import is_notebook
from conformance.document.markers import Folders
from conformance.errors import UsageError
from conformance.files import project
from conformance.reports.visible import visible
from conformance.samples.powershell import find_pwsh

RUN_LANGUAGES: Final = ("python", "powershell", "bash")
READ_LANGUAGES: Final = (*RUN_LANGUAGES, "javascript", "http")


def usable_pwsh(arguments: argparse.Namespace) -> str | None:
    """Return the PowerShell to use, or None; raises UsageError where one of the options has no meaning."""
    require_known(arguments.require, RUN_LANGUAGES)
    catalog().require_chat(arguments.api_version)
    return find_pwsh(arguments.pwsh)


def require_known(required: Iterable[str], languages: Sequence[str]) -> None:
    """Raise UsageError where ``--require`` names none of ``languages``."""
    for name in required:
        if name not in languages:
            raise UsageError(f"--require {name} is unknown; it is one of {', '.join(languages)}.")


@dataclass(frozen=True, slots=True)
class RequiredBlock:
    """A block that sends a chat completion: its language, its place, and whether it was ``done``, else why not."""

    language: str
    place: str
    done: bool
    reason: str


def lacks_blocks(command: str, required: Iterable[str], blocks: Iterable[RequiredBlock]) -> bool:
    """Tell which blocks of a required language were not read, or not run; return whether there is one, or no block at all."""
    verb = {"run": "run"}.get(command, "read")
    found = list(blocks)
    lacking = False
    for language in sorted(set(required)):
        mine = [block for block in found if block.language == language]
        if not any(block.done for block in mine):
            lacking = True
            say(command, f"{language} is required and was not {verb}.")
            continue
        for block in mine:
            if not block.done:
                lacking = True
                why = f": {block.reason}" if block.reason else ""
                say(command, f"{block.place}: {language} is required, and this block was not {verb}{why}.")
    return lacking


def folders_of(document: Path, samples: Path | None, repositories: Mapping[str, Path]) -> Folders:
    """Return where the files that ``document`` names may be; ``samples`` is what ``--samples`` says.

    ``repositories`` are the folders of other repositories by their names.
    """
    return Folders(document.resolve().parent, root_of(document), (samples or project()).resolve(), repositories)


def without_notebooks(command: str, verb: str, paths: Sequence[Path]) -> list[Path]:
    """Return the ``paths`` that are no notebooks; say in one sentence that these are not ``verb``."""
    left = [path for path in paths if not is_notebook(path.name)]
    if count := len(paths) - len(left):
        which = "1 notebook is" if count == 1 else f"{count} notebooks are"
        say(command, f"{which} not {verb}: only Markdown is; `document check` reads notebooks too.")
    return left


def settle(arguments: argparse.Namespace) -> Settled:
    """Return what the configuration says, and put it where the command line says nothing: paths, the api-version.

    Raises UsageError where neither names a document.
    """
    known = settled(arguments)
    arguments.paths = arguments.paths or list(known.configuration.paths)
    if not arguments.paths:
        raise UsageError(
            "a PATH is missing; name a Markdown file or a folder of them, or set paths in conformance.toml."
        )
    if hasattr(arguments, "api_version"):
        arguments.api_version = arguments.api_version or known.configuration.api_version or DEFAULT_VERSION
    return known


def say(command: str, sentence: str) -> None:
    """Tell ``sentence`` on standard error, behind the command's name."""
    print(f"conformance document {command}: {visible(sentence)}", file=sys.stderr)
