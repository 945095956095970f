"""Which prose is about another operation or service than chat completions, whose parameters share names with ours."""

import re
from typing import Final

_OTHER: Final = re.compile(
    r"\b(?:embeddings?|whisper|transcriptions?|translations?|text[- ]to[- ]speech|dall-?e|image[- ]generation|gpt-image\S*"
    r"|fine-?tun\w+|assistants?\s+(?:api|have|has|accepts?|takes?|can)|threads?\s+api|batch(?:es)?\s+(?:api|requests?|jobs?|files?)"
    r"|responses\s+api|realtime\s+api|completions?\s+\(legacy\)|legacy\s+completions?|azure\s+ai\s+search|search\s+service"
    r"|(?:control|management)[- ]plane|resource\s+manager|bicep|terraform|arm\s+templates?)\b",
    re.IGNORECASE,
)


def is_about_another_api(text: str, heading: str = "") -> bool:
    """Return whether a sentence, or the ``heading`` above it, names another operation or service (a list: *assumed*)."""
    return bool(_OTHER.search(text) or _OTHER.search(heading))
