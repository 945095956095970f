"""``conformance emulate``: answer as the service does, on this machine."""

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from conformance.cli.exit_codes import OK
from conformance.commands.emulate_options import (
    add_behaviour_options,
    deployment_name,
    exposed,
    faults_of,
    is_loopback,
    key,
    models_of,
    replay_of,
    share_of,
)
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
    from collections.abc import Callable

    from conformance.emulator.application import Observed
    from conformance.emulator.log import Log

EXAMPLE: Final = "conformance emulate --port 8080 --fingerprint null --diverge 0.25"

_WAIT: Final = 0.5  # seconds; a wait without an end could not be interrupted on Windows


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s, this machine only)"
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: one that is free)")
    parser.add_argument("--key", default=DEFAULT_KEY, type=key, help="key to ask for (default: %(default)s)")
    parser.add_argument(
        "--deployment",
        action="append",
        metavar="NAME",
        type=deployment_name,
        help=f"deployment to answer for; may be repeated (default: {DEFAULT_DEPLOYMENT})",
    )
    parser.add_argument(
        "--v1", choices=V1_REVISIONS, default="v1", help="contract that answers as v1 (default: %(default)s)"
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="append the exchanges there as NDJSON, without keys"
    )
    add_behaviour_options(parser)
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
        type=share_of,
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
    from conformance.emulator.hosts import Hosts
    from conformance.emulator.reply import AT_ONCE
    from conformance.emulator.script import read_script
    from conformance.emulator.serving import Emulator

    deployments = tuple(arguments.deployment or (DEFAULT_DEPLOYMENT,))
    everywhere = not is_loopback(arguments.host)
    settings = Settings(
        key=arguments.key,
        deployments=deployments,
        v1=arguments.v1,
        models=models_of(arguments.model, deployments),
        profile=arguments.profile,
        bearers=tuple(arguments.accept_bearer),
        hosts=Hosts(tuple(name.lower() for name in arguments.allow_host), addresses=everywhere),
        faults=faults_of(arguments.fault),
        latency=arguments.latency or AT_ONCE,
        **answer_settings(arguments),
    )
    script = read_script(Path(arguments.script)) if arguments.script else None
    replay = replay_of(arguments.replay) if arguments.replay else None
    # Whoever ends the process politely gets what Ctrl-C gets.
    signal.signal(signal.SIGTERM, _interrupt)
    url = ""
    with ExitStack() as stack:
        observers: list[Callable[[Observed], None]] = []
        if not arguments.quiet:
            log = _log()
            stack.callback(log.close)
            observers.append(log)
        if arguments.record is not None:
            from conformance.traffic.recorded import Recorded
            from conformance.traffic.secrets.exchange import Redaction
            from conformance.traffic.writer import ExchangeWriter

            known = Redaction(known=(arguments.key, *arguments.accept_bearer))
            writer = stack.enter_context(ExchangeWriter(arguments.record, known, "--record"))

            def record(seen: "Observed") -> None:
                asked = (seen.method, url + seen.url, seen.request_headers, seen.request_body)
                writer.write(Recorded(*asked, seen.status, seen.response_headers, seen.response_body))

            observers.append(record)

        def observe(seen: "Observed") -> None:
            for one in observers:
                one(seen)

        emulator = Emulator(
            settings,
            host=arguments.host,
            port=arguments.port,
            observe=observe if observers else None,
            remember=False,
            script=script,
            replay=replay,
        )
        stack.enter_context(emulator)
        url = emulator.url
        if everywhere:
            print(exposed(arguments.host), file=sys.stderr, flush=True)
        try:
            print(_greeting(emulator.url, settings), flush=True)
            while not emulator.wait(_WAIT):
                continue
        except KeyboardInterrupt:
            return OK
    return OK


def _log() -> "Log":
    from conformance.emulator.log import Log

    return Log(sys.stderr)


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
