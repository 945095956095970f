"""``conformance spec`` as its users meet it: what it makes, what it proves, and how it says that a slice is not right."""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conformance.contract import publishing
from conformance.contract.catalog import catalog
from conformance.contract.publishing import Published, edited, published
from tests.command_line.running import Ended, conformance
from tests.shared_folder import ROOT, needs_shared, shared

SPEC = ROOT / "spec"
UPSTREAM = shared() / "upstream"
FIRST = "2023-12-01-preview/inference.json"


def spec(action: str, upstream: Path, folder: Path) -> Ended:
    return conformance("spec", action, "--upstream", str(upstream), "--spec", str(folder))


def verify(folder: Path, upstream: Path = UPSTREAM) -> list[str]:
    """Return the sentences of ``spec verify``, once it is sure that the exit code fits them."""
    told = spec("verify", upstream, folder)
    assert (told.code, told.stderr) == (1, "")
    return told.stdout.splitlines()


@cache
def yielded() -> Published:
    """Return what the official files yield, which takes long to compute and is the same for every copy of the slices."""
    return published(UPSTREAM)


def told_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the sentences of ``spec verify``, from the function that the command prints them from."""
    monkeypatch.setattr(publishing, "published", lambda _: yielded())
    return list(publishing.differences(UPSTREAM, folder))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SPEC, tmp_path / "spec"))


def rewrite(path: Path, change: Callable[[Any], object]) -> None:
    """Change the JSON of ``path``, and nothing of its layout."""
    tree = json.loads(path.read_text(encoding="utf-8"))
    change(tree)
    path.write_text(json.dumps(tree, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


@needs_shared
def test_every_slice_and_the_catalog_are_what_the_official_files_yield(tmp_path: Path) -> None:
    proven = spec("verify", UPSTREAM, SPEC)
    assert (proven.code, proven.stderr) == (0, "")
    assert edited(SPEC) == []
    assert proven.stdout == "27 slices and the catalog are what the official files yield.\n"
    assert spec("slice", UPSTREAM, tmp_path / "made").code == 0
    made = {path.relative_to(tmp_path / "made"): path.read_bytes() for path in (tmp_path / "made").rglob("*.*")}
    assert {path: (SPEC / path).read_bytes() for path in made} == made
    assert len(made) == 28


SCHEMAS = "/components/schemas/"


def schema(name: str) -> Callable[[Any], Any]:
    return lambda tree: tree["components"]["schemas"][name]


common = schema("chatCompletionsRequestCommon")
answer = schema("chatCompletionsResponseCommon")
role = schema("chatCompletionResponseMessageRole")


def swap(tree: Any) -> None:
    """Write two properties in the other order."""
    members = common(tree)["properties"]
    first = next(iter(members))
    members[first] = members.pop(first)


CHANGES: dict[str, tuple[Callable[[Any], object], str]] = {
    "one bound changed": (
        lambda tree: common(tree)["properties"]["temperature"].update(maximum=3),
        f"differs at {SCHEMAS}chatCompletionsRequestCommon/properties/temperature/maximum",
    ),
    "one bound dropped": (
        lambda tree: common(tree)["properties"]["temperature"].pop("minimum"),
        f"differs at {SCHEMAS}chatCompletionsRequestCommon/properties/temperature/minimum",
    ),
    "one entry dropped from a required list": (
        lambda tree: answer(tree)["required"].pop(),
        f"differs at {SCHEMAS}chatCompletionsResponseCommon/required",
    ),
    "one enum value renamed": (
        lambda tree: role(tree)["enum"].__setitem__(0, "Assistant"),
        f"differs at {SCHEMAS}chatCompletionResponseMessageRole/enum/0",
    ),
    "a number that became a float": (
        lambda tree: common(tree)["properties"]["temperature"].update(maximum=2.0),
        f"differs at {SCHEMAS}chatCompletionsRequestCommon/properties/temperature/maximum",
    ),
    "a member more": (
        lambda tree: common(tree)["properties"].update(sede={"type": "integer"}),
        f"differs at {SCHEMAS}chatCompletionsRequestCommon/properties/sede",
    ),
    "prose": (
        lambda tree: common(tree).update(description="What it is."),
        f"differs at {SCHEMAS}chatCompletionsRequestCommon/description",
    ),
    "another order": (swap, "its layout differs"),
}


@needs_shared
@pytest.mark.parametrize(("change", "place"), CHANGES.values(), ids=CHANGES)
def test_a_slice_with_one_change_fails_and_is_named_with_the_place(
    change: Callable[[Any], object], place: str, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(copy / FIRST, change)
    (sentence,) = told_of(copy, monkeypatch)
    assert sentence == (
        f"spec/{FIRST} is not what the official file yields: it {place}; "
        f"make it with `conformance spec slice --upstream {UPSTREAM}`."
    ).replace("it its", "its")
    assert edited(copy) == [FIRST]


@needs_shared
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text.replace(b"\n", b"\r\n"), id="line ends of Windows"),
        pytest.param(lambda text: text.replace(b"  ", b" "), id="another indent"),
        pytest.param(lambda text: text[:-1], id="no line end"),
        pytest.param(lambda text: text[:-20], id="cut off"),
    ],
)
def test_a_slice_of_another_layout_fails(
    spoil: Callable[[bytes], bytes], copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy / FIRST).write_bytes(spoil((copy / FIRST).read_bytes()))
    (sentence,) = told_of(copy, monkeypatch)
    assert re.search(r"its layout differs|it is not JSON", sentence)


@needs_shared
@pytest.mark.parametrize(
    ("change", "place"),
    [
        pytest.param(lambda entries: entries[3].update(status="stable"), "/3/status", id="a status"),
        pytest.param(lambda entries: entries[3].update(commit=None), "/3/commit", id="a commit"),
        pytest.param(lambda entries: entries[3].update(sha256="0" * 64), "/3/sha256", id="a checksum"),
        pytest.param(lambda entries: entries.pop(0), "the root", id="a version less"),
        pytest.param(lambda entries: entries.reverse(), "/0/api_version", id="another order"),
    ],
)
def test_a_catalog_with_one_change_fails(
    change: Callable[[Any], object], place: str, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(copy / "catalog.json", change)
    (sentence,) = told_of(copy, monkeypatch)
    assert f"spec/catalog.json is not what the official file yields: it differs at {place}; make it with" in sentence


@needs_shared
def test_a_missing_slice_and_one_too_many_are_named_with_what_to_do(copy: Path) -> None:
    (copy / "2024-06-01" / "inference.json").unlink()
    shutil.copytree(copy / "2024-02-01", copy / "2099-01-01")
    assert verify(copy) == [
        f"spec/2024-06-01/inference.json is missing; make it with `conformance spec slice --upstream {UPSTREAM}`.",
        "spec/2099-01-01/inference.json belongs to no official file; remove it.",
    ]


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """A copy of a few official files that a test may change."""
    folder = tmp_path / "upstream"
    entries = json.loads((UPSTREAM / "catalog.json").read_text(encoding="utf-8"))
    for entry in entries:
        target = folder / entry["api_version"] / "inference.json"
        target.parent.mkdir(parents=True)
        target.write_bytes((UPSTREAM / entry["api_version"] / "inference.json").read_bytes())
    (folder / "catalog.json").write_text(json.dumps(entries), encoding="utf-8")
    return folder


@needs_shared
def test_an_official_file_that_is_another_one_makes_a_difference_and_no_slice(official: Path, tmp_path: Path) -> None:
    path = official / FIRST
    path.write_bytes(path.read_bytes().replace(b'"maximum": 2,', b'"maximum": 3,', 1))
    doubt = f"{path} is not the file that catalog.json names (sha256 differs); fetch it once more."
    told = verify(SPEC, official)
    assert told[0] == doubt
    assert [sentence.split()[0] for sentence in told[1:]] == [f"spec/{FIRST}", "spec/catalog.json", "spec/SHA256SUMS"]
    made = spec("slice", official, tmp_path / "made")
    assert (made.code, made.stdout, made.stderr) == (2, "", f"conformance spec: {doubt}\n")
    assert not (tmp_path / "made").exists()


@needs_shared
def test_an_official_file_that_the_catalog_does_not_list_is_told(official: Path) -> None:
    path = official / "2099-01-01" / "inference.json"
    path.parent.mkdir()
    path.write_bytes((official / FIRST).read_bytes())
    assert verify(SPEC, official) == [
        f"{path} is not listed in catalog.json; add it there, with its commit and sha256."
    ]


@needs_shared
@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        pytest.param("catalog.json", "[]", "cannot be read; name the folder", id="an empty catalog"),
        pytest.param("catalog.json", "{", "cannot be read; name the folder", id="a broken catalog"),
        pytest.param(
            "catalog.json", '[{"api_version": "x"}]', "has an entry without `last_commit`", id="half an entry"
        ),
        pytest.param(FIRST, "{", "is not JSON at line 1, column 2", id="a broken file"),
        pytest.param(FIRST, "[]", "is not an OpenAPI file", id="a file that is no contract"),
        pytest.param(FIRST, None, "cannot be read (No such file or directory)", id="a missing file"),
    ],
)
def test_official_files_that_cannot_be_read_are_one_sentence_and_exit_code_2(
    name: str, text: str | None, sentence: str, official: Path
) -> None:
    (official / name).unlink() if text is None else (official / name).write_text(text)
    told = spec("verify", official, SPEC)
    assert (told.code, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert sentence in told.stderr


@needs_shared
def test_a_folder_that_cannot_be_written_to_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = spec("slice", UPSTREAM, tmp_path / "file")
    assert (told.code, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert "cannot be written" in told.stderr


@pytest.mark.parametrize("action", ["slice", "verify"])
def test_the_help_of_each_action_has_an_example(action: str) -> None:
    told = conformance("spec", action, "--help")
    assert told.code == 0
    assert f"example: conformance spec {action} --upstream FOLDER" in told.stdout


def test_the_catalog_says_where_each_official_file_is_to_be_had() -> None:
    for version in catalog().versions:
        assert version.repository == "Azure/azure-rest-api-specs"
        assert version.path.startswith("specification/") and version.path.endswith(".json")
        assert re.fullmatch("[0-9a-f]{64}", version.sha256)
        assert version.commit is None or re.fullmatch("[0-9a-f]{40}", version.commit)
        assert version.status in ("stable", "preview")
