"""Have each client ask the emulator, judge every request that it sends, and say what it adds by itself.

python -m clients.table          check that docs/clients.md says so
python -m clients.table --write  write it
"""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from conformance.emulator import Emulator, Received, Settings
from conformance.exchange import Exchange, Headers, Request
from conformance.finding import Severity
from conformance.judging.judge import judge
from conformance.wire.body import Body

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
PAGE: Final = ROOT / "docs" / "clients.md"
CASES: Final = ("plain", "seed", "stream", "tools", "json", "schema", "vision", "n", "refusal")
MODEL: Final = "gpt-4o"
SECONDS: Final = 120
AT_A_TIME: Final = 3


@dataclass(frozen=True)
class Client:
    """One client: the environment that has it, its program, and the cases that it does not offer."""

    name: str
    environment: str
    program: str
    more: dict[str, str] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()


CLIENTS: Final = (
    Client("openai 1.40, httpx 0.27", "first", "openai_sync.py"),
    Client("openai, pinned", "", "openai_sync.py"),
    Client("openai, pinned, v1", "", "openai_sync.py", {"V1": "1"}),
    Client("openai, pinned, asynchronous", "", "openai_async.py"),
    Client("langchain-openai", "many", "langchain.py"),
    Client("litellm", "many", "lite.py", {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}),
    Client("instructor", "many", "instruct.py"),
    Client("pydantic-ai", "many", "pydantic_agent.py", lacks=("n",)),
    Client("semantic-kernel", "kernel", "kernel.py"),
    Client("httpx", "many", "raw.py", {"CLIENT": "httpx"}),
    Client("requests", "many", "raw.py", {"CLIENT": "requests"}),
    Client("curl", "many", "raw.py", {"CLIENT": "curl"}),
    Client("PowerShell, Invoke-RestMethod", "pwsh", "shell.ps1", lacks=("stream",)),
    Client("JavaScript: openai", "node", "javascript/openai.mjs"),
    Client("JavaScript: openai, v1", "node", "javascript/openai.mjs", {"V1": "1"}),
    Client("JavaScript: @ai-sdk/azure", "node", "javascript/ai.mjs", lacks=("n",)),
)
# What a program's own bodies hold, by case; whatever else is there the client added.
OURS: Final[dict[str, tuple[str, ...]]] = {
    "seed": ("seed",),
    "stream": ("stream", "stream_options"),
    "tools": ("tools",),
    "json": ("response_format",),
    "schema": ("response_format", "tools", "tool_choice"),
    "n": ("n",),
    "refusal": ("temperature",),
}


def command_of(client: Client) -> list[str]:
    """Return what runs the program of ``client``."""
    program = str(HERE / "programs" / client.program)
    if client.environment == "node":
        return [os.environ.get("CLIENTS_NODE") or shutil.which("node") or "node", program]
    if client.environment == "pwsh":
        return [os.environ.get("CLIENTS_PWSH") or shutil.which("pwsh") or "pwsh", "-NoProfile", "-File", program]
    python = ROOT / ".venv-clients" / client.environment / "bin/python" if client.environment else Path(sys.executable)
    return [str(python), program]


@dataclass
class Outcome:
    """What a client did: results and requests by case."""

    results: dict[str, Any]
    requests: dict[str, list[Received]]
    stderr: str


