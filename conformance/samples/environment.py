"""What a sample sees of its surroundings: the run decides, and nothing of the user's shell leads it astray."""

import os
from collections.abc import Mapping
from typing import Final

_LED_ASTRAY: Final = ("OPENAI_", "AZURE_OPENAI_", "PYTHON", "REQUESTS_", "CURL_")


def environment(endpoint: str, key: str, deployment: str, api_version: str, of: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for a sample: ``of`` without proxies and settings, and with the run's own."""
    kept = {name: value for name, value in of.items() if not _misleads(name)}
    return kept | {
        "AZURE_OPENAI_ENDPOINT": endpoint,
        "AZURE_OPENAI_API_KEY": key,
        "AZURE_OPENAI_DEPLOYMENT": deployment,
        "OPENAI_API_VERSION": api_version,
        "NO_PROXY": "*",
        "NETRC": os.devnull,  # requests would send what ~/.netrc has for this host
    }


def _misleads(name: str) -> bool:
    upper = name.upper()
    return upper.endswith("_PROXY") or upper.startswith(_LED_ASTRAY)
