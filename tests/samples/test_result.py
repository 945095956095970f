"""What one run of one sample yielded: a client's own retries are not calls of the sample."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from conformance.exchange import Exchange, Headers, Request, Response
from conformance.samples.process import Outcome
from conformance.samples.result import SampleResult
from conformance.samples.sample import find_samples
from conformance.wire.body import Body
from tests.samples.answers import completion, error
from tests.samples.running import KEY
from tests.samples.running_all import conformance_here
from tests.samples.service import as_json, serving
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import ROOT

BUSY = as_json(error("429", "Requests are limited."), 429, **{"Retry-After": "0"})


def exchange(status: int | None, body: str = "{}", headers: Mapping[str, str] | None = None) -> Exchange:
    request = Request("POST", "http://h", Headers.of(headers or {}), Body.from_bytes(body.encode()))
    return Exchange("p", request, None if status is None else Response(status))


def predicted() -> Exchange:
    return Exchange("p", Request("POST", "http://h"), predicted=True)


@pytest.mark.parametrize(
    ("exchanges", "calls"),
    [
        pytest.param([exchange(200)] * 3, [0, 1, 2], id="equal calls"),
        pytest.param([exchange(429), exchange(429), exchange(200), exchange(200)], [2, 3], id="two retries"),
        pytest.param([exchange(429, headers={"n": "0"}), exchange(200, headers={"n": "1"})], [1], id="headers aside"),
        pytest.param([exchange(500), exchange(503)], [1], id="given up"),
        pytest.param([exchange(None), exchange(200)], [1], id="no answer"),
        pytest.param([exchange(404), exchange(200)], [0, 1], id="a refusal is an answer"),
        pytest.param([exchange(429), exchange(200, "[]")], [0, 1], id="another body"),
        pytest.param([predicted()] * 3, [0, 1, 2], id="what was only read"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_a_retry_is_no_call(exchanges: list[Exchange], calls: list[int]) -> None:
    (sample,) = find_samples(ROOT, ["sdk"], ["story_with_seed"], ["dated"])
    result = SampleResult(sample, "2024-02-01", Outcome(0, "", "", 1.0), exchanges)
    assert list(result.as_run().exchanges) == [exchanges[index] for index in calls]


def test_against_a_busy_endpoint_the_sdk_tries_again_and_that_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: SharedProcesses
) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    with serving(BUSY, as_json(completion("Once"))) as service:
        run = conformance_here(
            processes, "--endpoint", service.url, "--deployment", "d", "--language", "sdk", "--scenario", "print_response",
            "--api-version", "2024-02-01", report=tmp_path / "r.json",
        )  # fmt: skip
    assert run.code == 0, run.stdout
    assert run.report is not None and run.report["checked"]["exchanges"] == 2
    assert [finding["severity"] for finding in run.found("request-refused")] == ["warning"]
