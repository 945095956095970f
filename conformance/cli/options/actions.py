"""Actions of a command: each has options of its own."""

import argparse
from typing import Any


def add_actions(parser: argparse.ArgumentParser, metavar: str = "ACTION", required: bool = True) -> Any:
    """Return what ``add_action`` adds to; the action's name becomes ``action`` of what is parsed."""
    return parser.add_subparsers(dest="action", required=required, metavar=metavar, parser_class=type(parser))


def add_action(actions: Any, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    """Return the parser of a new action, whose help shows ``summary`` as a sentence, and ``example``."""
    added: argparse.ArgumentParser = actions.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    return added
