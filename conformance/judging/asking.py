"""Ask rules about one payload or exchange, in two passes: the named ones, then the generic ones about what is left."""

from collections.abc import Iterator, Sequence

from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Rule


def problems_of(rules: Sequence[Rule], judgement: Judgement) -> Iterator[tuple[Rule, Problem]]:
    """Yield each problem with its rule, in the order of ``rules``; what needs a contract is not asked without one.

    What a named rule puts into words, no generic rule says again.
    """
    asked = rules
    if judgement.contract is None:
        asked = [rule for rule in rules if not rule.needs_contract]
    named = [None if rule.generic else [*rule.check(judgement)] for rule in asked]
    explained: set[int] = set()
    for rule, problems in zip(asked, named, strict=True):
        for problem in problems or ():
            if problem.explains:
                explained.update(map(id, rule.explained(problem)))
    judgement.explained = explained
    for rule, problems in zip(asked, named, strict=True):
        for problem in rule.check(judgement) if problems is None else problems:
            yield rule, problem
