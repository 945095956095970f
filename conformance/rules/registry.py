"""The one registry of rules: every list of rules, and everything that looks one up, goes by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final

from conformance.finding import Severity
from conformance.rules.declaration import About, Declaration


@dataclass(frozen=True, slots=True)
class Room:
    """A package of rules about one thing: ``registry`` in it holds them as ``RULES``, in order, and ``pages`` their pages."""

    about: About
    package: str

    @property
    def rules(self) -> tuple[Declaration, ...]:
        """The rules, in the order in which they are asked; the package is imported."""
        rules: tuple[Declaration, ...] = import_module(f"{self.package}.registry").RULES
        return rules

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the rules: the names of their pages, so that no rule is imported."""
        from importlib import resources  # slow to import, and who judges needs no ids

        pages = resources.files(f"{self.package}.pages").iterdir()
        return frozenset(page.name.removesuffix(".md") for page in pages if page.name.endswith(".md"))


ROOMS: Final = (
    Room("exchange", "conformance.judging.rules"),
    Room("run", "conformance.judging.suite"),
    Room("record", "conformance.judging.records"),
    Room("document", "conformance.document.rules"),
)


def every_rule() -> Iterator[Declaration]:
    """Yield all rules, room by room; a room is imported when its first rule is asked for."""
    for room in ROOMS:
        yield from room.rules


def rules_about(*about: str) -> Iterator[Declaration]:
    """Yield the rules about these things, and import no other."""
    for room in ROOMS:
        if room.about in about:
            yield from room.rules


def rule_named(rule_id: str) -> Declaration | None:
    """Return the rule, None where there is none of this id; only its room is imported."""
    for room in ROOMS:
        if rule_id in _ids_of(room):
            return next(rule for rule in room.rules if rule.id == rule_id)
    return None


def severity_of(rule_id: str) -> Severity:
    """Return the severity that the rule declares; raises KeyError where there is no such rule."""
    rule = rule_named(rule_id)
    if rule is None:
        raise KeyError(rule_id)
    return rule.severity


@cache
def rule_ids() -> frozenset[str]:
    """Return the ids of all rules; none is imported."""
    return frozenset().union(*map(_ids_of, ROOMS))


@cache
def _ids_of(room: Room) -> frozenset[str]:
    return room.ids
