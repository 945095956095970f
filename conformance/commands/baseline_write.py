"""``conformance baseline``: write down the findings that are known, so that only new ones are told."""

import argparse
import sys
from typing import Final

from conformance.cli import main
from conformance.cli.exit_codes import NOTHING, OK, UNUSABLE
from conformance.errors import UsageError, did_you_mean
from conformance.files import WholeFile

# Commands that have findings, and their actions that have.
_COMMANDS: Final = {"check": (), "run": (), "document": ("check", "run")}


def run(arguments: argparse.Namespace) -> int:
    """Run the command and write what it finds; exit code 2 or 3 where the command has that, and nothing is written."""
    command = list(arguments.command)
    if not command:
        raise UsageError(f"a COMMAND is missing; write one behind {arguments.file}, such as document check docs.")
    name = command[0]
    if name not in _COMMANDS:
        hint = did_you_mean(name, _COMMANDS) or f"; there are {', '.join(_COMMANDS)}."
        raise UsageError(f"{name} has no findings to write down{hint}")
    actions = _COMMANDS[name]
    if actions and (len(command) < 2 or command[1] not in actions):
        raise UsageError(f"conformance {name} has findings to write down with {' and '.join(actions)}; name one.")
    beside = arguments.file.with_name(f".{arguments.file.name}.new")
    try:
        code = main.run([*command, "--report", f"baseline={beside}", "--no-baseline", "--fail-on", "never"])
        if code not in (OK, NOTHING):
            return code
        if not beside.is_file():
            return UNUSABLE
        with WholeFile(arguments.file) as out:
            out.write(beside.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise UsageError(f"{arguments.file} cannot be written ({reason}); choose another file.") from None
    finally:
        beside.unlink(missing_ok=True)
    print(f"conformance baseline: {arguments.file} written.", file=sys.stderr)
    return code
