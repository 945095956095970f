"""Run Python scripts one after the other, each in a child forked when ``openai`` and ``requests`` are loaded already.

Each line of standard input is a run as JSON: ``script``, ``arguments``, ``environment``, ``folder``, ``stdout``, ``stderr``, ``timeout``.
Each line of standard output is its exit code, ``null`` where it was stopped.
"""

import json
import os
import runpy
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

import openai
import requests

assert requests  # loaded for all runs


def main() -> None:
    for client in (
        openai.OpenAI(api_key="k"),
        openai.AzureOpenAI(azure_endpoint="http://h", api_key="k", api_version="v"),
    ):
        assert client.chat.completions  # loads what the SDK loads when it is first used
        client.close()
    for line in sys.stdin:
        run = json.loads(line)
        child = os.fork()
        if child == 0:
            become(run)
        print(json.dumps(ended(child, run["timeout"])), flush=True)


def become(run: dict[str, Any]) -> NoReturn:
    """Be the script to its end, as far as anybody outside can tell."""
    os.setsid()
    os.environ.clear()
    os.environ.update(run["environment"])
    os.chdir(run["folder"])
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(run[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = [run["script"]]
    sys.path[0] = str(Path(run["script"]).parent)
    code = 0
    try:
        runpy.run_path(run["script"], run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        code = 1
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def ended(child: int, timeout: float) -> int | None:
    """Wait for the child, and end it when its time is over."""
    last = time.monotonic() + timeout
    pause = 0.001
    while time.monotonic() < last:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.5, 0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


if __name__ == "__main__":
    main()
