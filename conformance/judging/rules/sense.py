"""What a request means as a whole, where each member alone conforms: the looks that rules share with the quick path."""

from collections.abc import Callable, Iterator
from typing import Any

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem

# Looks at a body that is an object, whatever it holds.
Look = Callable[[dict[str, Any]], Iterator[Problem]]


def told(judgement: Judgement, look: Look, member: str) -> Iterator[Problem]:
    """Yield what ``look`` finds in the request, where the version declares ``member``.

    The place in the contract is that member's. What the recorded service took is a warning at most.
    """
    request = judgement.request
    if request is None or request.schema is None or not isinstance(request.value, dict):
        return
    declared = request.schema.shape.members.get(member)
    if declared is None:
        return
    severity = Severity.WARNING if judgement.taken_by_version else None
    for problem in look(request.value):
        yield problem._replace(spec=declared.pointers[0], severity=severity)


def elements(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the elements of a list that are objects, with their index; nothing where it is none."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            if isinstance(one, dict):
                yield index, one
