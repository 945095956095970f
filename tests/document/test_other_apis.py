"""Which sentences are about another operation than chat completions: each word of the list is found, in any case."""

import pytest

from conformance.document.prose.other_apis import is_about_another_api

OTHERS = (
    "embedding", "embeddings", "Whisper", "transcription", "translations", "text-to-speech", "text to speech", "DALL-E", "dalle",
    "image generation", "image-generation", "gpt-image-1", "fine-tuning", "Finetuned", "assistants API", "assistants have",
    "assistant can", "threads API", "batch API", "batches jobs", "batch files", "Responses API", "Realtime API",
    "completion (legacy)s", "legacy completions", "Azure AI Search", "search service", "control plane", "management-plane",
    "Resource Manager", "Bicep", "Terraform", "ARM templates", "tranſlation",
)  # fmt: skip


@pytest.mark.parametrize("words", OTHERS)
def test_a_sentence_that_names_another_operation_is_about_that(words: str) -> None:
    assert is_about_another_api(f"The {words} takes `seed`.")
    assert is_about_another_api("It takes `seed`.", words)


@pytest.mark.parametrize("words", ["chat completion", "template", "generation", "batch", "tuning", "Straße"])
def test_any_other_sentence_is_not(words: str) -> None:
    assert not is_about_another_api(f"The {words} takes `seed`.", words)
