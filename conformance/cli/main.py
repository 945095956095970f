"""Find the command, hand it its arguments, and turn what goes wrong into one sentence and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from conformance import __version__
from conformance.cli.exit_codes import BROKEN_PIPE, INTERRUPTED, UNUSABLE
from conformance.cli.parser import Parser
from conformance.errors import ConformanceError, did_you_mean
from conformance.extras import missing_extra, require_extra

# The options of each are a module of conformance.cli.options, with EXAMPLE and configure(parser). What the command does
# is one of conformance.commands, with run(arguments): it is imported once the arguments are known to be right.
COMMANDS: Final = {
    "run": "run the samples and validate every request and answer",
    "check": "judge recorded traffic",
    "record": "record what a client sends and receives, without secrets",
    "document": "keep a how-to right: check it, run its code, bring it back in step",
    "read": "predict the requests of a source without running it",
    "versions": "show which api-versions accept what: facts, differences, and the verdict on traffic",
    "explain": "explain a rule: what it says, why, and how to fix what it finds",
    "emulate": "answer as the service does, on this machine",
    "config": "show which settings count here, and where each is written",
    "baseline": "write down the findings that are known, so that only new ones are told",
    "spec": "make and verify the contracts under spec/",
}

# What needs more than judging does, by command and action: it is asked for before any work is done.
_EXTRAS: Final = {
    ("run", None): "samples",
    ("emulate", None): "emulator",
    ("document", "check"): "documents",
    ("document", "run"): "all",
    ("document", "update"): "all",
}

_HELP: Final = """usage: conformance COMMAND [OPTION ...]

Prove that API samples are right: what they send and receive, judged against the published contract.

commands:
{commands}

Run "conformance COMMAND --help" for the options of a command.

example: conformance run --language python --api-version 2024-02-01
"""


def run(arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name; return its exit code. Never raises but for our own defects."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        width = max(map(len, COMMANDS))
        commands = "\n".join(f"  {name:{width}}  {summary}" for name, summary in COMMANDS.items())
        print(_HELP.format(commands=commands), end="")
        return 0 if arguments else UNUSABLE
    name = arguments[0]
    if name in ("-V", "--version"):
        print(f"conformance {__version__}")
        return 0
    if name not in COMMANDS:
        hint = did_you_mean(name, COMMANDS)
        print(
            f'conformance: unknown command {name}{hint or ";"} {"See" if hint else "see"} "conformance --help".',
            file=sys.stderr,
        )
        return UNUSABLE
    try:
        options = import_module(f"conformance.cli.options.{name}")
        parser = Parser(
            prog=f"conformance {name}",
            description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
            epilog=f"example: {options.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        options.configure(parser)
        parsed = parser.parse_args(arguments[1:])
        code = int(_command(name, options, parsed).run(parsed))
        sys.stdout.flush()
    except SystemExit as end:
        return int(end.code) if isinstance(end.code, int) else UNUSABLE
    except ConformanceError as error:
        print(f"conformance {name}: {error}", file=sys.stderr)
        return UNUSABLE
    except ModuleNotFoundError as error:
        missing = missing_extra(error, name)
        if missing is None:
            raise
        print(f"conformance {name}: {missing}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # The reader went away, as `head` does: nothing more to say, and nothing to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _command(name: str, options: Any, parsed: argparse.Namespace) -> Any:
    """Return the module that does what was asked for: it is called like the command, with its action where there is one.

    Options may choose it too: ``module(arguments)`` of theirs returns its name. Raises MissingExtra.
    """
    action = getattr(parsed, "action", None)
    extra = _EXTRAS.get((name, action))
    if extra is not None:
        require_extra(extra, f"{name} {action}" if action else name)
    chosen = options.module(parsed) if hasattr(options, "module") else f"{name}_{action}" if action else name
    return import_module(f"conformance.commands.{chosen}")
