"""Ask rules about one payload or exchange, in two passes: the named ones, then the generic ones about what is left."""

from collections.abc import Iterator, Sequence

from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Rule


def problems_of(rules: Sequence[Rule], judgement: Judgement) -> Iterator[tuple[Rule, Problem]]:
    """Yield each problem with its rule, in the order of ``rules``; what needs a contract is not asked without one.

    What a named rule puts into words, no generic rule says again.
    """
    asked = [rule for rule in rules if judgement.contract is not None or not rule.needs_contract]
    named = {rule.id: tuple(rule.check(judgement)) for rule in asked if not rule.generic}
    judgement.explained = frozenset(
        id(violation)
        for rule in asked
        for problem in named.get(rule.id, ())
        if problem.explains
        for violation in rule.explained(problem)
    )
    for rule in asked:
        for problem in named[rule.id] if not rule.generic else rule.check(judgement):
            yield rule, problem
