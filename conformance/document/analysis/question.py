"""What is asked of every document of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from conformance.files import project


@dataclass(frozen=True)
class Question:
    """``today`` and ``max_age`` (days) say what is stale; ``samples`` is where the markers' samples are.

    ``pwsh`` is the PowerShell whose parser is asked, None for none. ``api_version`` counts where a document names none;
    ``azure_clients`` and ``azure_hosts`` are names that somebody said are Azure OpenAI's; ``repositories`` are the
    folders of other repositories by their names. ``whole``: findings about a request bring it along.
    """

    today: date
    max_age: int = 365
    samples: Path = field(default_factory=project)
    pwsh: str | None = None
    api_version: str | None = None
    azure_clients: tuple[str, ...] = ()
    azure_hosts: tuple[str, ...] = ()
    repositories: Mapping[str, Path] = field(default_factory=dict)
    whole: bool = False
