"""What a rule is: a declaration that reports, pages and tests read, and a function that finds problems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from conformance.contract.payload_schema import Violation
from conformance.finding import Part, Severity
from conformance.rules.declaration import About, Declaration, Of
from conformance.wire.pointer import Path

if TYPE_CHECKING:
    from conformance.judging.rules.judgement import Judgement


class Problem(NamedTuple):
    """What a rule found: ``path`` into the payload of ``part``, ``spec`` the pointer in the contract.

    ``explains`` are the violations of the schema that it puts into words; the generic rules stay silent about them.
    ``severity`` replaces the rule's own where the circumstances weigh. ``chunk_index`` says which chunk of a stream is
    meant, ``line`` which line of it where that is not a chunk's.
    """

    part: Part
    path: Path
    message: str
    spec: str | None = None
    suggestion: str | None = None
    severity: Severity | None = None
    explains: tuple[Violation, ...] = ()
    chunk_index: int | None = None
    line: int | None = None


class Settled(Enum):
    """How the fast path knows, without asking the rule, that it is silent about an exchange."""

    BY_URL = "by method, URL, api-version and circumstances alone: asked once for all exchanges that share them"
    BY_SCHEMA = "it speaks only where the strict schema refuses the request or the answer"
    BY_LOOK = "the fast path looks at what the rule is about, and leaves to the rules whatever is remarkable there"


Check = Callable[["Judgement"], Iterator[Problem]]


@dataclass(frozen=True)
class Rule(Declaration):
    """A rule of one exchange. ``needs_contract``: it says nothing where the api-version is not known.

    A finding below error explains no violation of the schema, but for the keywords in ``lowers``: what breaks them
    at the finding's own place weighs as little as the finding. A ``generic`` rule is asked after all others and puts
    into words what they left unexplained; the others look at a violation for what it is, in no order. ``settled`` is a
    claim about the fast path that a test holds against every rule's own examples.
    """

    about: ClassVar[About] = "exchange"
    pages: ClassVar[str] = "conformance.judging.rules.pages"
    settled: Settled
    check: Check = field(repr=False)
    needs_contract: bool = True
    lowers: frozenset[str] = frozenset()
    generic: bool = False

    def explained(self, problem: Problem) -> tuple[Violation, ...]:
        """Return the violations that ``problem`` puts into words: none that is graver.

        A missing member is explained only by a finding at the object that lacks it and about this very member: what
        stands beside it under another name explains nothing.
        """
        grave = (problem.severity or self.severity) is Severity.ERROR
        return tuple(
            one
            for one in problem.explains
            if (one.missing is None or (grave and (one.path, one.missing) == (problem.path, problem.suggestion)))
            and (grave or (one.path == problem.path and one.keyword in self.lowers))
        )


def rule(
    rule_id: str,
    severity: Severity,
    settled: Settled,
    says: str,
    needs_contract: bool = True,
    lowers: tuple[str, ...] = (),
    generic: bool = False,
    of: Of = "any",
) -> Callable[[Check], Rule]:
    """Declare the decorated function as rule ``rule_id``."""

    def declare(check: Check) -> Rule:
        return Rule(rule_id, severity, says, settled, check, needs_contract, frozenset(lowers), generic, of=of)

    return declare
