"""``conformance spec``: make and verify the contracts under ``spec/``."""

import argparse
from pathlib import Path
from typing import Final

from conformance.cli.exit_codes import FOUND, OK
from conformance.errors import InputError, UsageError
from conformance.files import project

EXAMPLE: Final = "conformance spec verify --upstream FOLDER"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the sub-commands."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=type(parser))
    for name, summary in (
        ("slice", "write the slice of each official file, and the catalog"),
        ("verify", "prove that each slice is what the official file yields"),
    ):
        example = f"example: conformance spec {name} --upstream FOLDER"
        action = actions.add_parser(name, help=summary, description=summary, epilog=example, allow_abbrev=False)
        action.add_argument(
            "--upstream", required=True, type=Path, metavar="FOLDER", help="official files: VERSION/inference.json"
        )
        action.add_argument("--spec", type=Path, metavar="FOLDER", help="the slices (default: the project's spec/)")


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command; exit code 1 where ``verify`` finds a difference."""
    from conformance.contract.publishing import differences, write_spec

    spec: Path = arguments.spec or project() / "spec"
    if arguments.action == "slice":
        try:
            names = write_spec(arguments.upstream, spec)
        except OSError as error:
            raise InputError(f"{error.filename} cannot be written ({error.strerror}); choose another --spec.") from None
        print(f"{len(names)} files written below {spec}.")
        return OK
    if not spec.is_dir():
        raise UsageError(f"--spec {spec} is not a folder; name the one that holds the slices.")
    wrong = list(differences(arguments.upstream, spec))
    for sentence in wrong:
        print(sentence)
    if not wrong:
        count = sum(1 for _ in spec.glob("*/inference.json"))
        print(f"{count} slices and the catalog are what the official files yield.")
    return FOUND if wrong else OK
