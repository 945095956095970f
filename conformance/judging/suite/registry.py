"""Every rule about a run."""

from typing import Final

from conformance.judging.suite import languages_differ, not_reproduced, sample_failed
from conformance.judging.suite.rule import SuiteRule

RULES: Final[tuple[SuiteRule, ...]] = (sample_failed.RULE, languages_differ.RULE, not_reproduced.RULE)
