"""What the service takes or answers although the official file says otherwise. The intent is judged, and spec-defect says so."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, Final

from conformance.contract.openapi import OpenApiFile
from conformance.wire.pointer import pointer_of

# Later than every version: what the files forgot until now.
NOW: Final = "~"


@dataclass(frozen=True, slots=True)
class Amendment:
    """What the schemas at ``schemas`` (those that a file has) ought to say of ``member`` from ``first`` to ``last``.

    ``declares`` is the member's schema where the file forgot it, or has it wrong (``replaces``); ``instead_of`` names a
    required member that need not be there where the added one is. ``nullable``: it may be null. ``optional``: it need
    not be there. ``source`` is the public report or recording, or the word assumed.
    """

    schemas: tuple[str, ...]
    member: str
    first: str
    last: str
    source: str
    declares: dict[str, Any] | None = None
    replaces: bool = False
    instead_of: str | None = None
    nullable: bool = False
    optional: bool = False

    def says(self, api_version: str) -> str:
        """Return the sentence of the defect, without a full stop."""
        file = f"the official file of {api_version}"
        if self.nullable:
            return f"{file} does not allow null for `{self.member}`, and the service takes it ({self.source})"
        if self.optional:
            return f"{file} requires `{self.member}` here, and the service does without it ({self.source})"
        if self.replaces:
            return f"{file} nests `{self.member}` twice, and the service does not ({self.source})"
        return f"{file} forgot `{self.member}` here, and the service takes it ({self.source})"


_SCHEMAS: Final = "/components/schemas"
_REQUEST: Final = (
    f"{_SCHEMAS}/createChatCompletionRequest/allOf/1",
    f"{_SCHEMAS}/AzureCreateChatCompletionRequest",
    "/paths/~1chat~1completions/post/requestBody/content/application~1json/schema",
)
_ASSISTANT: Final = (
    f"{_SCHEMAS}/chatCompletionRequestMessageAssistant/allOf/1",
    f"{_SCHEMAS}/chatCompletionRequestAssistantMessage",
    f"{_SCHEMAS}/OpenAI.ChatCompletionRequestAssistantMessage",
)
_TOOL: Final = (
    f"{_SCHEMAS}/chatCompletionRequestMessageTool/allOf/1",
    f"{_SCHEMAS}/chatCompletionRequestToolMessage",
    f"{_SCHEMAS}/OpenAI.ChatCompletionRequestToolMessage",
)
_OTHER_ROLES: Final = (
    f"{_SCHEMAS}/chatCompletionRequestMessageSystem/allOf/1",
    f"{_SCHEMAS}/chatCompletionRequestMessageUser/allOf/1",
    f"{_SCHEMAS}/chatCompletionRequestMessageAssistant/allOf/1",
)
_FILTERED_PROMPTS: Final = (
    f"{_SCHEMAS}/AzureCreateChatCompletionResponse/properties/prompt_filter_results/items",
    "/paths/~1chat~1completions/post/responses/200/content/application~1json/schema/anyOf/0/properties"
    "/prompt_filter_results/items",
    "/paths/~1chat~1completions/post/responses/200/content/application~1json/schema/anyOf/1/properties"
    "/prompt_filter_results/items",
)
_ANSWER: Final = (f"{_SCHEMAS}/chatCompletionResponseMessage",)

AMENDMENTS: Final = (
    Amendment(
        (f"{_SCHEMAS}/chatCompletionRequestMessageContentPartImage/allOf/1",),
        "image_url",
        "2023-12-01-preview",
        "2024-07-01-preview",
        "MicrosoftDocs/azure-docs#117996",
        declares={
            "type": "object",
            "properties": {
                "url": {"type": "string", "format": "uri"},
                "detail": {"$ref": "#/components/schemas/imageDetailLevel"},
            },
            "required": ["url"],
        },
        instead_of="url",
    ),
    Amendment(
        _REQUEST,
        "stream_options",
        "2024-10-21",
        "2024-10-21",
        "griptape-ai/griptape#1640",
        declares={"type": "object", "nullable": True, "properties": {"include_usage": {"type": "boolean"}}},
    ),
    Amendment(
        _REQUEST,
        "stream_options",
        "2024-08-01-preview",
        "2024-08-01-preview",
        "Azure/azure-rest-api-specs#30810; that the service takes it is assumed",
        declares={"type": "object", "nullable": True, "properties": {"include_usage": {"type": "boolean"}}},
    ),
    Amendment(
        _ASSISTANT,
        "function_call",
        "2023-12-01-preview",
        "2024-07-01-preview",
        "assumed",
        declares={
            "type": "object",
            "nullable": True,
            "properties": {"name": {"type": "string"}, "arguments": {"type": "string"}},
            "required": ["name", "arguments"],
        },
    ),
    Amendment(
        _OTHER_ROLES,
        "name",
        "2023-12-01-preview",
        "2024-07-01-preview",
        "Azure/azure-rest-api-specs#24867, Azure/azure-sdk-for-net#43669",
        declares={"type": "string"},
    ),
    Amendment(
        _TOOL,
        "name",
        "2023-12-01-preview",
        NOW,
        "Learn, how-to/function-calling: its sample for 2025-02-01-preview sends it",
        declares={"type": "string"},
    ),
    Amendment(
        _ASSISTANT,
        "annotations",
        "2023-12-01-preview",
        NOW,
        "assumed: clients send back the message that they were answered with",
        declares={"type": "array", "items": {"type": "object", "additionalProperties": True}},
    ),
    Amendment(
        (f"{_SCHEMAS}/chatCompletionTool/properties/function",),
        "parameters",
        "2023-12-01-preview",
        "2024-07-01-preview",
        "assumed: later files do not require it",
        optional=True,
    ),
    Amendment(_REQUEST, "tools", "2023-12-01-preview", NOW, "assumed: clients send it so", nullable=True),
    Amendment(_ASSISTANT, "tool_calls", "2023-12-01-preview", NOW, "assumed: clients send it so", nullable=True),
    *(
        Amendment(_ANSWER, "refusal", version, version, "Azure/azure-sdk-for-net, recorded tests", optional=True)
        for version in ("2024-08-01-preview", "2024-10-21", "2025-01-01-preview")
    ),
    Amendment(
        _FILTERED_PROMPTS,
        "content_filter_results",
        "v1",
        NOW,
        "charmbracelet/fantasy, recorded tests",
        # Not every category of the inner schema's `required` is there in recorded answers.
        declares={
            "type": "object",
            "properties": {
                "sexual": {"$ref": "#/components/schemas/AzureContentFilterSeverityResult"},
                "hate": {"$ref": "#/components/schemas/AzureContentFilterSeverityResult"},
                "violence": {"$ref": "#/components/schemas/AzureContentFilterSeverityResult"},
                "self_harm": {"$ref": "#/components/schemas/AzureContentFilterSeverityResult"},
                "profanity": {"$ref": "#/components/schemas/AzureContentFilterDetectionResult"},
                "custom_blocklists": {"$ref": "#/components/schemas/AzureContentFilterBlocklistResult"},
                "custom_topics": {"$ref": "#/components/schemas/AzureContentFilterCustomTopicResult"},
                "error": {
                    "$ref": "#/components/schemas/AzureContentFilterResultForPrompt/properties/content_filter_results"
                    "/properties/error"
                },
                "jailbreak": {"$ref": "#/components/schemas/AzureContentFilterDetectionResult"},
                "indirect_attack": {"$ref": "#/components/schemas/AzureContentFilterDetectionResult"},
            },
        },
        replaces=True,
    ),
)


@dataclass(frozen=True)
class Amended:
    """A file with what it forgot, and the amendments by the place that each concerns.

    ``members`` are those added or replaced, ``nulls`` those that may be null, both by their pointer; ``optional`` are
    the required ones that need not be there, by the pointer of ``required`` and the member.
    """

    file: OpenApiFile
    members: dict[str, Amendment] = field(default_factory=dict)
    nulls: dict[str, Amendment] = field(default_factory=dict)
    optional: dict[tuple[str, str], Amendment] = field(default_factory=dict)


def amended(file: OpenApiFile) -> Amended:
    """Return ``file`` with what it forgot."""
    tree: dict[str, Any] | None = None
    result = Amended(file)
    for amendment, schema in _concerning(file):
        place = f"{schema}/properties{pointer_of((amendment.member,))}"
        if amendment.nullable:
            if file.has(place):
                result.nulls[place] = amendment
        elif amendment.optional:
            result.optional.update(dict.fromkeys(_demanding(file, schema, amendment.member), amendment))
        elif file.has(place) == amendment.replaces:
            if tree is None:
                tree = deepcopy(file.tree)
            node = replace(file, tree=tree).at(schema)
            node.setdefault("properties", {})[amendment.member] = deepcopy(amendment.declares)
            result.members[place] = amendment
    return result if tree is None else replace(result, file=replace(file, tree=tree))


def _concerning(file: OpenApiFile) -> Iterator[tuple[Amendment, str]]:
    for amendment in AMENDMENTS:
        if amendment.first <= file.api_version <= amendment.last:
            for schema in amendment.schemas:
                if file.has(schema):
                    yield amendment, schema


def _demanding(file: OpenApiFile, schema: str, member: str) -> Iterator[tuple[str, str]]:
    """Yield where the schema itself or a part of its ``allOf`` requires ``member``."""
    node = file.at(schema)
    if member in node.get("required", ()):
        yield f"{schema}/required", member
    for index in range(len(node.get("allOf", ()))):
        yield from _demanding(file, f"{schema}/allOf/{index}", member)
