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

from conformance.document.running.concurrently import concurrently
from conformance.document.running.decision import NO_PWSH, Candidate, Surrounded, decide
from conformance.document.running.variables import Surroundings, variables_for
from conformance.emulator.settings import DEFAULT_DEPLOYMENT, Settings
from conformance.errors import InputError
from conformance.isolation.bounds import Bounds
from conformance.reading.gate import examine
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

    It ``failed``, was ``refused`` since it is outside the gate, or its language is ``unavailable``.
    """

    program: Path
    text: str | None = None
    lacks: Literal["failed", "refused", "unavailable"] | None = None
    reason: str = ""


@dataclass
class Printer:
    """Runs programs, two at a time, each against an emulator of its own that begins anew."""

    around: Surrounded
    timeout: float
    api_version: str
    processes: Processes = field(default_factory=Processes)

    def printed(self, programs: Sequence[Path]) -> list[Printed]:
        """Return what each program printed, in their order."""
        with closing(concurrently(self.processes, self._printed, programs)) as found:
            return list(found)

    def _printed(self, program: Path) -> Printed:
        language = language_of(program.name)
        if language == "powershell" and self.around.pwsh is None:
            return Printed(program, None, "unavailable", NO_PWSH)
        try:
            text = program.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise InputError(f"{program} cannot be read as UTF-8; save it so.") from None
        key, token = secrets.token_hex(16), secrets.token_hex(4)
        settings = Settings(key=key, profile="spec", chance=random.Random(_CHANCE), clock=lambda: _TIME)  # noqa: S311 - repeatable
        from conformance.emulator.serving import Emulator  # a web server, which documents without outputs do without

        with Emulator.start(settings) as emulator:
            url = f"{emulator.url}/_/{token}"
            reading = read_source(program.name, text, language)
            problem = None
            if reading.problem is not None:
                problem = f"line {reading.problem.place.line} does not parse: {reading.problem.reason}"
            candidate = Candidate(language, examine(text, language, url), bool(reading.calls), problem)
            state, why = decide(candidate, self.around)
            if state == "read":
                return Printed(program, None, "refused", why)
            at = Surroundings(url, key, DEFAULT_DEPLOYMENT, self.api_version)
            kinds, _ = variables_for(candidate.verdict.settings)
            own = {name: at.value(kind) for name, kind in kinds.items()} | {"OPENAI_BASE_URL": f"{url}/openai/v1"}
            seen = own | environment(url, key, DEFAULT_DEPLOYMENT, self.api_version, {})
            seen = environment(url, key, DEFAULT_DEPLOYMENT, self.api_version, os.environ) | seen
            command = interpreter(language, program, self.around.pwsh)
            ended = self.processes.run(command, seen, self.timeout, Bounds.of(program.absolute(), emulator.url))
        failed = _failure(ended, self.timeout)
        if failed is not None:
            return Printed(program, None, "failed", failed.replace(key, _KEY))
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
