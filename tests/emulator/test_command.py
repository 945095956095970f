"""``conformance emulate`` as a user runs it: a process, its output, its end."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from tests.command_line.running import Ended, conformance
from tests.emulator.asking import STORY
from tests.shared_folder import ROOT, needs_shared, pwsh

COMMAND = [sys.executable, "-m", "conformance", "emulate"]
NAMES = ["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_DEPLOYMENT", "OPENAI_API_VERSION"]


@contextlib.contextmanager
def emulating(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command; yield the process and what it has printed, once it has printed all of it."""
    process = subprocess.Popen(
        [*COMMAND, *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process:
        try:
            printed = ""
            while NAMES[-1] not in printed.partition("PowerShell:")[2]:
                line = process.stdout.readline()
                assert line, process.communicate()
                printed += line
            yield process, printed
        finally:
            process.kill()


def ended(*options: str) -> Ended:
    return conformance("emulate", *options)


def variables(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^export (\w+)='(.*)'$", printed, re.MULTILINE))


def story(environment: dict[str, str], **more: object) -> dict[str, object]:
    """Send the story with nothing but what was printed."""
    url = (
        f"{environment['AZURE_OPENAI_ENDPOINT']}/openai/deployments/{environment['AZURE_OPENAI_DEPLOYMENT']}"
        f"/chat/completions?api-version={environment['OPENAI_API_VERSION']}"
    )
    request = urllib.request.Request(
        url,
        json.dumps({**STORY, **more}).encode(),
        {"api-key": environment["AZURE_OPENAI_API_KEY"], "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        value: dict[str, object] = json.load(answer)
    return value


def test_what_is_printed_is_all_that_a_client_needs() -> None:
    with emulating() as (_, printed):
        environment = variables(printed)
        assert list(environment) == NAMES
        assert environment["AZURE_OPENAI_ENDPOINT"].startswith("http://127.0.0.1:")
        assert story(environment, seed=42)["object"] == "chat.completion"
    assert re.findall(r"^\$Env:(\w+) = '(.*)'$", printed, re.MULTILINE) == list(environment.items())


AWKWARD = 'it\'s $HOME `a` "b"'


def test_bash_reads_what_is_printed_for_it() -> None:
    with emulating("--key", AWKWARD) as (_, printed):
        pass
    lines = printed.partition("bash:\n")[2].partition("\n\n")[0]
    script = f'{lines}\nprintf %s "$AZURE_OPENAI_API_KEY"'
    assert subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout == AWKWARD


@needs_shared
def test_powershell_reads_what_is_printed_for_it() -> None:
    with emulating("--key", AWKWARD) as (_, printed):
        pass
    script = printed.partition("PowerShell:\n")[2] + "\n[Console]::Out.Write($Env:AZURE_OPENAI_API_KEY)"
    done = subprocess.run([pwsh(), "-NoProfile", "-Command", script], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.returncode) == (AWKWARD, 0), done.stderr


def test_options_reach_the_answers() -> None:
    options = ["--key", "k", "--deployment", "a", "--deployment", "b", "--fingerprint", "null", "--diverge", "1"]
    with emulating(*options) as (_, printed):
        environment = variables(printed)
        assert (environment["AZURE_OPENAI_API_KEY"], environment["AZURE_OPENAI_DEPLOYMENT"]) == ("k", "a")
        answers = [story(environment | {"AZURE_OPENAI_DEPLOYMENT": name}, seed=1) for name in ("a", "b")]
    assert [answer["system_fingerprint"] for answer in answers] == [None, None]
    assert answers[0]["choices"] != answers[1]["choices"]


@pytest.mark.parametrize("interruption", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_it_cleanly(interruption: signal.Signals) -> None:
    with emulating() as (process, printed):
        environment = variables(printed)
        story(environment)
        process.send_signal(interruption)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0
        assert re.fullmatch(r"POST /openai/\S+ 200 \d+ ms, no findings\n", errors)


def test_it_listens_at_the_port_that_was_asked_for_and_on_this_machine_alone() -> None:
    with socket.socket() as holder:  # until the emulator has the port, nobody else takes it
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
        with emulating("--port", str(port)) as (_, printed):
            assert variables(printed)["AZURE_OPENAI_ENDPOINT"] == f"http://127.0.0.1:{port}"
            socket.create_connection(("127.0.0.1", port), timeout=60).close()
            with socket.socket() as elsewhere:
                elsewhere.settimeout(60)
                assert elsewhere.connect_ex(("127.0.0.2", port)) != 0


def test_a_port_in_use_is_one_sentence_and_exit_code_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = ended("--port", str(port))
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"conformance emulate: cannot listen on 127.0.0.1:{port} (")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--diverge", "2"], "2 is not a share from 0 to 1"),
        (["--diverge", "nan"], "nan is not a share from 0 to 1"),
        (["--diverge", "x"], "x is not a share from 0 to 1"),
        (["--port", "x"], "invalid int value"),
        (["--port", "99999"], "99999 is not a port"),
        (["--port", "-1"], "-1 is not a port"),
        (["--v1", "v2"], "invalid choice"),
        (["--host", "host.invalid"], "cannot listen on"),
        (["--deployment", ""], "a deployment has a name"),
        (["--key", ""], "a key is not empty"),
        (["--prot", "1"], "did you mean --port?"),
    ],
)
def test_a_wrong_option_is_one_sentence_and_exit_code_2(options: list[str], words: str) -> None:
    done = ended(*options)
    assert (done.code, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_needs_no_environment_but_its_own() -> None:
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "TEMP")}
    done = subprocess.run([*COMMAND, "--help"], cwd=ROOT, env=bare, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "example: conformance emulate" in done.stdout
