"""``conformance explain``: what a rule says, why it matters, and how to mend what it finds."""

import argparse
import sys
from typing import Final

from conformance.cli.exit_codes import OK
from conformance.errors import UsageError, did_you_mean

EXAMPLE: Final = "conformance explain seed-type"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="its id, such as seed-type (default: list all)")


def run(arguments: argparse.Namespace) -> int:
    """Print the page of one rule, or the list of all."""
    from conformance.rules.every import every_rule

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    rules = {rule.id: rule for rule in every_rule()}
    if arguments.rule is None:
        widths = (max(map(len, rules)), max(len(str(rule.severity)) for rule in rules.values()))
        for rule in rules.values():
            print(f"{rule.id:{widths[0]}}  {rule.severity!s:{widths[1]}}  {rule.says}")
        return OK
    if arguments.rule not in rules:
        hint = did_you_mean(arguments.rule, rules)
        raise UsageError(f'{arguments.rule} is no rule{hint or "."} "conformance explain" lists them.')
    print(rules[arguments.rule].page, end="")
    return OK
