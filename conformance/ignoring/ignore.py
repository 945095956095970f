"""Findings that a comment ignores, and what is wrong with such comments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from conformance.errors import nearest
from conformance.exchange import Position
from conformance.finding import Finding
from conformance.ignoring.directive import IGNORE, Directive
from conformance.rules.registry import rule_ids

# The rules about such comments.
REASON: Final = "ignore-reason"
UNKNOWN: Final = "ignore-unknown"
UNUSED: Final = "ignore-unused"


@dataclass(frozen=True, slots=True)
class IgnoredRule:
    """A rule that a comment names, and where."""

    id: str
    place: Position


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment: ``verb`` is at ``place``, and findings of ``rules`` from line ``first`` to ``last`` are meant."""

    verb: str
    place: Position
    rules: tuple[IgnoredRule, ...]
    reason: str
    first: int
    last: int

    def covers(self, finding: Finding) -> bool:
        """Say whether ``finding`` is one of those that are meant."""
        place = finding.source
        return (
            place is not None
            and place.file == self.place.file
            and self.first <= (place.line or 0) <= self.last
            and self.verb == IGNORE
            and any(rule.id == finding.rule for rule in self.rules)
        )


def ignore_of(directive: Directive, verb: Position, rules: Iterable[Position], first: int, last: int) -> Ignore:
    """Return the comment; ``rules`` are the places of the rules that it names."""
    named = tuple(IgnoredRule(one.id, place) for one, place in zip(directive.rules, rules, strict=True))
    return Ignore(directive.verb, verb, named, directive.reason, first, last)


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings that are left, how many comments hid, and the rules of comments that hid none."""

    findings: tuple[Finding, ...]
    hidden: int
    unused: tuple[IgnoredRule, ...]


def sift(findings: Iterable[Finding], ignores: Iterable[Ignore]) -> Sifted:
    """Hide the findings that a comment ignores."""
    by_file: dict[str, list[Ignore]] = {}
    for one in ignores:
        by_file.setdefault(one.place.file, []).append(one)
    left: list[Finding] = []
    used: set[Position] = set()
    hidden = 0
    for finding in findings:
        mine = by_file.get(finding.source.file, []) if finding.source is not None and by_file else []
        hiding = [rule for one in mine if one.covers(finding) for rule in one.rules if rule.id == finding.rule]
        if hiding:
            hidden += 1
            used.update(rule.place for rule in hiding)
        else:
            left.append(finding)
    everything = [rule for ignores_of_file in by_file.values() for one in ignores_of_file for rule in one.rules]
    return Sifted(tuple(left), hidden, tuple(rule for rule in everything if rule.place not in used))


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is wrong with a comment: the id of the rule that says so, where, what, and what to write."""

    rule: str
    place: Position
    message: str
    length: int
    suggestion: str | None = None


def without_reason(ignores: Iterable[Ignore]) -> Iterator[Wrong]:
    """Yield the comments that do not say why."""
    for one in ignores:
        if one.verb == IGNORE and one.rules and not one.reason:
            message = "nothing says why this is ignored; go on with `because` and the reason"
            yield Wrong(REASON, one.place, message, len(one.verb))


def unknown(ignores: Iterable[Ignore]) -> Iterator[Wrong]:
    """Yield what comments name and there is not."""
    for one in ignores:
        if one.verb != IGNORE:
            near = nearest(one.verb, [IGNORE])
            hint = f"; did you mean `{IGNORE}`?" if near else f"; write `{IGNORE}`"
            said = f"`conformance: {one.verb}`" if one.verb else "`conformance:` alone"
            yield Wrong(
                UNKNOWN, one.place, f"{said} is not an instruction{hint}", len(one.verb), near[0] if near else None
            )
        elif not one.rules:
            message = "the comment names no rule, and nothing is ignored; name one"
            yield Wrong(UNKNOWN, one.place, message, len(one.verb))
        else:
            yield from _unknown_rules(one)


def _unknown_rules(ignore: Ignore) -> Iterator[Wrong]:
    for rule in ignore.rules:
        if rule.id not in rule_ids():
            near = nearest(rule.id, rule_ids())
            hint = f"; did you mean `{near[0]}`?" if near else '; "conformance explain" lists them'
            message = f"`{rule.id}` is not a rule, and nothing is ignored{hint}"
            yield Wrong(UNKNOWN, rule.place, message, len(rule.id), near[0] if near else None)


def unused(rules: Iterable[IgnoredRule]) -> Iterator[Wrong]:
    """Yield those of ``rules``, which hid nothing, that there are."""
    for rule in rules:
        if rule.id in rule_ids():
            message = f"`{rule.id}` finds nothing here any more; take it out of the comment"
            yield Wrong(UNUSED, rule.place, message, len(rule.id))
