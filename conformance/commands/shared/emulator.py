"""What the commands that start an emulator share: its answers, and what it saw."""

import argparse
from typing import Any

from conformance.emulator.application import Observed
from conformance.emulator.settings import fingerprint_of
from conformance.traffic.recorded import Recorded


def answer_settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what ``add_answer_options`` were given, as members of ``Settings``; empty where nothing was."""
    given: dict[str, Any] = {}
    if arguments.fingerprint is not None:
        given["fingerprint"] = fingerprint_of(arguments.fingerprint)
    if arguments.diverge:
        given["diverge"] = arguments.diverge
    return given


def recorded(seen: Observed, url: str) -> Recorded:
    """Return an exchange that the emulator at ``url`` saw."""
    return Recorded(
        seen.method,
        url + seen.url,
        seen.request_headers,
        seen.request_body,
        seen.status,
        seen.response_headers,
        seen.response_body,
    )
