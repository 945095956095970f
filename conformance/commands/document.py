"""``conformance document``: keep a how-to right: check it, run its code, bring it back in step with the samples."""

import argparse
from importlib import import_module
from typing import Any, Final

EXAMPLE: Final = "conformance document check docs"
# Each action is a module of this package, document_ACTION, with EXAMPLE, configure(parser) and run(arguments).
_ACTIONS: Final = {
    "check": "find what contradicts the contract, the samples or the document itself",
    "fix": "write what findings say, where that surely mends them",
    "run": "run the code of documents against the emulator, and judge what it does",
    "update": "bring blocks and outputs back in step with the samples",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=type(parser))
    for name, summary in _ACTIONS.items():
        module = _module(name)
        action = actions.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=f"example: {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.configure(action)


def run(arguments: argparse.Namespace) -> int:
    """Run the action; return its exit code."""
    return int(_module(arguments.action).run(arguments))


def _module(action: str) -> Any:
    return import_module(f"conformance.commands.document_{action}")
