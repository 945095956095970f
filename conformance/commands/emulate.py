"""``conformance emulate``: answer as the service does, on this machine."""

import argparse
import signal
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from conformance.cli.exit_codes import OK
from conformance.contract.catalog import FIRST_WITH_SEED
from conformance.emulator.settings import (
    DEFAULT_DEPLOYMENT,
    DEFAULT_FINGERPRINT,
    DEFAULT_KEY,
    V1_REVISIONS,
    Settings,
    fingerprint_of,
)

if TYPE_CHECKING:
    from conformance.emulator.application import Observed

EXAMPLE: Final = "conformance emulate --port 8080 --fingerprint null --diverge 0.25"

_WAIT: Final = 0.5  # seconds; a wait without an end could not be interrupted on Windows


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen at (default: %(default)s, this machine only)"
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen at (default: one that is free)")
    parser.add_argument("--key", default=DEFAULT_KEY, type=_key, help="key to ask for (default: %(default)s)")
    parser.add_argument(
        "--deployment",
        action="append",
        metavar="NAME",
        type=_name,
        help=f"deployment to answer for; may be repeated (default: {DEFAULT_DEPLOYMENT})",
    )
    parser.add_argument(
        "--v1", choices=V1_REVISIONS, default="v1", help="contract that answers as v1 (default: %(default)s)"
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="append the exchanges there as NDJSON, without keys"
    )
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
        type=_share,
        default=0.0,
        help="how often a seeded answer of it differs, from 0, never, to 1, always (default: 0)",
    )


def answer_settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what ``add_answer_options`` were given, as members of ``Settings``; empty where nothing was."""
    given: dict[str, Any] = {}
    if arguments.fingerprint is not None:
        given["fingerprint"] = fingerprint_of(arguments.fingerprint)
    if arguments.diverge:
        given["diverge"] = arguments.diverge
    return given


def run(arguments: argparse.Namespace) -> int:
    """Answer until the process is interrupted; raises UsageError where the port is not free."""
    from conformance.emulator.serving import Emulator

    deployments = tuple(arguments.deployment or (DEFAULT_DEPLOYMENT,))
    settings = Settings(key=arguments.key, deployments=deployments, v1=arguments.v1, **answer_settings(arguments))
    # Whoever ends the process politely gets what Ctrl-C gets.
    signal.signal(signal.SIGTERM, _interrupt)
    url = ""
    with ExitStack() as stack:
        observe = None
        if arguments.record is not None:
            from conformance.traffic.recorded import Recorded
            from conformance.traffic.secrets.exchange import Redaction
            from conformance.traffic.writer import ExchangeWriter

            known = Redaction(known=(arguments.key,))
            writer = stack.enter_context(ExchangeWriter(arguments.record, known, "--record"))

            def observe(seen: "Observed") -> None:
                asked = (seen.method, url + seen.url, seen.request_headers, seen.request_body)
                writer.write(Recorded(*asked, seen.status, seen.response_headers, seen.response_body))

        emulator = stack.enter_context(Emulator.start(settings, arguments.host, arguments.port, observe))
        url = emulator.url
        try:
            print(_greeting(emulator.url, settings), flush=True)
            while not emulator.wait(_WAIT):
                continue
        except KeyboardInterrupt:
            return OK
    return OK


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _greeting(url: str, settings: Settings) -> str:
    variables = {
        "AZURE_OPENAI_ENDPOINT": url,
        "AZURE_OPENAI_API_KEY": settings.key,
        "AZURE_OPENAI_DEPLOYMENT": settings.deployments[0],
        "OPENAI_API_VERSION": FIRST_WITH_SEED,
    }
    bash = "\n".join(f"export {name}={_bash(value)}" for name, value in variables.items())
    powershell = "\n".join(f"$Env:{name} = {_powershell(value)}" for name, value in variables.items())
    return f"The emulator answers at {url}; Ctrl-C ends it.\n\nbash:\n{bash}\n\nPowerShell:\n{powershell}"


def _bash(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"


def _powershell(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _key(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("a key is not empty")
    return text


def _name(text: str) -> str:
    if not text or "/" in text:
        raise argparse.ArgumentTypeError("a deployment has a name, and no / in it")
    return text


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share from 0 to 1")
    return share
