"""Every rule that there is, those of one exchange and those of a whole run: what pages, lists and tests go by."""

from collections.abc import Iterator

from conformance.judging.rules import languages_differ, not_reproduced, sample_failed
from conformance.judging.rules.registry import RULES
from conformance.judging.rules.rule import Rule
from conformance.judging.rules.suite_rule import SuiteRule


def every_rule() -> Iterator[Rule | SuiteRule]:
    """Yield the declarations: the exchange's in the order in which they are asked, then the suite's."""
    yield from RULES
    yield from (sample_failed.RULE, languages_differ.RULE, not_reproduced.RULE)
