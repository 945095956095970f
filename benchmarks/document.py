"""How fast `conformance document check` is on a large document, beside parsing it with bare markdown-it-py.

    python benchmarks/document.py [--lines 5000] [--blocks 300] [--pages 200] [--repeat 3] [--profile]

The document is generated: sections with groups of tabs (Python and PowerShell), outputs, answers as JSON, and prose with
claims about members, types and versions; every tenth section has mistakes in it. Checking is the command itself, cold, in a
process of its own; parsing is `MarkdownIt("commonmark").enable("table").parse(text)`, in a process of its own too.
Times are the best of the repetitions, taken in turns.
"""

import argparse
import cProfile
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.check import in_turns

_PARSE: Final = (
    "import sys; from markdown_it import MarkdownIt; "
    "MarkdownIt('commonmark').enable('table').parse(open(sys.argv[1], encoding='utf-8').read())"
)
_PROSE: Final = (
    "Send `seed` with each request; `seed` is an integer or null. Story {number} uses the api-version `2024-02-01`, and",
    "`seed` was first added in `2023-12-01-preview`. `system_fingerprint` is a string; `max_tokens` is optional.",
    "See [`2024-02-01`](https://example.test/stable/2024-02-01/inference.json) for the rest of it.",
)
_PYTHON: Final = """import os
from openai import AzureOpenAI

client = AzureOpenAI(
    azure_endpoint=os.getenv("AZURE_OPENAI_ENDPOINT"), api_key=os.getenv("AZURE_OPENAI_API_KEY"), api_version="2024-02-01"
)
messages = [{{"role": "system", "content": "Be brief."}}, {{"role": "user", "content": "Tell me story {number}."}}]
for i in range(3):
    response = client.chat.completions.create(model="story-{number}", {seed}=42, max_tokens=50, messages=messages)
    print(f"Story {{i + 1}}\\n---\\n{{response.choices[0].message.content}}\\n---")"""
_POWERSHELL: Final = """$ErrorActionPreference = 'Stop'
$headers = @{{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }}
$messages = @(@{{ role = 'system'; content = 'Be brief.' }}, @{{ role = 'user'; content = 'Tell me story {number}.' }})
$body = @{{ {seed} = 42; max_tokens = 50; messages = $messages }} | ConvertTo-Json
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/story-{number}/chat/completions?api-version=2024-02-01"
for ($i = 0; $i -le 2; $i++) {{
  $response = Invoke-RestMethod -Uri $url -Headers $headers -Body $body -Method Post -ContentType 'application/json'
  Write-Host "Story $($i + 1)`n---`n$($response.choices[0].message.content)`n---"
}}"""
_OUTPUT: Final = "Story 1\n---\nOnce\n---\nStory 2\n---\nTwice\n---\nStory 3\n---\nThrice\n{last}"
_BLOCKS_OF_A_SECTION: Final = 4


def _answer(number: int) -> str:
    message = {"role": "assistant", "content": f"Story {number}"}
    value = {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 1714560000,
        "model": "gpt-35-turbo",
        "system_fingerprint": "fp_44709d6fcb",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16},
    }
    return "{\n" + ",\n".join(f"  {json.dumps(name)}: {json.dumps(member)}" for name, member in value.items()) + "\n}"


def _section(number: int) -> Iterator[str]:
    mistakes = number % 10 == 9
    words = {"number": number, "seed": "sede" if mistakes else "seed"}
    yield f"## Story {number}\n"
    yield "\n".join(_PROSE).format(**words) + "\n"
    yield f"### [Python](#tab/{'pyton' if mistakes else 'python'})\n"
    yield f"```python\n{_PYTHON.format(**words)}\n```\n"
    yield "### [PowerShell](#tab/powershell)\n"
    yield f"```powershell\n{_POWERSHELL.format(**words)}\n```\n"
    yield "---\n"
    yield f"```output\n{_OUTPUT.format(last='' if mistakes else '---')}\n```\n"
    yield f"The answer is like this:\n```json\n{_answer(number)}\n```\n"


