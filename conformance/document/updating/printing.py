"""What a program prints when it runs against an emulator: the same to the letter, whenever and wherever it runs."""

import os
import random
import re
import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from conformance.document.running.understood import obstacle
from conformance.document.side_by_side import side_by_side
from conformance.emulator.serving import Emulator, Settings
from conformance.emulator.settings import DEFAULT_DEPLOYMENT
from conformance.errors import InputError
from conformance.isolation.bounds import Bounds
from conformance.reading.reader import language_of, read_source
from conformance.samples.environment import environment
from conformance.samples.process import Outcome, Processes, interpreter

# Where the emulator's ids and unseeded texts begin, and the time that it tells: 1 May 2025, later than every dated version.
_CHANCE: Final = 42
_TIME: Final = 1_746_057_600
_LINE_END: Final = re.compile(r"\r\n?")
# What stands in a document for what only this run knows.
_ENDPOINT: Final = "https://YOUR-RESOURCE.openai.azure.com"
_KEY: Final = "YOUR-API-KEY"


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of one program: its ``text``, or the ``reason`` why there is none.

    It ``failed``, was ``refused`` since not every statement of it was understood, or its language is ``unavailable``.
    """

    program: Path
    text: str | None = None
    lacks: Literal["failed", "refused", "unavailable"] | None = None
    reason: str = ""


@dataclass
class Printer:
    """Runs programs, two at a time, each against an emulator of its own that begins anew."""

    pwsh: str | None
    timeout: float
    api_version: str
    processes: Processes = field(default_factory=Processes)

    def printed(self, programs: Sequence[Path]) -> list[Printed]:
        """Return what each program printed, in their order."""
        with closing(side_by_side(self.processes, self._printed, programs)) as found:
            return list(found)

    def _printed(self, program: Path) -> Printed:
        language = language_of(program.name)
        if language == "powershell" and self.pwsh is None:
            return Printed(program, None, "unavailable", "no pwsh was found; --pwsh PATH names one")
        try:
            text = program.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise InputError(f"{program} cannot be read as UTF-8; save it so.") from None
        why = obstacle(read_source(program.name, text, language))
        if why is not None:
            return Printed(program, None, "refused", why)
        key = secrets.token_hex(16)
        settings = Settings(key=key, profile="spec", chance=random.Random(_CHANCE), clock=lambda: _TIME)  # noqa: S311 - repeatable
        with Emulator.start(settings) as emulator:
            seen = environment(emulator.url, key, DEFAULT_DEPLOYMENT, self.api_version, os.environ)
            command, bounds = interpreter(language, program, self.pwsh), Bounds.of(program.absolute(), emulator.url)
            ended = self.processes.run(command, seen, self.timeout, bounds)
            url = emulator.url
        why = _failure(ended, self.timeout)
        if why is not None:
            return Printed(program, None, "failed", why.replace(key, _KEY))
        return Printed(program, _as_shown(ended.stdout, url, key))


def _failure(ended: Outcome, timeout: float) -> str | None:
    if ended.exit_code is None:
        return f"it was stopped after {timeout:g} s; raise --timeout if it needs longer"
    lines = [line.strip() for line in ended.stderr.splitlines() if line.strip()]
    if ended.exit_code != 0:
        return f"it ended with exit code {ended.exit_code}" + (f": {lines[-1]}" if lines else "")
    return None if ended.stdout.strip() else "it printed nothing"


def _as_shown(text: str, url: str, key: str) -> str:
    """Return what was printed as a document shows it: one line end at the end, and nothing that only this run knows."""
    shown = _LINE_END.sub("\n", text).replace("\0", "\ufffd").replace(url, _ENDPOINT).replace(key, _KEY)
    return shown.rstrip("\n") + "\n"
