"""``conformance read --check``: what sources would send is judged without running them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conformance.testing.hook import main
from tests.command_line.running import Ended, conformance
from tests.shared_folder import ROOT

ASK = """\
from openai import AzureOpenAI
client = AzureOpenAI(api_version="2024-10-21")
client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}], %s)
"""
OTHER = ASK.replace("AzureOpenAI", "OpenAI").replace('api_version="2024-10-21"', "")
SILENT = "print('Hello')\n"


def check(folder: Path, *arguments: str, **sources: str) -> Ended:
    for name, text in sources.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return conformance("read", "--check", *arguments, *(f"{name}.py" for name in sources), folder=folder)


@pytest.mark.parametrize(
    ("sources", "code", "rules"),
    [
        pytest.param({"ask": ASK % "seed=42"}, 0, [], id="sound"),
        pytest.param({"ask": ASK % "sede=42"}, 1, ["undeclared-member"], id="a member that there is not"),
        pytest.param({"ask": ASK % "seed=given"}, 0, [], id="what is not known is not judged"),
        pytest.param({"other": OTHER % "sede=42"}, 3, [], id="another service"),
        pytest.param({"silent": SILENT}, 3, [], id="sends nothing"),
        pytest.param({"silent": SILENT, "ask": ASK % "seed=42"}, 0, [], id="sends nothing, among others"),
        pytest.param(
            {"broken": "(", "sound": ASK % "seed=42"}, 0, [], id="does not parse, and is about something else"
        ),
        pytest.param(
            {"broken": "import openai\n(", "ask": ASK % "sede=42"}, 2, ["undeclared-member"], id="does not parse"
        ),
    ],
)
def test_sources_are_judged(tmp_path: Path, sources: dict[str, str], code: int, rules: list[str]) -> None:
    told = check(tmp_path, "--format", "json", **sources)
    report = json.loads(told.stdout)
    errors = [one for one in report["findings"] if one["severity"] == "error"]
    assert (told.code, [one["rule"] for one in errors]) == (code, rules), told.stderr
    assert all(one["predicted"] and one["source"]["line"] == 3 for one in errors)
    assert report["checked"].get("predicted", 0) == len(sources.keys() & {"ask", "sound"})


def test_a_seed_is_demanded(tmp_path: Path) -> None:
    assert check(tmp_path, ask=ASK % "n=1").code == 0
    told = check(tmp_path, "--require-seed", ask=ASK % "n=1")
    assert (told.code, "error seed-missing  ask.py:1 request" in told.stdout) == (1, True)


def test_every_sample_of_ours_is_sound() -> None:
    samples = [
        str(path.relative_to(ROOT)) for folder in ("python", "powershell") for path in (ROOT / folder).rglob("*.*")
    ]
    samples = [one for one in samples if one.endswith((".py", ".ps1"))]
    told = conformance("read", "--check", "--fail-on", "warning", *samples)
    assert (told.code, told.stderr) == (0, ""), told.stdout
    assert len(samples) == 18


@pytest.mark.parametrize("option", [["--format", "json"], ["--require-seed"], ["--fail-on", "note"]])
def test_what_is_about_findings_needs_check(tmp_path: Path, option: list[str]) -> None:
    (tmp_path / "ask.py").write_text(ASK % "seed=42", encoding="utf-8")
    told = conformance("read", "ask.py", *option, folder=tmp_path)
    assert (told.code, told.stdout) == (2, "")
    assert told.stderr.count("\n") == 1
    assert "add --check" in told.stderr


def hooks() -> dict[str, str]:
    """Return what each hook of ours runs, by its id."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    return {one["id"]: one["entry"] for one in yaml.safe_load(text)}


@pytest.mark.parametrize(
    ("hook", "name", "text", "code"),
    [
        ("conformance-documents", "a.md", "# A page\n", 0),
        ("conformance-documents", "a.md", "# A page\n\nSupport for `seed` was first added in API version `2024-02-01`.\n", 1),
        ("conformance-samples", "a.py", SILENT, 0),
        ("conformance-samples", "a.py", ASK % "sede=42", 1),
        ("conformance-samples", "a.py", "(", 0),
        ("conformance-samples", "a.py", "import openai\n(", 2),
    ],
)  # fmt: skip
def test_each_hook_fails_for_what_is_wrong_alone(
    tmp_path: Path,
    hook: str,
    name: str,
    text: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    python, module, program, *arguments = hooks()[hook].split()
    assert (python, module, program) == ("python", "-m", "conformance.testing.hook")
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, name]) == code, capsys.readouterr()


@pytest.mark.parametrize(("text", "code"), [(SILENT, 0), ("import openai\n(", 2)])
def test_a_hook_ends_a_process_with_its_code(tmp_path: Path, text: str, code: int) -> None:
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *hooks()["conformance-samples"].split()[1:], "a.py"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
