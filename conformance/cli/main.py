"""Find the command, hand it its arguments, and turn what goes wrong into one sentence and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NoReturn

from conformance.cli.exit_codes import BROKEN_PIPE, INTERRUPTED, UNUSABLE
from conformance.errors import ConformanceError, did_you_mean

# Each name is a module of this package with EXAMPLE, configure(parser) and run(arguments).
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


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Exit with code 2 and one sentence."""
        unknown = message.removeprefix("unrecognized arguments: ")
        if unknown != message:
            word = unknown.split()[0]
            message = (
                f"{word} is unknown{did_you_mean(word, [known for known in self.options() if known != word]) or ';'}"
            )
        else:
            message = message[:1].lower() + message[1:] + ("" if message.endswith("?") else ";")
        message = message.removesuffix("?") + "?" if message.endswith("?") else message
        joiner = " See" if message.endswith("?") else " see"
        print(f'{self.prog}: {message}{joiner} "{self.prog} --help".', file=sys.stderr)
        raise SystemExit(UNUSABLE)

    def options(self) -> list[str]:
        """Return the options of the command and of its actions: what an action does not know its command reports."""
        own = [option for action in self._actions for option in action.option_strings]
        below = [parser for action in self._actions for parser in _parsers(action)]
        return [*own, *(option for parser in below for option in parser.options())]


def _parsers(action: argparse.Action) -> list[Parser]:
    choices = action.choices.values() if isinstance(action.choices, dict) else ()
    return [choice for choice in choices if isinstance(choice, Parser)]


def run(arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name; return its exit code. Never raises but for our own defects."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        width = max(map(len, COMMANDS))
        commands = "\n".join(f"  {name:{width}}  {summary}" for name, summary in COMMANDS.items())
        print(_HELP.format(commands=commands), end="")
        return 0 if arguments else UNUSABLE
    name = arguments[0]
    if name in ("-V", "--version"):
        from conformance import __version__

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
        command = import_module(f"conformance.commands.{name}")
        parser = Parser(
            prog=f"conformance {name}",
            description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
            epilog=f"example: {command.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.configure(parser)
        parsed = parser.parse_args(arguments[1:])
        _require(name, getattr(parsed, "action", None))
        code = int(command.run(parsed))
        sys.stdout.flush()
    except SystemExit as end:
        return int(end.code) if isinstance(end.code, int) else UNUSABLE
    except ConformanceError as error:
        print(f"conformance {name}: {error}", file=sys.stderr)
        return UNUSABLE
    except ModuleNotFoundError as error:
        from conformance.extras import missing_extra

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


def _require(name: str, action: str | None) -> None:
    extra = _EXTRAS.get((name, action))
    if extra is not None:
        from conformance.extras import require_extra

        require_extra(extra, f"{name} {action}" if action else name)
