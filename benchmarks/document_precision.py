"""How many of the errors and warnings of `conformance document check` are true and useful on pages that nobody here wrote.

    python benchmarks/document_precision.py --repositories FOLDER [--list] [--write-unjudged FILE]

FOLDER holds local clones (``OWNER+NAME``, bare or with a work tree). The documents of each repository
are taken at the commit that stands below: every .md and .mdx that names OpenAI or chat completions.
The pages in ``../shared`` are checked too, where they are there. Each error and warning is looked up in
``document_verdicts.ndjson`` (repository, path, commit, line, rule; no text): ``true``, ``false``, or ``useless``, which is true and helps nobody.
One without a verdict is shown as such, and counts against the bar. The exit code is 1 below it: 95 % of errors, 85 % of warnings.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.shared_folder import shared

VERDICTS: Final = Path(__file__).with_name("document_verdicts.ndjson")
SHARED: Final = "shared"
# What is checked, and at which commit.
REPOSITORIES: Final = {
    "567-labs/instructor": "cc67955310e64056bcf8a087d570a85972a58c40",
    "Azure-Samples/AI-Gateway": "561d71992bd660af94efc76a8f2f21df0e6ac8e5",
    "Azure-Samples/azure-openai-keyless-python": "2eba23bddf6424efbc1e365419885816701a729a",
    "Azure-Samples/azureai-samples": "5a62b26f1b1fe78d4708d7c543ada2f98dfa8c2e",
    "Azure-Samples/openai": "ea16289a85e529121e76c5d62fd7eb4d4a201938",
    "dotnet/ai-samples": "dfffa9b6583f264f38835889203f622d51ed3f41",
    "langchain-ai/docs": "7df7f3077ed710a8e250bba72af849134c3254b5",
    "microsoft/autogen": "027ecf0a379bcc1d09956d46d12d44a3ad9cee14",
    "microsoft/LLMLingua": "e0e9d99beb94098bbd924aa53c2c112eac41c758",
    "microsoft/promptflow": "6e76ef49beda52187d8ae38d710632cfeabedde4",
    "microsoft/semantic-kernel": "b39d95a34435f4c1d55dd00c86120ce118d847e1",
    "MicrosoftDocs/semantic-kernel-docs": "8666d652b1f1313a6be0baee91ef11652fc6d3b5",
    "MicrosoftLearning/mslearn-openai": "5d0e51c7c8d42b90612a0c4809bb7582a721acd0",
    "openai/openai-dotnet": "b3b4bbbc31cebef0f4978071d586856360173c89",
    "openai/openai-node": "7b7d6ca71130d37ec09792c50056b47861f2eccf",
    "openai/openai-python": "e43b422412a9e96c9cc5192c61fffbe2d7e04836",
    "pydantic/pydantic-ai": "4fda38988f2939fa6ea9cdefcf120693e10ef491",
    "simonw/llm": "f3f4f29c6e5e623c3776cbf6455dda2345638214",
    "traceloop/openllmetry": "93429cfb9767e6b51db6cb35f6b70f758117669a",
    "turbo998/azure-openai-faq": "dce314a9615f7f0d875c816fe0ae37fc597e27e8",
}
BAR: Final = {"error": 95, "warning": 85}
_DOCUMENT: Final = re.compile(r"\.mdx?$", re.IGNORECASE)
_ABOUT: Final = re.compile(rb"openai|chat[./_]completions|ChatCompletion", re.IGNORECASE)

Place = tuple[str, str, int, str]


@dataclass
class Counts:
    """The verdicts of the findings of one severity, by rule."""

    by_rule: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def total(self) -> Counter[str]:
        return sum(self.by_rule.values(), Counter[str]())


def verdicts() -> dict[Place, dict[str, Any]]:
    rows = map(json.loads, VERDICTS.read_text(encoding="utf-8").splitlines())
    return {(row["repository"], row["path"], row["line"], row["rule"]): row for row in rows}


def documents(git: Path, commit: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each document of a commit that is about our subject."""
    run = ["git", f"--git-dir={git}"]
    listed = subprocess.run([*run, "ls-tree", "-r", commit], capture_output=True, text=True, check=True).stdout
    named = [(line.partition("\t")[2], line.split()[2]) for line in listed.splitlines()]
    wanted = [(path, blob) for path, blob in named if _DOCUMENT.search(path)]
    asked = "".join(f"{blob}\n" for _, blob in wanted).encode()
    told = subprocess.run([*run, "cat-file", "--batch"], input=asked, capture_output=True, check=True).stdout
    at = 0
    for path, _ in wanted:
        end = told.index(b"\n", at)
        head = told[at:end].split()
        if head[-1] == b"missing":  # a snapshot lacks its largest files
            at = end + 1
            continue
        body = told[end + 1 : end + 1 + int(head[2])]
        at = end + 2 + int(head[2])
        if _ABOUT.search(body):
            yield path, body


