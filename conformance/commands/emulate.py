"""``conformance emulate``: answer as the service does, on this machine."""

import argparse
import ipaddress
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from conformance.cli.exit_codes import OK
from conformance.commands.shared.emulator import answer_settings, recorded
from conformance.commands.shared.signals import interrupt_on_sigterm, wait_until
from conformance.contract.catalog import FIRST_WITH_SEED
from conformance.emulator.application import Observed
from conformance.emulator.faults import FAULTS, unknown_fault
from conformance.emulator.hosts import Hosts
from conformance.emulator.log import Log
from conformance.emulator.replay import Replay
from conformance.emulator.reply import AT_ONCE
from conformance.emulator.script import read_script
from conformance.emulator.serving import Emulator
from conformance.emulator.settings import DEFAULT_DEPLOYMENT, Settings
from conformance.errors import InputError, UsageError, nearest
from conformance.exchange import Exchange
from conformance.traffic.reading import read_traffic
from conformance.traffic.secrets.exchange import Redaction
from conformance.traffic.writer import ExchangeWriter


def run(arguments: argparse.Namespace) -> int:
    """Answer until the process is interrupted; raises UsageError where the port is not free."""
    deployments = tuple(arguments.deployment or (DEFAULT_DEPLOYMENT,))
    everywhere = not _is_loopback(arguments.host)
    settings = Settings(
        key=arguments.key,
        deployments=deployments,
        v1=arguments.v1,
        models=_models_of(arguments.model, deployments),
        profile=arguments.profile,
        bearers=tuple(arguments.accept_bearer),
        hosts=Hosts(tuple(name.lower() for name in arguments.allow_host), addresses=everywhere),
        faults=_faults_of(arguments.fault),
        latency=arguments.latency or AT_ONCE,
        **answer_settings(arguments),
    )
    script = read_script(Path(arguments.script)) if arguments.script else None
    replay = _replay_of(arguments.replay) if arguments.replay else None
    interrupt_on_sigterm()
    url = ""
    with ExitStack() as stack:
        observers: list[Callable[[Observed], None]] = []
        if not arguments.quiet:
            log = Log(sys.stderr)
            stack.callback(log.close)
            observers.append(log)
        if arguments.record is not None:
            known = Redaction(known=(arguments.key, *arguments.accept_bearer))
            writer = stack.enter_context(ExchangeWriter(arguments.record, known, "--record"))

            def record(seen: Observed) -> None:
                writer.write(recorded(seen, url))

            observers.append(record)

        def observe(seen: Observed) -> None:
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
            print(_exposed(arguments.host), file=sys.stderr, flush=True)
        try:
            print(_greeting(emulator.url, settings), flush=True)
            wait_until(emulator.wait)
        except KeyboardInterrupt:
            return OK
    return OK


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


def _models_of(pairs: list[tuple[str, str]], deployments: tuple[str, ...]) -> dict[str, str]:
    """Return the models by deployment; raises UsageError where there is no such deployment."""
    for deployment, _ in pairs:
        if deployment not in deployments:
            near = nearest(deployment, deployments)
            meant = f"did you mean {near[0]}?" if near else f"add --deployment {deployment}."
            raise UsageError(f"--model {deployment}=… names an unknown deployment; {meant}")
    return dict(pairs)


def _faults_of(pairs: list[tuple[str, float]]) -> dict[str, float]:
    for name, _ in pairs:
        if name not in FAULTS:
            raise UsageError(f"--fault: {unknown_fault(name)}")
    shares = dict(pairs)
    if sum(shares.values()) > 1:
        raise UsageError("--fault: the shares add up to more than 1; make them smaller.")
    return shares


def _replay_of(path: str) -> Replay:
    """Return the recorded answers in ``path``; raises InputError where there are none or where it cannot be read."""
    exchanges = []
    for found in read_traffic([path], sys.stdin.buffer, bare_bodies=False):
        if not isinstance(found, Exchange):
            raise InputError(str(found))
        exchanges.append(found)
    replay = Replay(exchanges)
    if not len(replay):
        raise InputError(f"{path} holds no request with its answer; record some with --record.")
    return replay


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _exposed(host: str) -> str:
    return (
        f"conformance emulate: warning: {host} is open to other machines, and the key is not secret; "
        "leave --host out to answer this machine alone."
    )
