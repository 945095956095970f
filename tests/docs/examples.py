"""The console examples of README and docs: found, run as a reader runs them, compared, and written anew.

``python -m tests.docs.examples`` replaces each output that no longer matches by the whole of what the command prints;
shorten it again by hand. In an expected output ``…`` stands for any text, and a line of ``…`` for any number of lines.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Final

from markdown_it import MarkdownIt

from tests.command_line.running import as_program
from tests.shared_folder import ROOT, pwsh

WORKSPACE: Final = Path(__file__).parent / "workspace"
PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
# As with the package installed, and without the plugins of our own tests.
_PYTEST: Final = (
    "-p conformance.testing.plugin -p no:schemathesis -p no:hypothesispytest -p no:cacheprovider -p no:xdist"
)
# These answer until they are interrupted.
_SERVES: Final = re.compile(r"conformance (?:emulate|record)\b")


@dataclass(frozen=True, slots=True)
class Example:
    """One command of a ``console`` fence: ``line`` counts from 1 and is the command's own."""

    page: Path
    line: int
    command: str
    output: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def examples_of(page: Path) -> Iterator[Example]:
    """Yield the examples of ``page`` in their order."""
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type != "fence" or token.info.strip() != "console" or token.map is None:
            continue
        lines = token.content.splitlines()
        starts = [index for index, line in enumerate(lines) if line.startswith("$ ")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            output = tuple(line.rstrip() for line in lines[start + 1 : end])
            yield Example(page, token.map[0] + 2 + start, lines[start][2:], output)


def python_of(page: Path) -> list[tuple[str, str]]:
    """Return the Python fences of ``page``, each with the ``output`` fence that follows it or an empty text."""
    fences = [token for token in MarkdownIt().parse(page.read_text(encoding="utf-8")) if token.type == "fence"]
    following = [*fences[1:], None]
    return [
        (one.content, after.content if after is not None and after.info == "output" else "")
        for one, after in zip(fences, following, strict=True)
        if one.info == "python"
    ]


def printed_by(example: Example, folder: Path) -> list[str]:
    """Return the lines that the command prints on both streams, in a copy of the workspace below ``folder``."""
    work = folder / "work"
    copytree(WORKSPACE, work)
    tools = folder / "bin"
    tools.mkdir()
    shim = tools / "conformance"
    shim.write_text(as_program(), encoding="utf-8")
    shim.chmod(0o755)
    shim = tools / "pytest"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pytest {_PYTEST} "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    (tools / "pwsh").symlink_to(pwsh())
    # COLUMNS: as wide as the pages show it, whatever the terminal of whoever runs the tests.
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        ["/bin/sh", "-c", example.command],
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        process_group=0,
    ) as process:
        assert process.stdout is not None
        if not _SERVES.match(example.command):
            return [line.rstrip() for line in process.stdout.read().splitlines()]
        wanted = len([line for line in example.output if line != "…"])
        printed = [process.stdout.readline().rstrip() for _ in range(wanted)]
        os.killpg(process.pid, 15)
        return printed


def matches(expected: tuple[str, ...], printed: list[str]) -> bool:
    """Return whether ``printed`` is what ``expected`` shows."""
    pattern = "".join(
        "(?:.*\n)*?" if line == "…" else ".*?".join(map(re.escape, line.split("…"))) + "\n" for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def main() -> None:
    """Write anew what no longer matches."""
    for page in PAGES:
        lines = page.read_text(encoding="utf-8").splitlines()
        for example in reversed(list(examples_of(page))):
            with tempfile.TemporaryDirectory() as folder:
                printed = printed_by(example, Path(folder))
            if not matches(example.output, printed):
                print(f"{example}: {example.command}")
                lines[example.line : example.line + len(example.output)] = printed
        page.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
