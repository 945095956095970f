"""The parser of the command line: its errors are one sentence."""

import argparse
import sys
from typing import NoReturn

from conformance.cli.exit_codes import UNUSABLE
from conformance.errors import did_you_mean


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