def document(lines: int, blocks: int) -> str:
    """Return a document of ``lines`` lines with ``blocks`` blocks of code and output; prose fills it up."""
    text = "---\ntitle: Stories\nms.date: 01/01/2024\n---\n\n# Stories\n\n"
    for number in range(blocks // _BLOCKS_OF_A_SECTION):
        text += "\n".join(_section(number)) + "\n"
    number = 0
    while (lacking := lines - text.count("\n")) > 0:
        text += "\n".join((*_PROSE, "")[:lacking]).format(number=number) + "\n"
        number += 1
    return text


def _check(path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "conformance",
        "document",
        "check",
        str(path),
        "--no-cache",
        "--format",
        "json",
        "-o",
    ]
    subprocess.run([*command, str(path.with_suffix(".json"))], cwd=ROOT, check=False)


def _parse(path: Path) -> None:
    subprocess.run([sys.executable, "-c", _PARSE, str(path)], cwd=ROOT, check=True)


def _folder(pages: int, blocks: int, repeat: int) -> None:
    """Check a folder of pages: anew by one process and by every core, and again with what was kept of the first time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "docs"
        folder.mkdir()
        for number in range(pages):
            (folder / f"{number}.md").write_text(document(150, blocks) + f"\nPage {number}.\n", encoding="utf-8")
        seen = os.environ | {"XDG_CACHE_HOME": str(Path(name) / "cache")}

        def check(*options: str) -> None:
            command = [sys.executable, "-m", "conformance", "document", "check", str(folder), *options]
            subprocess.run([*command, "--format", "json", "-o", os.devnull], cwd=ROOT, env=seen, check=False)

        check()  # what the last of the three finds
        ways = {"one": ("--no-cache", "--jobs", "1"), "cores": ("--no-cache",), "again": ()}
        times = in_turns({way: partial(check, *options) for way, options in ways.items()}, repeat)
    print(f"a folder of {pages} pages of 150 lines with {blocks} blocks each")
    print(f"  one process                  {times['one']:6.2f} s")
    print(f"  every core                   {times['cores']:6.2f} s: {times['cores'] / times['one']:.2f} × one process")
    print(f"  a second time, of the cache  {times['again']:6.2f} s: {times['again'] / times['one']:.2f} × one process")


def _profile(path: Path) -> None:
    """Print where the time of a check goes, by rule and by function, in this process."""
    from conformance.cli.main import run

    profile = cProfile.Profile()
    arguments = ["document", "check", str(path), "--no-cache", "--format", "json", "-o", str(path.with_suffix(".json"))]
    start = time.perf_counter()
    profile.runcall(run, arguments)
    print(f"\nprofiled: {time.perf_counter() - start:.2f} s")
    pstats.Stats(profile).sort_stats("cumulative").print_stats(r"conformance", 45)


def _compare(path: Path, repeat: int) -> dict[str, Any]:
    times = in_turns({"check": partial(_check, path), "parse": partial(_parse, path)}, repeat)
    report = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    blocks = report["checked"]["predicted"] + report["checked"]["responses"]
    print(f"  conformance document check   {times['check']:6.2f} s, cold ({blocks} blocks judged)")
    print(f"  bare markdown-it-py          {times['parse']:6.2f} s, cold")
    print(f"  ours takes {times['check'] / times['parse']:.1f} × as long")
    print(f"  {len(report['findings'])} findings, {len(report['confirmed'])} claims confirmed")
    return report  # type: ignore[no-any-return]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--blocks", type=int, default=300)
    parser.add_argument("--pages", type=int, default=200, help="pages of a folder")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        document_path = Path(folder) / "stories.md"
        text = document(options.lines, options.blocks)
        document_path.write_text(text, encoding="utf-8")
        fences = text.count("\n```") // 2
        print(f"a document of {text.count(chr(10)):,} lines with {fences} blocks ({len(text) / 1000:.0f} kB)")
        _compare(document_path, options.repeat)
        _folder(options.pages, 8, options.repeat)
        if options.profile:
            _profile(document_path)
