"""Who only checks installs neither server, SDK nor parsers; a command that lacks its extra says so in one sentence."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from conformance.extras import EXTRAS, missing_extra
from tests.shared_folder import ROOT

PROJECT: Any = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKSPACE = ROOT / "tests" / "docs" / "workspace"
# The interpreter finds none of the modules named in its first argument, as where they are not installed.
WITHOUT = """
import sys
from importlib.machinery import PathFinder
absent = set(sys.argv.pop(1).split(","))
real = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda cls, name, path=None, target=None: None if name.partition(".")[0] in absent else real(name, path, target)
)
sys.argv[0] = "conformance"
from conformance.__main__ import main
sys.exit(main())
"""
NEVER = ("httptools", "starlette", "uvicorn", "uvloop", "openai", "pydantic", "httpx", *EXTRAS["documents"], "pyarrow")


def without(modules: tuple[str, ...], *arguments: str, folder: Path = WORKSPACE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT, ",".join(modules), *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)}
    )


# Each in a copy of one process: what one of them imports is not there for the next.
EACH = """
import os
for number, arguments in enumerate(json.loads(sys.argv.pop())):
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        for stream, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{sys.argv[1]}/{number}.{name}", os.O_WRONLY | os.O_CREAT), stream)
        sys.argv[1:] = arguments
        sys.exit(main())
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
CHECKING = [
    ("check", "upgrade.ndjson", "--fail-on", "never"),
    ("check", "upgrade.ndjson", "--fail-on", "never", "--format", "html"),
    ("versions",),
    ("versions", "check", "upgrade.ndjson", "--api-version", "2024-10-21"),
    ("explain", "seed-type"),
    ("read", str(ROOT / "python/rest/story_with_seed.py")),
    ("run", "--help"),
    ("document", "--help"),
]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_who_only_checks_needs_no_extra(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT.replace("sys.exit(main())\n", f"import json{EACH}"), ",".join(NEVER)]
    done = subprocess.run(
        [*command, str(tmp_path), json.dumps(CHECKING)],
        cwd=WORKSPACE, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    codes = dict(zip(CHECKING, done.stdout.splitlines(), strict=True))
    assert set(codes.values()) == {"0"}, codes
    for number, arguments in enumerate(CHECKING):
        assert (tmp_path / f"{number}.err").read_text() == "", arguments
        assert (tmp_path / f"{number}.out").read_text(), arguments


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("emulate",), "conformance emulate: emulate needs httptools; install it: pip install '{name}[emulator]'."),
        (("run",), "conformance run: run needs httptools; install it: pip install '{name}[samples]'."),
        (("document", "check", "x.md"), "conformance document: document check needs markdown_it; install it: pip install '{name}[documents]'."),
        (("document", "run", "x.md"), "conformance document: document run needs httptools; install it: pip install '{name}[all]'."),
        (("read", str(ROOT / "powershell/story_with_seed.ps1")), "conformance read: read needs tree_sitter; install it: pip install '{name}[documents]'."),
        (("check", "x.parquet"), "conformance check: Parquet needs pyarrow; install it: pip install '{name}[arrow]'."),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)  # fmt: skip
def test_a_command_that_lacks_its_extra_says_what_to_type(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    (tmp_path / "x.md").write_text("# A page\n")
    (tmp_path / "x.parquet").write_bytes(b"PAR1 and more PAR1")
    done = without(NEVER, *arguments, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said.format(name=PROJECT["name"]) + "\n")


def test_a_module_that_no_extra_brings_is_a_defect_of_ours() -> None:
    assert missing_extra(ModuleNotFoundError(name="conformance.nothing"), "check") is None
    known = missing_extra(ModuleNotFoundError(name="starlette.types"), "check")
    assert known is not None and known.extra == "emulator"


def requirements(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.in").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith(("#", "-"))}


def of_extra(extra: str) -> set[str]:
    """Return the packages of an extra, with those of the extras that it names."""
    found: set[str] = set()
    for package in PROJECT["optional-dependencies"][extra]:
        inner = package.removeprefix(PROJECT["name"])
        found |= (
            {one for name in inner.strip("[]").split(",") for one in of_extra(name)} if inner != package else {package}
        )
    return found


def test_what_make_installs_is_every_extra_and_what_the_wheel_is_tried_with_is_none() -> None:
    base = set(PROJECT["dependencies"])
    assert requirements("check") == base
    assert requirements("run") == base | of_extra("all")


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_brings_its_modules(extra: str) -> None:
    packages = {package.partition(">")[0].partition(";")[0].lower().replace("-", "_") for package in of_extra(extra)}
    named = {"markdown_it": "markdown_it_py"}
    assert {named.get(module, module) for module in EXTRAS[extra]} <= packages
