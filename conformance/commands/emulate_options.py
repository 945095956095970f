"""The options of ``emulate`` that say how it behaves, and what they mean."""

import argparse
import ipaddress
import sys
from typing import TYPE_CHECKING

from conformance.emulator.reply import Pace
from conformance.emulator.settings import PROFILES
from conformance.errors import InputError, UsageError, nearest

if TYPE_CHECKING:
    from conformance.emulator.replay import Replay


def add_behaviour_options(parser: argparse.ArgumentParser) -> None:
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
        type=key,
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


def models_of(pairs: list[tuple[str, str]], deployments: tuple[str, ...]) -> dict[str, str]:
    """Return the models by deployment; raises UsageError where there is no such deployment."""
    for deployment, _ in pairs:
        if deployment not in deployments:
            near = nearest(deployment, deployments)
            meant = f"did you mean {near[0]}?" if near else f"add --deployment {deployment}."
            raise UsageError(f"--model {deployment}=… names an unknown deployment; {meant}")
    return dict(pairs)


def faults_of(pairs: list[tuple[str, float]]) -> dict[str, float]:
    from conformance.emulator.faults import FAULTS, unknown_fault

    for name, _ in pairs:
        if name not in FAULTS:
            raise UsageError(f"--fault: {unknown_fault(name)}")
    shares = dict(pairs)
    if sum(shares.values()) > 1:
        raise UsageError("--fault: the shares add up to more than 1; make them smaller.")
    return shares


def replay_of(path: str) -> "Replay":
    """Return the recorded answers in ``path``; raises InputError where there are none or where it cannot be read."""
    from conformance.emulator.replay import Replay
    from conformance.exchange import Exchange
    from conformance.traffic.reading import read_traffic

    exchanges = []
    for found in read_traffic([path], sys.stdin.buffer, bare_bodies=False):
        if not isinstance(found, Exchange):
            raise InputError(str(found))
        exchanges.append(found)
    replay = Replay(exchanges)
    if not len(replay):
        raise InputError(f"{path} holds no request with its answer; record some with --record.")
    return replay


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def exposed(host: str) -> str:
    return (
        f"conformance emulate: warning: {host} is open to other machines, and the key is not secret; "
        "leave --host out to answer this machine alone."
    )


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not name or not value or not sign:
        raise argparse.ArgumentTypeError(f"{text} is not DEPLOYMENT=MODEL")
    return name, value


def _fault(text: str) -> tuple[str, float]:
    name, _, share = text.partition("=")
    return name, share_of(share)


def _latency(text: str) -> Pace:
    from conformance.emulator.durations import NotADuration, seconds_of

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


def key(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("a key is not empty")
    return text


def deployment_name(text: str) -> str:
    if not text or "/" in text:
        raise argparse.ArgumentTypeError("a deployment has a name, and no / in it")
    return text


def share_of(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 1")
    return share