def outcome_of(client: Client) -> Outcome:
    """Run the program of ``client`` against an emulator of its own."""
    with Emulator(Settings(deployments=(MODEL,), key="clients-key")) as emulator:
        emulator.script(message="retry", fault="rate-limit", times=2)
        environment = {**os.environ, **client.more, "EMULATOR_URL": emulator.url, "EMULATOR_KEY": emulator.key}
        environment |= {"PYTHONDONTWRITEBYTECODE": "1", "NO_PROXY": "127.0.0.1"}
        pipe = subprocess.PIPE
        process = subprocess.Popen(command_of(client), env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        results: dict[str, Any] = {}
        requests: dict[str, list[Received]] = {}
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        at = 0
        for line in process.stdout:
            if not line.startswith("{"):
                continue
            said = json.loads(line)
            if "begins" in said:
                at = len(emulator.requests)
                process.stdin.write("\n")
                process.stdin.flush()
            else:
                results[said["case"]] = said
                requests[said["case"]] = emulator.requests[at:]
        stderr = process.stderr.read()
        process.wait(SECONDS)
    return Outcome(results, requests, stderr)


def problems_of(client: Client, outcome: Outcome) -> list[str]:
    """Return what is wrong: a case that failed, or a request with an error."""
    problems = []
    for case in CASES:
        if case in client.lacks:
            continue
        said = outcome.results.get(case)
        if said is None:
            problems.append(f"{case}: no result; {outcome.stderr[-300:]}")
        elif not _right(case, said):
            problems.append(f"{case}: {json.dumps(said)[:400]}")
        if not outcome.requests.get(case):
            problems.append(f"{case}: nothing was sent")
        if case != "refusal":
            problems += [
                f"{case}: {found}" for request in outcome.requests.get(case, ()) for found in errors_of(request)
            ]
    if "retries" in outcome.results:
        statuses = [request.status for request in outcome.requests["retries"]]
        if statuses != [429, 429, 200]:
            problems.append(f"retries: {statuses}")
    return problems


def _right(case: str, said: dict[str, Any]) -> bool:
    value = said.get("value")
    if case == "refusal":
        return "temperature" in said.get("error", "") or "400" in said.get("error", "")
    if case == "seed":
        return value is not None and bool(value[0]) and value[0] == value[1]
    if case == "tools":
        return value is not None and value[0] == "get_weather" and value[1].get("unit") in ("celsius", "fahrenheit")
    if case in ("json", "schema"):
        return isinstance(value, dict) and bool(value)
    return value == 3 if case == "n" else isinstance(value, str) and bool(value)


def errors_of(request: Received) -> list[str]:
    """Return the errors of one request, each in a sentence."""
    sent = Request(
        request.method,
        "http://127.0.0.1" + request.url,
        Headers(tuple(request.headers.items())),
        Body.from_bytes(request.body),
    )
    return [one.message for one in judge(Exchange("client", sent)) if one.severity is Severity.ERROR]


def row_of(client: Client, outcome: Outcome) -> str:
    """Return a row of the table."""
    members: dict[str, set[str]] = {}
    headers: set[str] = set()
    for case in CASES:
        for request in outcome.requests.get(case, ()):
            ours = ("messages", *OURS.get(case, ()))
            for name in request.json:
                if name not in ours:
                    members.setdefault(name, set()).add(case)
            headers.update(
                "x-stainless-*" if name.startswith("x-stainless-") else name
                for name in request.headers
                if name.startswith(("x-", "api-key", "authorization"))
            )
            headers.add("user-agent: " + request.headers.get("user-agent", "none").partition("/")[0].partition(" ")[0])
    common = {case for case in CASES if outcome.requests.get(case)}
    shown = [
        f"`{name}`" + ("" if cases >= common else f" ({', '.join(c for c in CASES if c in cases)})")
        for name, cases in members.items()
    ]
    lacks = ", ".join(client.lacks) or "–"
    return f"| {client.name} | {', '.join(shown) or '–'} | {', '.join(f'`{name}`' for name in sorted(headers))} | {lacks} |"


def main() -> int:
    """Run every client; print a line each, and the table where it differs."""
    rows, bad = [], 0
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        outcomes = list(pool.map(outcome_of, CLIENTS))
    for client, outcome in zip(CLIENTS, outcomes, strict=True):
        problems = problems_of(client, outcome)
        count = sum(map(len, outcome.requests.values()))
        print(f"{client.name}: {count} requests, {len(problems)} problems", flush=True)
        for problem in problems:
            print(f"  {problem}", flush=True)
        bad += len(problems)
        rows.append(row_of(client, outcome))
    page = PAGE.read_text(encoding="utf-8")
    begin, end = "<!-- clients -->\n", "<!-- /clients -->"
    head, _, rest = page.partition(begin)
    table = "| client | members | headers | does not offer |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    wanted = head + begin + table + end + rest.partition(end)[2]
    if "--write" in sys.argv:
        PAGE.write_text(wanted, encoding="utf-8")
    elif wanted != page:
        print(f"docs/clients.md is not what the clients do; python -m clients.table --write mends it.\n{table}")
        bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
