"""What an emulator is told when it starts."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal

from conformance.emulator.hosts import LOOPBACK, Hosts
from conformance.emulator.reply import AT_ONCE, Pace


class Absent(Enum):
    """The answer lacks the member altogether, which is not the same as null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Fingerprint = str | None | Absent
# ``spec`` answers by the letter of the contract; ``observed`` in the order, and with the members, of recorded answers.
Profile = Literal["observed", "spec"]

# No secret: it opens nothing but an emulator on this machine.
DEFAULT_KEY: Final = "emulator-key"
DEFAULT_DEPLOYMENT: Final = "gpt-35-turbo"
DEFAULT_FINGERPRINT: Final = "fp_e5a1c0ffee"
PROFILES: Final = ("observed", "spec")
V1_REVISIONS: Final = ("v1", "v1-2026-01-28")


@dataclass(frozen=True, slots=True)
class Settings:
    """``v1`` is the contract that answers as ``v1``; ``diverge`` is the share of seeded answers that differ.

    ``models`` are the models of deployments that are not named like theirs; ``bearers`` are Entra tokens to accept.
    ``faults`` is how often each fault comes by chance.

    ``chance`` and ``clock`` are where ids, unseeded texts and times come from: given ones make a run repeatable.
    """

    key: str = field(default=DEFAULT_KEY, repr=False)
    deployments: tuple[str, ...] = (DEFAULT_DEPLOYMENT,)
    fingerprint: Fingerprint = DEFAULT_FINGERPRINT
    diverge: float = 0.0
    v1: str = "v1"
    models: Mapping[str, str] = field(default_factory=dict)
    profile: Profile = "observed"
    bearers: tuple[str, ...] = field(default=(), repr=False)
    hosts: Hosts = LOOPBACK
    faults: Mapping[str, float] = field(default_factory=dict)
    latency: Pace = AT_ONCE
    max_body: int = 16 * 1024 * 1024  # assumed: the service's own limit is not published
    header_seconds: float = 15.0  # how long the headers of a request may take
    body_seconds: float = 30.0  # how long a request may take to arrive once its headers are there
    idle_seconds: float = 75.0  # how long a connection may be kept without a request
    stall_seconds: float = 300.0  # how long a client that reads nothing, or that waits for a stalled answer, is kept
    chance: random.Random = field(default_factory=random.Random, repr=False, compare=False)
    clock: Callable[[], float] = field(default=time.time, repr=False, compare=False)


def fingerprint_of(text: str) -> Fingerprint:
    """Return what ``--fingerprint TEXT`` means: ``null`` and ``absent`` are no values but kinds of answer."""
    if text == "null":
        return None
    return ABSENT if text == "absent" else text
