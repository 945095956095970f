"""What the service takes although the official file forgot it. Each is judged by the intent and reported as spec-defect."""

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final

from conformance.contract.openapi import OpenApiFile


@dataclass(frozen=True, slots=True)
class Amendment:
    """A member that schema ``schema`` ought to declare from ``first`` to ``last``, both included.

    ``instead_of`` names a required member that need not be there where the added one is.
    """

    schema: str
    member: str
    declares: dict[str, Any]
    first: str
    last: str
    source: str
    instead_of: str | None = None

    def says(self, api_version: str) -> str:
        """Return the sentence of the defect."""
        return (
            f"the official file of {api_version} forgot `{self.member}` here, and the service takes it ({self.source})"
        )


AMENDMENTS: Final = (
    Amendment(
        "/components/schemas/chatCompletionRequestMessageContentPartImage/allOf/1",
        "image_url",
        {
            "type": "object",
            "properties": {
                "url": {"type": "string", "format": "uri"},
                "detail": {"$ref": "#/components/schemas/imageDetailLevel"},
            },
            "required": ["url"],
        },
        "2023-12-01-preview",
        "2024-07-01-preview",
        "MicrosoftDocs/azure-docs#117996",
        instead_of="url",
    ),
    Amendment(
        "/components/schemas/createChatCompletionRequest/allOf/1",
        "stream_options",
        {"type": "object", "nullable": True, "properties": {"include_usage": {"type": "boolean"}}},
        "2024-10-21",
        "2024-10-21",
        "griptape-ai/griptape#1640",
    ),
    Amendment(
        "/components/schemas/chatCompletionRequestMessageAssistant/allOf/1",
        "function_call",
        {
            "type": "object",
            "nullable": True,
            "properties": {"name": {"type": "string"}, "arguments": {"type": "string"}},
            "required": ["name", "arguments"],
        },
        "2023-12-01-preview",
        "2024-07-01-preview",
        "assumed",
    ),
)


def amended(file: OpenApiFile) -> tuple[OpenApiFile, dict[str, Amendment]]:
    """Return ``file`` with what it forgot, and each amendment by the pointer of the member that it adds."""
    tree = file.tree
    added: dict[str, Amendment] = {}
    for amendment in AMENDMENTS:
        if not amendment.first <= file.api_version <= amendment.last or not file.has(amendment.schema):
            continue
        if not added:
            tree = deepcopy(file.tree)
        node = replace(file, tree=tree).at(amendment.schema)
        if amendment.member not in node.get("properties", {}):
            node.setdefault("properties", {})[amendment.member] = deepcopy(amendment.declares)
            added[f"{amendment.schema}/properties/{amendment.member}"] = amendment
    return (replace(file, tree=tree), added) if added else (file, added)
