"""``conformance explain``: what a rule says, why it matters, and how to fix what it finds."""

import argparse
import sys

from conformance.cli.exit_codes import OK
from conformance.errors import UsageError, did_you_mean
from conformance.rules.registry import every_rule, rule_ids, rule_named


def run(arguments: argparse.Namespace) -> int:
    """Print the page of one rule, or the list of all: id, severity, what it looks at, what it says."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    if arguments.rule is None:
        rows = [(rule.id, str(rule.severity), rule.about, rule.says) for rule in every_rule()]
        widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
        for *cells, says in rows:
            print(*(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)), says, sep="  ")
        return OK
    rule = rule_named(arguments.rule)
    if rule is None:
        hint = did_you_mean(arguments.rule, sorted(rule_ids()))
        raise UsageError(f'{arguments.rule} is not a rule{hint or "."} "conformance explain" lists them.')
    print(rule.page, end="")
    return OK
