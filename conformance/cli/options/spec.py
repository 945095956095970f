"""The options of ``conformance spec``."""

import argparse
from pathlib import Path
from typing import Final

from conformance.cli.options.actions import add_action, add_actions

EXAMPLE: Final = "conformance spec verify --upstream FOLDER"
_ACTIONS: Final = {
    "slice": "write the slice of each official file, and the catalog",
    "verify": "prove that each slice is what the official file yields",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = add_actions(parser)
    for name, summary in _ACTIONS.items():
        action = add_action(actions, name, summary, f"conformance spec {name} --upstream FOLDER")
        add = action.add_argument
        add("--upstream", required=True, type=Path, metavar="FOLDER", help="official files: VERSION/inference.json")
        add("--spec", type=Path, metavar="FOLDER", help="the slices (default: the project's spec/)")
