"""Recorded answers of the real service get the verdicts that their collector wrote down, and no word more."""

import pytest

from conformance.checked import Checked
from conformance.exchange import Exchange, Headers, Response
from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.traffic.inspection import count
from conformance.wire.body import Body
from tests.shared_folder import needs_shared, shared

LOGPROBS = "/choices/0/logprobs"
DETAILS = ["/usage/completion_tokens_details", "/usage/prompt_tokens_details"]
MESSAGE = ["/choices/0/message/annotations", "/choices/0/message/refusal"]
PREDICTIONS = [f"{DETAILS[0]}/{name}_tokens" for name in ("accepted_prediction", "audio", "rejected_prediction")]
# The recording, the version that it came from, what is found, and which members are worth a note.
WHOLE = [
    ("01", "2024-02-01", ["fingerprint-null /system_fingerprint"], [LOGPROBS]),
    ("02", "2024-02-01", [], [LOGPROBS, *MESSAGE, *DETAILS]),
    ("05", "2024-02-01", ["fingerprint-null /system_fingerprint"], [LOGPROBS, *MESSAGE, *DETAILS]),
    ("06", "2024-02-01", ["request-refused "], []),
    ("09", "2023-07-01-preview", [], []),
    ("13", "2024-12-01-preview", [], [*PREDICTIONS, f"{DETAILS[1]}/audio_tokens"]),
    ("18", "2023-07-01-preview", [], ["/prompt_annotations"]),
    ("20", "2023-07-01-preview", ["request-refused "], []),
    ("22", "2024-02-01", ["request-refused "], []),
    ("27", "2023-12-01-preview", ["response-schema /choices/0/content_filter_results"], []),
]


def recorded(name: str, api_version: str) -> list[Finding]:
    text = (shared() / "real-responses" / name).read_text(encoding="utf-8")
    return list(
        judge(Exchange(name, response=Response(body=Body.from_text(text))), Circumstances(api_version=api_version))
    )


@needs_shared
@pytest.mark.parametrize(("name", "api_version", "found", "notes"), WHOLE, ids=[case[0] for case in WHOLE])
def test_verdicts(name: str, api_version: str, found: list[str], notes: list[str]) -> None:
    told = recorded(f"{name}.json", api_version)
    assert [f"{one.rule} {one.pointer}" for one in told if str(one.severity) != "note"] == found
    assert [one.pointer for one in told if str(one.severity) == "note"] == notes


@needs_shared
def test_a_refusal_repeats_the_services_code_and_message_and_says_what_to_do() -> None:
    (missing,) = recorded("06.json", "2024-02-01")
    assert "DeploymentNotFound" in missing.message and "look at the deployment's name" in missing.message
    (filtered,) = recorded("22.json", "2024-02-01")
    assert "content_filter" in filtered.message


@needs_shared
def test_the_recorded_stream_is_judged_and_only_its_null_fingerprint_told() -> None:
    text = (shared() / "real-responses" / "07.sse").read_text(encoding="utf-8")
    one = Exchange(
        "07", response=Response(200, Headers.of({"Content-Type": "text/event-stream"}), Body.from_text(text))
    )
    checked = Checked()
    count(one, checked)
    assert (checked.exchanges, checked.responses, checked.chunks) == (1, 1, 27)
    told = list(judge(one, Circumstances(api_version="2024-02-01")))
    assert [(found.rule, found.part, found.chunk_index) for found in told] == [("fingerprint-null", "chunk", 1)]


@needs_shared
@pytest.mark.parametrize("api_version", ["2023-12-01-preview", "2024-08-01-preview"])
def test_a_chunk_by_itself_is_judged_by_the_schema_of_chunks(api_version: str) -> None:
    assert {str(one.severity) for one in recorded("28.json", api_version)} <= {"note"}
    text = (shared() / "real-responses" / "28.json").read_text().replace('"created": ', '"created": 0.5, "x": ')
    one = Exchange("28", response=Response(body=Body.from_text(text)), api_version=api_version)
    assert ("stream-chunk-schema", 0, "/created") in [
        (found.rule, found.chunk_index, found.pointer) for found in judge(one)
    ]
