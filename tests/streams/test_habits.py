"""What the service does out of habit is not a finding; what looks like it and is none of it is one."""

from collections.abc import Callable

import pytest

from conformance.contract.catalog import catalog
from conformance.contract.contract import contract
from conformance.streams.chunk_contract import chunk_contract
from conformance.streams.habits import HABITS
from tests.shared_folder import ROOT
from tests.streams.streams import ASKED, DONE, Json, chunk, findings, opening, text_of

HARMS = chunk()["choices"][0]["content_filter_results"]
ANNOTATION: Json = {
    "id": "", "object": "", "created": 0, "model": "",
    "choices": [{
        "index": 0, "finish_reason": None, "content_filter_results": HARMS, "content_filter_raw": [],
        "content_filter_offsets": {"check_offset": 44, "start_offset": 44, "end_offset": 198},
    }],
    "usage": None,
}  # fmt: skip
START, WORD, END = chunk({"role": "assistant", "content": ""}), chunk({"content": "a"}), chunk(finish="stop")
WITH_CHUNKS = [version for version in catalog().with_chat if contract(version).operation.chunk is not None]


def judged(chunks: list[Json], api_version: str = "2024-02-01") -> list[str]:
    asked = {**ASKED, "model": "m"} if api_version.startswith("v") else ASKED
    found = findings(text_of([*chunks, DONE]), asked, api_version)
    return [f"{one.rule} {one.pointer}" for one in found]


@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_a_stream_with_every_habit_is_in_order_in_every_version(api_version: str) -> None:
    second = chunk({"content": "b"}, system_fingerprint=None, service_tier="default", latency_checkpoint={"a_ms": 1})
    second["choices"][0]["content_filter_results"] = {}
    second["choices"][0]["logprobs"] = {"content": [{"token": "b", "bytes": None, "logprob": -1, "top_logprobs": []}]}
    extension = chunk({"context": {"citations": []}}, object="extensions.chat.completion.chunk")
    extension["choices"][0]["end_turn"] = False
    chunks = [opening(), START, extension, WORD, ANNOTATION, second, END, ANNOTATION]
    assert judged(chunks, api_version) == []


def test_the_older_name_of_the_first_chunk_and_a_filtered_end() -> None:
    first = {**opening(), "prompt_annotations": []}
    del first["prompt_filter_results"]
    filtered = {**ANNOTATION, "choices": [{**ANNOTATION["choices"][0], "finish_reason": "content_filter"}]}
    assert judged([first, START, WORD, filtered]) == []


SPOILT: list[tuple[str, Callable[[], list[Json]]]] = [
    ("/object", lambda: [START, {**WORD, "object": ""}, END]),
    ("/object", lambda: [START, {**ANNOTATION, "object": "x"}, END]),
    ("/choices/0", lambda: [START, {**WORD, "choices": [{"index": 0, "finish_reason": None}]}, END]),
    ("/choices/0", lambda: [START, WORD, {**END, "choices": [{"index": 0, "finish_reason": "stop", "content_filter_results": {}}]}]),
    ("/choices/0/content_filter_results", lambda: [START, {**WORD, "choices": [{**WORD["choices"][0], "content_filter_results": []}]}, END]),
    ("/system_fingerprint", lambda: [START, {**WORD, "system_fingerprint": 7}, END]),
    ("/usage", lambda: [START, {**WORD, "usage": []}, END]),
    ("/obfuscation", lambda: [START, {**WORD, "obfuscation": 1}, END]),
]  # fmt: skip


@pytest.mark.parametrize(("pointer", "chunks"), SPOILT)
@pytest.mark.parametrize("api_version", ["2024-02-01", "2024-10-21", "v1", "v1-2026-01-28"])
def test_what_looks_like_a_habit_and_is_none_is_found(
    pointer: str, chunks: Callable[[], list[Json]], api_version: str
) -> None:
    assert f"stream-chunk-schema {pointer}" in judged(chunks(), api_version)


def test_without_the_habits_every_version_refuses_what_the_service_sends() -> None:
    """Each row is needed: the letter of some contract has a word against it, or does not have the member."""
    for habit in HABITS:
        assert habit.says and habit.source
        if habit.excuses is not None:
            sent = {**ANNOTATION, "object": "chat.completion.chunk"} if "delta" in habit.says else opening()
            sent = {**WORD, "object": "extensions.chat.completion.chunk"} if "data sources" in habit.says else sent
            assert not any(contract(version).operation.chunk.accepts(sent) for version in WITH_CHUNKS)  # type: ignore[union-attr]
            assert habit.excuses(sent) != sent


@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_a_version_judges_by_itself_else_by_the_nearest_later_one(api_version: str) -> None:
    known = chunk_contract(api_version, "jsonschema-rs")
    nearest = next(version for version in WITH_CHUNKS if version >= api_version or version.startswith("v"))
    assert known.contract.api_version == (api_version if api_version in WITH_CHUNKS else nearest)
    assert known.own == (api_version in WITH_CHUNKS)


def test_the_finding_says_which_version_judges_where_the_own_describes_no_chunk() -> None:
    wrong = text_of([START, {**WORD, "created": "1"}, END, DONE])
    (older,) = findings(wrong, api_version="2024-02-01")
    assert (older.api_version, older.spec.file if older.spec else "") == (
        "2024-02-01",
        "spec/2024-08-01-preview/inference.json",
    )
    assert "2024-02-01 describes no chunk" in older.message
    (own,) = findings(wrong, api_version="2024-10-21")
    assert "describes no chunk" not in own.message


def test_what_is_new_is_noted_once_a_member() -> None:
    from conformance.judging.judge import judge
    from tests.streams.streams import exchange

    text = text_of([START, *[{**WORD, "novelty": number} for number in range(9)], END, DONE])
    notes = [one for one in judge(exchange(text)) if one.pointer == "/novelty"]
    assert [(one.rule, str(one.severity), one.chunk_index) for one in notes] == [("undeclared-member", "note", 1)]


def test_the_page_for_readers_lists_each_habit_with_its_source() -> None:
    page = (ROOT / "docs" / "streams.md").read_text(encoding="utf-8")
    for habit in HABITS:
        place = "/".join(habit.at)
        name = f"`/{place + '/' if place else ''}{habit.member}`" if habit.member else "the chunk"
        assert f"| {name} | {habit.says} | {habit.source} |" in page
