"""Which prose is about another operation or service than chat completions, whose parameters share names with ours."""

import re
from typing import Final

from conformance.reading.remembering import remembered

_OTHER: Final = re.compile(
    r"\b(?:embeddings?|whisper|transcriptions?|translations?|text[- ]to[- ]speech|dall-?e|image[- ]generation|gpt-image\S*"
    r"|fine-?tun\w+|assistants?\s+(?:api|have|has|accepts?|takes?|can)|threads?\s+api|batch(?:es)?\s+(?:api|requests?|jobs?|files?)"
    r"|responses\s+api|realtime\s+api|completions?\s+\(legacy\)|legacy\s+completions?|azure\s+ai\s+search|search\s+service"
    r"|(?:control|management)[- ]plane|resource\s+manager|bicep|bcp\d+|terraform|arm\s+templates?"
    r"|document\s+intelligence|form\s+recognizer|content\s+safety|speech\s+(?:service|sdk)|computer\s+vision|ai\s+vision)\b",
    re.IGNORECASE,
)
# Each of these words is part of what an alternative finds: most sentences hold none, which is quicker to see.
_WORDS: Final = (
    "embedding", "whisper", "transcription", "translation", "speech", "dall", "generation", "gpt-image", "tun", "assistant",
    "thread", "batch", "responses", "realtime", "legacy", "search", "plane", "manager", "bicep", "bcp", "terraform", "template", "intelligence", "recognizer", "safety", "vision",
)  # fmt: skip


def is_about_another_api(text: str, heading: str = "") -> bool:
    """Return whether a sentence, or the ``heading`` above it, names another operation or service (a list: *assumed*)."""
    return _names_another(text) or _names_another(heading)


@remembered(1024)
def _names_another(text: str) -> bool:
    small = text.lower()
    # A letter that is no ASCII may be another case of one that is: ſ is an s.
    return (not text.isascii() or any(word in small for word in _WORDS)) and bool(_OTHER.search(text))
