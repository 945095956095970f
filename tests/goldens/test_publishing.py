"""What becomes of official OpenAPI files: slices without prose, the catalog, and a sentence with its place where one is not as published."""

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.catalog import Catalog, catalog
from conformance.contract.contract import contract
from conformance.contract.openapi import OpenApiFile, read_openapi
from conformance.contract.publishing import differences, edited, published, write_spec
from conformance.contract.slicing import slice_of, slice_text
from conformance.errors import InputError
from tests.goldens.golden import compare, line

# An official file with one of everything, and prose everywhere.
OFFICIAL: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "T", "version": "2099-01-01", "description": "prose"},
    "servers": [{"url": "https://{endpoint}/openai", "description": "prose", "variables": {"endpoint": {"default": "h", "description": "prose", "enum": ["h"]}}}, {}],
    "security": [{"key": []}],
    "paths": {
        "/deployments/{deployment-id}/chat/completions": {
            "summary": "prose",
            "parameters": [{"name": "p", "in": "query", "description": "prose", "schema": {"type": "string", "title": "prose"}, "example": 1, "style": "form", "explode": True, "deprecated": True, "allowEmptyValue": True}],
            "post": {
                "operationId": "x", "tags": ["t"], "deprecated": False, "summary": "prose", "x-ms-examples": {},
                "parameters": [{"$ref": "#/components/parameters/P"}],
                "requestBody": {"description": "prose", "required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}, "example": {"a": 1}}}},
                "responses": {"200": {"description": "prose", "headers": {"h": {"description": "prose", "schema": {"type": "string", "description": "prose"}}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/B~1x~0y"}}}},
                              "default": {"$ref": "#/components/responses/R"}},
            },
            "get": {"responses": {}},
        },
        "/embeddings": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Unused"}}}}}},
    },
    "components": {
        "parameters": {"P": {"name": "api-version", "in": "query", "required": True, "schema": {"type": "string"}}, "Q": {"name": "q"}},
        "responses": {"R": {"description": "prose", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/E"}}}}},
        "schemas": {
            "Unused": {"type": "object"},
            "A": {"title": "prose", "type": "object", "description": "prose", "required": ["title"], "properties": {"title": {"type": "string", "description": "prose", "default": "x"}, "description": {"$ref": "#/components/schemas/C"}},
                  "patternProperties": {"^x": {"type": "string", "description": "prose"}}, "additionalProperties": {"type": "string", "title": "prose"}, "externalDocs": {}},
            "B/x~y": {"allOf": [{"type": "object", "title": "prose"}], "oneOf": [{"title": "prose"}], "anyOf": [{"not": {"title": "prose", "type": "string"}}], "items": {"description": "prose", "prefixItems": [{"title": "prose"}]},
                      "discriminator": {"propertyName": "kind", "mapping": {"d": "#/components/schemas/D"}, "x": "prose"}, "example": {"$ref": "#/components/schemas/Unused"}},
            "C": {"type": "string", "enum": ["a", {"$ref": "#/components/schemas/Unused"}], "x-ms-enum": {"name": "N", "modelAsString": True, "description": "prose", "values": [{"value": "a", "name": "A", "description": "prose"}]},
                  "x-ms-client-name": "prose", "maximum": 1.5, "if": {"title": "prose"}, "then": True},
            "D": {"items": {"$ref": "#/components/schemas/G"}, "x-ms-discriminator-value": "d", "nullable": True, "deprecated": True, "readOnly": True, "x-nullable": True, "const": 1},
            "E": {"$ref": "#/components/schemas/Nowhere"},
            "G": dict.fromkeys(("writeOnly", "unevaluatedProperties", "minProperties", "maxProperties", "propertyNames", "dependentRequired", "contains", "minItems", "maxItems", "uniqueItems", "minimum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "else", "format"), 1),
        },
        "securitySchemes": {"key": {}},
    },
}  # fmt: skip


def official(tree: dict[str, Any]) -> OpenApiFile:
    return OpenApiFile("2099-01-01", "x", "", tree)


def test_a_slice_has_the_facts_and_no_prose() -> None:
    text = slice_text(official(OFFICIAL))
    assert "prose" not in text
    bare = {"paths": {"/x": {}}, "openapi": "3.1.0", "info": {}}
    lines = [
        line(slice_of(official(OFFICIAL))),
        line(slice_of(official(bare))),
        line(slice_of(official({"paths": {}}))),
    ]
    compare("slice.jsonl", lines)
    with pytest.raises(TypeError, match="has no exact JSON form"):
        slice_text(official(OFFICIAL | {"openapi": Decimal("0.1234567890123456789")}))
    assert '"openapi": 1.5,\n' in slice_text(official({"paths": {}, "openapi": Decimal("1.5")}))


def upstream(folder: Path, *versions: str, **changed: Any) -> Path:
    """Write official files of ``versions`` below ``folder``; return it."""
    records = []
    for version in versions:
        text = json.dumps(OFFICIAL | changed, indent=1)
        (folder / version).mkdir(parents=True)
        (folder / version / "inference.json").write_text(text)
        path = f"specification/OpenAI/{'preview' if 'preview' in version else 'stable'}/{version}/inference.json"
        digest = hashlib.sha256(text.encode()).hexdigest()
        records.append({"api_version": version, "sha256": digest, "upstream_path": path, "last_commit": None})
    (folder / "catalog.json").write_text(json.dumps(records))
    return folder


def test_what_is_published(tmp_path: Path) -> None:
    versions = ("v1-preview", "2024-02-01", "v1", "2023-05-15", "v1-2026-01-28", "2099-01-01-preview")
    made = published(upstream(tmp_path / "a", *versions))
    assert made.doubts == ()
    other = upstream(tmp_path / "b", "2024-02-01", paths={})
    compare("published.jsonl", [
        *(line({"file": name, "text": text if "json" in name and "2" not in name else hashlib.sha256(text.encode()).hexdigest()}) for name, text in made.files.items()),
        *(line({"file": name, "text": text}) for name, text in published(other).files.items() if name == "catalog.json"),
    ])  # fmt: skip


def test_what_is_not_as_published_is_told_with_its_place(tmp_path: Path) -> None:
    folder, spec = upstream(tmp_path / "up", "2023-05-15", "2024-02-01"), tmp_path / "spec"
    names = write_spec(folder, spec)
    assert (names, edited(spec), [*differences(folder, spec)]) == (["2023-05-15/inference.json", "2024-02-01/inference.json", "catalog.json", "SHA256SUMS"], [], [])  # fmt: skip
    path = spec / "2023-05-15" / "inference.json"
    whole = path.read_text()

    def changed(text: str) -> list[str]:
        path.write_text(text)
        found = [one.replace(str(tmp_path), "…") for one in differences(folder, spec)]
        return [*found, *edited(spec)]

    tree = json.loads(whole)
    changes: dict[str, str] = {
        "nothing": whole, "layout": whole.replace("  ", " "), "no JSON": "{", "another openapi": whole.replace("3.0.0", "3.0.1"), "a member more": json.dumps(tree | {"x": 1}),
        "a member less": json.dumps({name: value for name, value in tree.items() if name != "info"}), "a list": "[]", "an element less": whole.replace('"a",', "", 1),
        "an element": whole.replace('"a",', '"b",', 1), "a type": whole.replace('"nullable": true', '"nullable": 1'), "a bound": whole.replace("1.5", "2"),
    }  # fmt: skip
    told = [line({"change": name, "says": changed(text)}) for name, text in changes.items()]
    path.unlink()
    told.append(line({"change": "missing", "says": [one.replace(str(tmp_path), "…") for one in differences(folder, spec)], "edited": edited(spec)}))  # fmt: skip
    path.write_text(whole)
    (spec / "more").mkdir()
    (spec / "more" / "notes.txt").write_text("x")
    (spec / "SHA256SUMS").write_text("x\n")
    told.append(line({"change": "more", "says": [one.replace(str(tmp_path), "…") for one in differences(folder, spec)], "edited": edited(spec)}))  # fmt: skip
    (spec / "SHA256SUMS").unlink()
    told.append(line({"change": "no sums", "edited": edited(spec)}))
    (folder / "2024-02-01" / "inference.json").write_text(json.dumps(OFFICIAL))
    (folder / "1999-01-01").mkdir()
    (folder / "1999-01-01" / "inference.json").write_text("{}")
    told.append(
        line({"change": "doubts", "says": [one.replace(str(tmp_path), "…") for one in published(folder).doubts]})
    )
    with pytest.raises(InputError) as refused:
        write_spec(folder, spec)
    told.append(line({"change": "refused", "says": str(refused.value).replace(str(tmp_path), "…")}))
    compare("published-differences.jsonl", told)


def test_official_files_that_cannot_be_read(tmp_path: Path) -> None:
    def said(work: Any) -> str:
        with pytest.raises(InputError) as refused:
            work()
        return str(refused.value).replace(str(tmp_path), "…")

    file = tmp_path / "x.json"
    told = []
    for raw in (None, b"\xff", b"{", b"[]", b"{}", b'{"paths": []}', b'{"a":\n nope}'):
        file.unlink(missing_ok=True)
        if raw is not None:
            file.write_bytes(raw)
        told += [line({"raw": raw and raw.decode("latin-1"), "says": said(lambda: read_openapi(file, "v", name))}) for name in (None, "spec/v")]  # noqa: B023  # fmt: skip
    told.append(line({"says": said(lambda: read_openapi(tmp_path, "v"))}))
    for text in (
        None,
        "{",
        "[]",
        "[5]",
        '[{"api_version": "a"}]',
        '[{"api_version": "a", "sha256": "", "upstream_path": "", "last_commit": ""}, {"sha256": ""}]',
    ):
        (tmp_path / "catalog.json").unlink(missing_ok=True)
        if text is not None:
            (tmp_path / "catalog.json").write_text(text)
        told.append(line({"catalog": text, "says": said(lambda: published(tmp_path))}))
        told.append(line({"own catalog": text, "says": said(lambda: catalog.__wrapped__(tmp_path)) if text != "[]" else catalog.__wrapped__(tmp_path).versions}))  # fmt: skip
    told.append(line({"says": said(lambda: contract("2022-12-01"))}))
    told.append(line({"says": said(lambda: Catalog(tmp_path, ()).file("2024-02-01"))}))
    compare("broken-contracts.jsonl", told)
