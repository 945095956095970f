"""Under which circumstances an exchange is judged: from a run or from somebody's file, and what it was to send."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal


class Expected(Enum):
    """What a sample is to send as ``seed`` where that is not a number."""

    UNKNOWN = "nobody said"
    NONE = "no seed at all"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """``origin`` is where the exchange comes from: somebody's traffic, a run against the emulator or a real endpoint.

    ``api_version`` replaces the exchange's own (``check --api-version``). ``seed`` is what the sample was to send;
    ``require_seed`` demands one whatever its value. ``bodies_only``: it was sent to another service, whose URL and
    headers are its own.
    """

    origin: Literal["traffic", "emulator", "endpoint", "source"] = "traffic"
    api_version: str | None = None
    require_seed: bool = False
    seed: int | Expected = Expected.UNKNOWN
    bodies_only: bool = False

    @property
    def in_run(self) -> bool:
        """Whether a sample of ours made the exchange."""
        return self.origin in ("emulator", "endpoint")
