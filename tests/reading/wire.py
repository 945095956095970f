"""What a source really sends: it runs against the emulator, which records it; Python where its libraries are loaded already."""

import os
from dataclasses import dataclass
from pathlib import Path

from conformance.commands.shared.emulator import recorded
from conformance.emulator.serving import Emulator, Observed
from conformance.emulator.settings import Settings
from conformance.exchange import Exchange
from conformance.reading.program import Language
from conformance.samples.environment import environment
from conformance.samples.process import Outcome, Processes
from conformance.samples.recording import exchange_of
from tests.samples.shared_processes import shared_processes
from tests.shared_folder import pwsh

KEY = "key-of-the-tests"
DEPLOYMENT = "gpt-35-turbo-0125"
API_VERSION = "2024-06-01"


@dataclass(frozen=True)
class Sent:
    """What one source sent, in order, how it ended, and the settings that it saw: what a prediction is resolved with."""

    exchanges: list[Exchange]
    outcome: Outcome
    settings: dict[str, str]


def sent_by(
    source: Path, language: Language, deployment: str = DEPLOYMENT, timeout: float = 60, others: tuple[str, ...] = ()
) -> Sent:
    """Run ``source`` against an emulator that knows ``deployment``, which the settings name, and ``others``."""
    seen: list[Observed] = []
    with Emulator.start(Settings(key=KEY, deployments=(deployment, *others)), observe=seen.append) as emulator:
        settings = {
            "AZURE_OPENAI_ENDPOINT": emulator.url,
            "AZURE_OPENAI_API_KEY": KEY,
            "AZURE_OPENAI_DEPLOYMENT": deployment,
            "OPENAI_API_VERSION": API_VERSION,
        }
        surroundings = environment(emulator.url, KEY, deployment, API_VERSION, os.environ)
        if language == "python":
            outcome = shared_processes().run([str(source)], surroundings, timeout)
        else:
            program = [str(pwsh()), "-NoProfile", "-NonInteractive", "-File", str(source)]
            outcome = Processes().run(program, surroundings, timeout)
        exchanges = [
            exchange_of(recorded(one, emulator.url), f"{source.name}:{number}", API_VERSION, None)
            for number, one in enumerate(seen, 1)
        ]
    return Sent(exchanges, outcome, settings)
