"""The options of ``conformance emulate``; ``run`` has some of them too."""

import argparse
from pathlib import Path
from typing import Final

from conformance.cli.values import share
from conformance.emulator.durations import NotADuration, seconds_of
from conformance.emulator.reply import Pace
from conformance.emulator.settings import (
    DEFAULT_DEPLOYMENT,
    DEFAULT_FINGERPRINT,
    DEFAULT_KEY,
    PROFILES,
    V1_REVISIONS,
)

EXAMPLE: Final = "conformance emulate --port 8080 --fingerprint null --diverge 0.25"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s, this machine only)"
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: one that is free)")
    parser.add_argument("--key", default=DEFAULT_KEY, type=_key, help="key to ask for (default: %(default)s)")
    parser.add_argument(
        "--deployment",
        action="append",
        metavar="NAME",
        type=_deployment_name,
        help=f"deployment to answer for; may be repeated (default: {DEFAULT_DEPLOYMENT})",
    )
    parser.add_argument(
        "--v1", choices=V1_REVISIONS, default="v1", help="contract that answers as v1 (default: %(default)s)"
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="append the exchanges there as NDJSON, without keys"
    )
    _add_behaviour_options(parser)
    add_answer_options(parser)


def add_answer_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say how the emulator answers, which ``run`` has too."""
    parser.add_argument(
        "--fingerprint",
        metavar="VALUE|null|absent",
        help=f"system_fingerprint of the emulator's answers (default: {DEFAULT_FINGERPRINT})",
    )
    parser.add_argument(
        "--diverge",
        metavar="SHARE",
        type=share,
        default=0.0,
        help="how often a seeded answer of it differs, from 0, never, to 1, always (default: 0)",
    )


def _add_behaviour_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--model",
        action="append",
        default=[],
        metavar="DEPLOYMENT=MODEL",
        type=_pair,
        help="model of a deployment, whose habits it has (default: the one that it is named like)",
    )
    parser.add_argument(
        "--profile",
        choices=PROFILES,
        default="observed",
        help="answer as recorded answers are, or by the letter of the contract (default: %(default)s)",
    )
    parser.add_argument(
        "--accept-bearer",
        action="append",
        default=[],
        metavar="TOKEN",
        type=_key,
        help="Entra token to accept; may be repeated",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="name that requests may have in Host, besides those of this machine; may be repeated",
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME=SHARE",
        type=_fault,
        help="how often a fault comes by chance, from 0 to 1; may be repeated",
    )
    parser.add_argument(
        "--script", metavar="FILE", help="answers by last user message, turn or deployment (JSON or YAML)"
    )
    parser.add_argument("--replay", metavar="TRAFFIC", help="answer recorded requests as they were answered")
    parser.add_argument(
        "--latency",
        metavar="first=TIME,token=TIME",
        type=_latency,
        help="time before the first byte, and before each piece of a stream (200ms, 1.5s)",
    )
    parser.add_argument("--quiet", action="store_true", help="write no line a request on standard error")


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not name or not value or not sign:
        raise argparse.ArgumentTypeError(f"{text} is not DEPLOYMENT=MODEL")
    return name, value


def _fault(text: str) -> tuple[str, float]:
    name, _, how_often = text.partition("=")
    return name, share(how_often)


def _latency(text: str) -> Pace:
    given: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        if name.strip() not in ("first", "token"):
            raise argparse.ArgumentTypeError(f"{text} is not a latency; write first=200ms,token=20ms")
        try:
            given[name.strip()] = seconds_of(value)
        except NotADuration as problem:
            raise argparse.ArgumentTypeError(str(problem)) from None
    return Pace(**given)


def _key(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("a key is not empty")
    return text


def _deployment_name(text: str) -> str:
    if not text or "/" in text:
        raise argparse.ArgumentTypeError("a deployment has a name, and no / in it")
    return text
