"""Schemathesis reads a slice and sends what it can think of: nothing of it is answered with a 5xx or in another shape."""

import json
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from conformance.contract.contract import contract
from conformance.emulator.serving import Emulator
from tests.emulator.asking import KEY, MESSAGES
from tests.fuzzing import LONG, budget
from tests.shared_folder import ROOT

EXAMPLES = 8
VERSIONS = ("2024-02-01", "2024-10-21", "v1")
# Making requests that are wrong takes Schemathesis long where a schema is large: all of them under `make fuzz`.
CASES = [(version, GenerationMode.POSITIVE) for version in VERSIONS] + [
    (version, GenerationMode.NEGATIVE) for version in (VERSIONS if LONG else ("v1",))
]
load_all_checks()
NEVER_A_5XX = CHECKS.get_by_names(["not_a_server_error"])
# Most files do not say that an answer may be a stream, and the service streams all the same.
UNLESS_STREAMED = CHECKS.get_by_names(["content_type_conformance"])
# The files say that `param` and `code` of an error are strings; the service answers null (Sinaptik-AI/pandas-ai#749).
OF_ANSWERS = CHECKS.get_by_names(["response_schema_conformance"])


def operation_of(api_version: str) -> Any:
    """Return what Schemathesis makes of the plain chat operation of a slice."""
    tree = json.loads((ROOT / "spec" / api_version / "inference.json").read_text(encoding="utf-8"))
    path = next(path for path in tree["paths"] if path.endswith("chat/completions") and "/extensions/" not in path)
    return schemathesis.openapi.from_dict(tree)[path]["POST"]


def checks_of(response: Any) -> list[Any]:
    """Return what an answer has to pass."""
    if response.headers.get("content-type", [""])[0].startswith("text/event-stream"):
        return list(NEVER_A_5XX)
    return [*NEVER_A_5XX, *UNLESS_STREAMED, *(OF_ANSWERS if response.status_code == 200 else [])]


@pytest.mark.parametrize(("api_version", "mode"), CASES)
def test_no_generated_request_is_answered_with_a_5xx(
    emulator: Emulator, api_version: str, mode: GenerationMode
) -> None:
    operation = operation_of(api_version)
    known = contract(api_version)
    dated = known.dated
    strategy = operation.as_strategy(
        generation_mode=mode,
        path_parameters={"deployment-id": "gpt-35-turbo"} if dated else None,
        query={"api-version": api_version} if dated else None,
    )
    base = emulator.url + known.operation.path.removesuffix(operation.path)
    statuses: Counter[int] = Counter()

    @settings(budget(EXAMPLES, 600), phases=[Phase.generate])
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        case = data.draw(strategy)
        if not dated and isinstance(case.body, dict) and "model" in case.body:
            case.body["model"] = "gpt-35-turbo"
        least = statuses.total() % 4 == 0  # some are answered, whatever chance brings
        if mode is GenerationMode.POSITIVE and isinstance(case.body, dict) and (data.draw(st.booleans()) or least):
            # The service refuses members that do not go together; with fewer of them some are answered.
            kept = (
                data.draw(st.sets(st.sampled_from(sorted(case.body)), max_size=2)) if case.body and not least else set()
            )
            case.body = {
                name: case.body[name] for name in case.body if name in kept | {"messages", "model", "dataSources"}
            }
            if data.draw(st.booleans()) or least:
                case.body["messages"] = MESSAGES
        response = case.call(base_url=base, headers={"api-key": KEY["api-key"]}, timeout=60)
        case.validate_response(response, checks=checks_of(response))
        statuses[response.status_code] += 1

    send()
    print(
        f"\n{api_version}, {mode.value}: "
        + ", ".join(f"{count} x {status}" for status, count in statuses.most_common())
    )
    assert set(statuses) <= {200, 400, 401, 404}
    assert mode is GenerationMode.NEGATIVE or statuses[200] > 0, statuses
    assert statuses.total() > EXAMPLES / 4, statuses
