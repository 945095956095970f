"""For each keyword of the compiled contract there is an exchange that breaks just this one, and it is found.

Sound bodies that together reach every branch are changed at one place at a time. What no change breaks alone is listed
with the reason, and a reason that is no longer needed fails.
"""

import copy
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from conformance.contract.contract import contract
from conformance.contract.payload_schema import PayloadSchema, Violation
from conformance.exchange import Exchange, Request, Response
from conformance.finding import Severity
from conformance.judging.judge import judge
from conformance.wire.body import Body
from tests.contract.making import Maker
from tests.contract.test_engines_agree import places

API_VERSION = "2023-12-01-preview"
BODIES = 190
# What is broken, by the place in the file: a keyword, a member that is missing, or null where none may be.
Broken = tuple[str, str]
VALUES: tuple[Any, ...] = (None, True, 7, Decimal("0.5"), -(10**30), 10**30, "never listed", [], {})


def all_of(schema: PayloadSchema) -> set[Broken]:
    """Return what can be broken by the compiled schema."""
    found: set[Broken] = set()
    for location, origin in schema.compiled.origins.items():
        keyword = str(location[-1])
        if location[-2] == "required":
            found.add((origin.pointer, f"required {keyword}"))
            continue
        found.add((origin.pointer, keyword))
        node: Any = schema.compiled.schema
        for token in location:
            node = node[token]
        if keyword == "type" and "null" not in node:
            found.add((origin.pointer, "null"))
    return found


def broken_by(violation: Violation) -> set[Broken]:
    pointer = violation.origin.pointer
    if violation.missing is not None:
        return {(pointer, f"required {violation.missing}")}
    return {(pointer, violation.keyword)} | ({(pointer, "null")} if violation.value is None else set())


def changed(body: Any) -> Iterator[Any]:
    """Yield ``body`` with one place changed: a value replaced, a member removed, a list emptied or made long."""
    for path in places(body):
        here = body
        for token in path:
            here = here[token]
        longer = [here * 200] if isinstance(here, list) and here else []
        for value in (*VALUES, *longer):
            if value != here or type(value) is not type(here):
                yield _with(body, path, value)
        if path and isinstance(path[-1], str):
            yield _with(body, path, None, remove=True)


def _with(body: Any, path: tuple[Any, ...], value: Any, remove: bool = False) -> Any:
    if not path:
        return value
    other = copy.copy(body)
    if remove and len(path) == 1:
        del other[path[0]]
    else:
        other[path[0]] = _with(body[path[0]], path[1:], value, remove)
    return other


def found_alone(schema: PayloadSchema) -> dict[Broken, Any]:
    """Return a body for each thing that some change of a sound body breaks alone."""
    chance = random.Random(20231201)
    alone: dict[Broken, Any] = {}
    wanted = all_of(schema)
    for _ in range(BODIES):
        body = Maker(chance, richness=chance.choice((0.5, 0.9)), plain=False).make(schema.shape)
        if body is None or schema.violations(body):
            continue
        for other in changed(body):
            violations = schema.violations(other)
            if len(violations) == 1:
                for broken in broken_by(violations[0]) & (wanted - set(alone)):
                    alone[broken] = other
        if set(alone) == wanted:
            break
    return alone


BY_TYPE = "the value's own type chooses this branch, so that another type breaks what stands around it"
BY_TAG = "the tag chooses this subtype among objects, so that another type breaks what stands around it"
BY_ROLE = "this very role chooses the subtype, so that another one is another subtype"
SCHEMAS = "/components/schemas/"
CANNOT: dict[str, dict[str, str]] = {
    "answer": {},
    "request": {
        f"{SCHEMAS}chatCompletionNamedToolChoice/type": BY_TYPE,
        f"{SCHEMAS}chatCompletionToolChoiceOption/oneOf/0/type": BY_TYPE,
        f"{SCHEMAS}chatCompletionRequestMessageUser/allOf/1/properties/content/oneOf/0/type": BY_TYPE,
        f"{SCHEMAS}chatCompletionRequestMessageUser/allOf/1/properties/content/oneOf/1/type": BY_TYPE,
        f"{SCHEMAS}chatCompletionsRequestCommon/properties/stop/oneOf/0/type": BY_TYPE,
        f"{SCHEMAS}chatCompletionsRequestCommon/properties/stop/oneOf/1/type": BY_TYPE,
        f"{SCHEMAS}createChatCompletionRequest/allOf/1/properties/function_call/oneOf/0/type": BY_TYPE,
        f"{SCHEMAS}createChatCompletionRequest/allOf/1/properties/function_call/oneOf/1/type": BY_TYPE,
        f"{SCHEMAS}chatCompletionRequestMessageAssistant/allOf/1/type": BY_TAG,
        f"{SCHEMAS}chatCompletionRequestMessageContentPartImage/allOf/1/type": BY_TAG,
        f"{SCHEMAS}chatCompletionRequestMessageContentPartText/allOf/1/type": BY_TAG,
        f"{SCHEMAS}chatCompletionRequestMessageFunction/allOf/1/type": BY_TAG,
        f"{SCHEMAS}chatCompletionRequestMessageSystem/allOf/1/type": BY_TAG,
        f"{SCHEMAS}chatCompletionRequestMessageTool/allOf/1/type": BY_TAG,
        f"{SCHEMAS}chatCompletionRequestMessageUser/allOf/1/type": BY_TAG,
        f"{SCHEMAS}chatCompletionRequestMessageFunction/allOf/1/properties/role/enum": BY_ROLE,
        f"{SCHEMAS}chatCompletionRequestMessageFunction/allOf/1/properties/role/type": BY_ROLE,
    },
}


@pytest.mark.parametrize("part", ["request", "answer"])
def test_an_exchange_that_breaks_one_keyword_is_found_at_it(part: str) -> None:
    operation = contract(API_VERSION).operation
    schema = operation.request if part == "request" else operation.answer
    wanted, alone = all_of(schema), found_alone(schema)
    for (pointer, keyword), value in alone.items():
        body = Body.from_value(value)
        exchange = Exchange("t:1", api_version=API_VERSION)
        if part == "request":
            exchange = Exchange("t:1", Request(body=body), None, API_VERSION)
        else:
            exchange = Exchange("t:1", None, Response(200, None, body), API_VERSION)
        found = [one for one in judge(exchange) if one.severity > Severity.NOTE and one.spec]
        # Where the file forgot the member itself, the place is the nearest that it has.
        at = [one for one in found if one.spec and pointer.startswith(one.spec.pointer)]
        assert len(at) == 1, (pointer, keyword, found)
        if keyword.startswith("required "):
            assert at[0].suggestion == keyword.removeprefix("required ")
    counts = [Counter(keyword.partition(" ")[0] for _, keyword in some) for some in (wanted, alone)]
    covered = ", ".join(f"{name} {counts[1][name]} of {count}" for name, count in counts[0].most_common())
    print(f"\n{part} of {API_VERSION}: {len(wanted)} keywords, {len(alone)} broken alone and found: {covered}")
    for pointer, keyword in sorted(wanted - set(alone)):
        print(f"  not {keyword} at {pointer}: {CANNOT[part].get(pointer)}")
    assert {pointer for pointer, _ in wanted - set(alone)} == set(CANNOT[part])
