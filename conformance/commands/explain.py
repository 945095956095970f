"""``conformance explain``: what a rule says, why it matters, and how to fix what it finds."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from conformance.cli.exit_codes import OK
from conformance.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from conformance.document.rules.rule import DocumentRule
    from conformance.judging.rules.rule import Rule
    from conformance.judging.rules.suite_rule import SuiteRule


def run(arguments: argparse.Namespace) -> int:
    """Print the page of one rule, or the list of all: id, severity, what it looks at, what it says."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    if arguments.rule is None:
        rows = [(rule.id, str(rule.severity), rule.about, rule.says) for rule in all_rules()]
        widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
        for *cells, says in rows:
            print(*(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)), says, sep="  ")
        return OK
    known = []
    for rule in all_rules():
        if rule.id == arguments.rule:
            print(rule.page, end="")
            return OK
        known.append(rule.id)
    hint = did_you_mean(arguments.rule, known)
    raise UsageError(f'{arguments.rule} is not a rule{hint or "."} "conformance explain" lists them.')


def all_rules() -> "Iterator[Rule | SuiteRule | DocumentRule]":
    """Yield every rule that there is: those of an exchange, of a run, and of a document."""
    from conformance.judging.rules.every import every_rule

    yield from every_rule()
    from conformance.document.rules.registry import DOCUMENT_RULES  # only where the rule was none of those above

    yield from DOCUMENT_RULES
