"""Every cell of the matrix, recomputed from the official files by other means; and the table that the page about versions shows."""

from functools import cache
from typing import Any

import pytest

from conformance.contract.catalog import catalog
from conformance.errors import UsageError
from conformance.reports.tables import text_table
from conformance.reports.versions_matrix import matrix_as_markdown, matrix_as_text
from conformance.reports.visible import columns_of
from conformance.versions.matrix import Row, matrix
from conformance.versions.member_path import read_member_path
from tests.shared_folder import ROOT, needs_shared, shared
from tests.versions import official
from tests.versions.everything import rows

SCALARS = [
    ("request", "seed"), ("request", "temperature"), ("request", "n"), ("request", "user"), ("request", "max_tokens"),
    ("request", "max_completion_tokens"), ("response", "system_fingerprint"), ("response", "created"),
    ("chunk", "system_fingerprint"), ("chunk", "id"), ("request", "parallel_tool_calls"),
]  # fmt: skip
ALL = [version.api_version for version in catalog().versions]


@cache
def file_of(api_version: str) -> Any:
    return official.read(shared() / "upstream" / api_version / "inference.json")


@needs_shared
@pytest.mark.parametrize("api_version", ALL)
def test_status_openapi_chat_and_chunks_are_the_official_files(api_version: str) -> None:
    row, file = rows()[api_version], file_of(api_version)
    told = row.as_json()
    assert told["openapi"] == file["openapi"]
    assert told["chat"] == (official.schema_of(file, "request") is not None)
    assert told["stream_chunks"] == (told["chat"] and official.schema_of(file, "chunk") is not None)
    assert told["status"] == ("preview" if "preview" in row.version.path.partition("OpenAI")[2] else "stable")


@needs_shared
@pytest.mark.parametrize(("part", "name"), SCALARS)
def test_a_member_is_told_as_the_official_files_have_it(part: str, name: str) -> None:
    path = read_member_path(f"{part}.{name}")
    for row in matrix(catalog(), [path]):
        schema = official.schema_of(file_of(row.version.api_version), part)
        wanted = official.scalar_facts(file_of(row.version.api_version), schema, name) if schema else None
        assert row.as_json()["members"][str(path)] == wanted, row.version.api_version


@needs_shared
@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_what_is_required_is_what_the_official_file_requires(api_version: str) -> None:
    file, told = file_of(api_version), rows()[api_version].as_json()["members"]
    answer = official.schema_of(file, "response")
    choice = official.member(file, answer, "choices")[-1]["items"]
    assert set(told["response.choices[]"]["requires"]) == official.required(file, choice)
    (message,) = official.member(file, choice, "message")
    assert set(told["response.choices[].message"]["requires"]) == official.required(file, message)
    items = official.member(file, official.schema_of(file, "request"), "messages")[0]["items"]
    kinds = list(roles(file, items))
    assert set(told["request.messages[]"]["requires"]) == set.intersection(*kinds)


def roles(file: Any, items: Any) -> list[set[str]]:
    """Return what each kind of message requires: the alternatives, or the subtypes of the discriminator."""
    every = list(official.parts(file, items))
    branches = [b for one in every for kind in ("oneOf", "anyOf") for b in one.get(kind, ())]
    mapped = [r for one in every for r in one.get("discriminator", {}).get("mapping", {}).values()]
    branches += [{"$ref": reference} for reference in mapped if not branches]
    return [official.required(file, {"allOf": [items, branch]}) for branch in branches] or [
        official.required(file, items)
    ]


def test_members_of_which_only_the_service_knows_are_told_as_such() -> None:
    row = row_of("request.stream_options", "2024-10-21")
    assert row.as_json()["members"] == {"request.stream_options": None}
    lines = list(matrix_as_text([row], [read_member_path("request.stream_options")], 100))
    assert lines[-1].endswith("not declared, yet taken")


def row_of(path: str, api_version: str) -> Row:
    return next(row for row in matrix(catalog(), [read_member_path(path)]) if row.version.api_version == api_version)


@pytest.mark.parametrize(
    ("path", "version", "facts"),
    [
        ("request.messages[].content", "2024-10-21", {"type": ["string", "array"], "null": True, "required": False, "deprecated": False, "minItems": 1}),
        ("request.tool_choice", "2024-02-01", {"type": ["string", "object"], "null": False, "required": False, "deprecated": False, "enum": ["none", "auto"]}),
        ("request.logit_bias.*", "2024-10-21", {"type": "integer", "null": False, "required": False, "deprecated": False}),
        ("chunk.choices[].delta.role", "2024-10-21", {"type": "string", "null": False, "required": False, "deprecated": False, "enum": ["system", "user", "assistant", "tool"]}),
        ("request.seed", "2023-10-01-preview", None),
    ],
)  # fmt: skip
def test_any_member_makes_a_column(path: str, version: str, facts: Any) -> None:
    assert row_of(path, version).as_json()["members"][path] == facts


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("request.sede", "did you mean request.seed?"),
        ("request.messages.content", "did you mean request.messages[].content?"),
        ("response.choices[].mesage.content", "did you mean response.choices[].message.content?"),
        ("reqest.seed", "did you mean request?"),
        ("request", "write request.NAME"),
        ("request..seed", "cannot be read from `..seed` on"),
        ("seed", "begins with request, response or chunk"),
    ],
)
def test_a_member_that_no_version_has_is_told_with_the_nearest_name(path: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=r".*") as told:
        matrix(catalog(), [read_member_path(path)])
    assert sentence in str(told.value)


@pytest.mark.parametrize("members", [[], ["request.seed"], ["response.choices[].content_filter_results.custom_blocklists.details", "request.tool_choice", "request.messages[].content", "request.reasoning_effort"]])  # fmt: skip
def test_the_terminals_table_fits_100_columns(members: list[str]) -> None:
    paths = [read_member_path(member) for member in members]
    lines = list(matrix_as_text(matrix(catalog(), paths), paths, 100))
    assert max(map(columns_of, lines)) <= 100
    text = " ".join(lines)
    assert all(version in text for version in ALL)


def test_a_table_that_cannot_be_narrowed_is_spread_over_several() -> None:
    rows = [["name", *(f"column{number}" for number in range(30))], ["a", *(["x" * 12] * 30)]]
    lines = list(text_table(rows, 60))
    assert max(map(len, lines)) <= 60
    assert all(any(f"column{number}" in line for line in lines) for number in range(30))


def test_the_table_of_versions_on_the_page_is_this_commands_own() -> None:
    page = (ROOT / "docs" / "versions.md").read_text(encoding="utf-8")
    _, opened, rest = page.partition("<!-- versions -->\n")
    table, closed, _ = rest.partition("<!-- /versions -->")
    assert opened and closed, "the page holds no table of versions"
    assert table.strip().splitlines() == list(matrix_as_markdown(matrix(catalog()), ()))
