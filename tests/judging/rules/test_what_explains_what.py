"""No finding explains away what is graver, and an undeclared member is found wherever an object lists its members."""

import copy
import json
import random
from typing import Any

import pytest

from conformance.contract.contract import contract
from conformance.contract.json_schema import Origin
from conformance.contract.payload_schema import Violation
from conformance.contract.walk import observe
from conformance.finding import Severity
from conformance.judging.rules.registry import RULES
from conformance.judging.rules.rule import Problem, Rule
from tests.contract.distinct import DISTINCT
from tests.contract.making import Maker
from tests.contract.test_engines_agree import places
from tests.judging.rules.judging import ANSWER, findings

# Which rules weigh less than the violation that they put into words at its own place, and of which keyword.
LIGHTER = {
    "unlisted-value": {"enum"},
    "fingerprint-null": {"type"},
    "undeclared-member": {"additionalProperties"},
    "member-not-in-version": {"additionalProperties"},
}


def broken(keyword: str, path: tuple[str | int, ...], missing: str | None = None) -> Violation:
    return Violation(path, keyword, {}, [], Origin("/x"), missing)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("severity", [Severity.NOTE, Severity.WARNING])
def test_a_lighter_finding_explains_its_own_place_and_keyword_at_the_most(rule: Rule, severity: Severity) -> None:
    every = tuple(
        broken(keyword, path, missing)
        for keyword in ("type", "enum", "additionalProperties", "minimum", "required")
        for path in (("a",), ("b",), ())
        for missing in (None, "b")
    )
    left = rule.explained(Problem("response", ("a",), "x", suggestion="b", severity=severity, explains=every))
    assert {one.keyword for one in left} == LIGHTER.get(rule.id, set())
    assert all(one.path == ("a",) and one.missing is None for one in left)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_missing_member_is_explained_at_the_object_that_lacks_it_alone(rule: Rule) -> None:
    beside = (broken("required", (), "choices"), broken("required", ("a",), "choices"))
    problem = Problem("response", ("choise",), "x", suggestion="choices", severity=Severity.ERROR, explains=beside)
    assert rule.explained(problem) == ()


@pytest.mark.parametrize("api_version", DISTINCT)
@pytest.mark.parametrize(
    ("name", "other", "pointer"),
    [
        ("choices", "choise", ""),
        ("finish_reason", "finishReason", "/choices/0"),
        ("prompt_tokens", "promptTokens", "/usage"),
        ("message", "mesage", "/choices/0"),
    ],
)
def test_a_required_member_under_a_look_alike_name_is_missing(
    api_version: str, name: str, other: str, pointer: str
) -> None:
    sound = [one for one in findings(answer=ANSWER, api_version=api_version) if one.severity is Severity.ERROR]
    found = findings(answer=ANSWER.replace(f'"{name}"', f'"{other}"'), api_version=api_version)
    missing = [one for one in found if one.severity is Severity.ERROR and one not in sound]
    required = name in _required(api_version, pointer)
    assert [(one.pointer, one.suggestion) for one in missing] == ([(pointer, name)] if required else [])
    assert all(f"`{other}` is there" in one.message for one in missing)
    assert other in [one.pointer.rpartition("/")[2] for one in found]


def _required(api_version: str, pointer: str) -> set[str]:
    shape = contract(api_version).operation.answer.shape
    for token in pointer.split("/")[1:]:
        below = shape.items if token.isdecimal() else shape.member(token)
        assert below is not None
        shape = below
    return set(shape.required)


@pytest.mark.parametrize("part", ["request", "answer"])
@pytest.mark.parametrize("api_version", DISTINCT)
def test_an_unknown_member_is_found_in_every_object_that_lists_its_members(api_version: str, part: str) -> None:
    operation = contract(api_version).operation
    schema = operation.request if part == "request" else operation.answer
    chance = random.Random(13)
    tried = 0
    for _ in range(6):
        body = Maker(chance, richness=0.7).make(schema.shape)
        if body is None:
            continue
        for path in places(body):
            changed: Any = copy.deepcopy(body)
            here = changed
            for token in path:
                here = here[token]
            if not isinstance(here, dict):
                continue
            here["never_declared"] = 1
            if any(seen.kind == "undeclared" for seen in observe(changed, schema.shape)):
                tried += 1
                assert not schema.unremarkable(changed), json.dumps([*path])
    assert tried > 5