def findings(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the errors and warnings about every document below ``folder``."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if _DOCUMENT.search(path.name))
    command = [sys.executable, "-m", "conformance", "document", "check", "--fail-on", "never", "--format", "json"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    for start in range(0, len(names), 300):
        told = subprocess.run(
            [*command, "--", *names[start : start + 300]],
            cwd=folder,
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        for one in json.loads(told.stdout)["findings"]:
            if one["severity"] in BAR:
                yield one


def clone_of(folder: Path, repository: str) -> Path | None:
    """Return the git directory of a repository below ``folder``, None without one."""
    owner, _, name = repository.partition("/")
    for one in (folder / f"{owner}+{name}", folder / f"{owner}+{name}" / "repo", folder / name, folder / repository):
        for git in (one / ".git", one):
            if (git / "objects").is_dir():
                return git
    return None


def checked(repositories: Path | None) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Yield repository, commit and finding for everything that is found."""
    for repository, commit in {SHARED: "", **REPOSITORIES}.items():
        if repository == SHARED:
            for name in ("document", "documents"):
                for one in findings(shared() / name) if (shared() / name).is_dir() else ():
                    one["source"]["file"] = f"{name}/{one['source']['file']}"
                    yield SHARED, None, one
            continue
        git = clone_of(repositories, repository) if repositories else None
        if git is None:
            print(f"{repository}: no clone of it is there; it is left out.", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory(prefix="pages-") as name:
            folder = Path(name)
            (folder / ".git").mkdir()  # includes are looked for up to the top of a repository
            count = 0
            for path, body in documents(git, commit):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(body)
                count += 1
            print(f"{repository} at {commit[:12]}: {count} documents", flush=True)
            yield from ((repository, commit, one) for one in findings(folder))


def main() -> int:
    """Print the precision by rule; exit code 1 below the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repositories", type=Path, metavar="FOLDER", help="where the clones are")
    parser.add_argument("--list", action="store_true", help="name each finding that is not true, or has no verdict")
    parser.add_argument("--write-unjudged", type=Path, metavar="FILE", help="write those without a verdict there")
    arguments = parser.parse_args()
    known = verdicts()
    counts = {severity: Counts() for severity in BAR}
    unjudged = []
    for repository, commit, one in checked(arguments.repositories):
        place: Place = (repository, one["source"]["file"], one["source"]["line"], one["rule"])
        verdict = known[place]["verdict"] if place in known else "no verdict"
        counts[one["severity"]].by_rule[one["rule"]][verdict] += 1
        if verdict != "true" and arguments.list:
            print(f"  {verdict}: {one['severity']} {one['rule']}  {repository} {place[1]}:{place[2]}")
        if verdict == "no verdict":
            names = ("repository", "path", "line", "rule")
            row = {
                **dict(zip(names, place, strict=True)),
                "commit": commit,
                "severity": one["severity"],
                "verdict": "?",
            }
            unjudged.append(row)
    if arguments.write_unjudged:
        arguments.write_unjudged.write_text("".join(f"{json.dumps(row)}\n" for row in unjudged), encoding="utf-8")
    met = [shown(severity, counts[severity]) for severity in BAR]
    return 0 if all(met) else 1


def shown(severity: str, counts: Counts) -> bool:
    """Print one severity; return whether it meets its bar."""
    total = counts.total()
    print(f"\n{severity:<24}{'true':>6}{'false':>7}{'useless':>9}{'no verdict':>12}{'precision':>11}")
    for rule, found in (*sorted(counts.by_rule.items()), ("all", total)):
        share = 100 * found["true"] / max(sum(found.values()), 1)
        print(
            f"{rule:<24}{found['true']:>6}{found['false']:>7}{found['useless']:>9}{found['no verdict']:>12}{share:>10.1f}%"
        )
    share = 100 * total["true"] / sum(total.values()) if total else 100.0
    print(f"the bar is {BAR[severity]} %: {'met' if share >= BAR[severity] else 'not met'}")
    return share >= BAR[severity]


if __name__ == "__main__":
    sys.exit(main())
