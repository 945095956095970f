"""Windows PowerShell 5.1, which does not run here: the scripts parse, use what it has, and meet its errors."""

import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.samples.answers import completion, error, told
from tests.samples.running import ALL, Sample, in_a_moment, run
from tests.samples.service import SILENCE, Answer, as_json
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import needs_shared, pwsh

pytestmark = needs_shared
STORY = "Am Anfang 宇宙"
SCRIPTS = [sample.path for sample in ALL if sample.language == "powershell"]

# What the documentation of 5.1 lists, as far as samples need it. A new use is looked up there before it is added here.
COMMANDS = {
    "ConvertTo-Json": {"InputObject", "Depth", "Compress"},
    "Invoke-RestMethod": {"Uri", "Headers", "Body", "Method", "ContentType", "MaximumRedirection", "TimeoutSec"},
    "Write-Host": {"Object", "NoNewline"},
}
OPERATORS = {"Equals", "PlusEquals", "Ieq", "Ine", "Ilt", "Ile", "Ige", "Igt", "Join", "Not", "And", "Or", "Plus"}
TYPES = {"Console", "Environment", "ordered"}
AUTOMATIC = {"_", "null", "true", "false", "ErrorActionPreference", "PSVersionTable"}


def parse(*paths: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(pwsh()), "-Parse", *map(str, paths)], capture_output=True, text=True, check=False)


def uses(*scripts: Path) -> dict[str, set[str]]:
    """Return the operators, commands, types and variables of scripts, by PowerShell's own parser."""
    listing = Path(__file__).with_name("uses.ps1")
    command = [str(pwsh()), "-NoProfile", "-NonInteractive", "-File", str(listing), *map(str, scripts)]
    found = defaultdict(set)
    for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
        kind, _, name = line.partition(" ")
        found[kind].add(name)
    return found


def beyond(*scripts: Path) -> set[str]:
    """Return what scripts use that 5.1 lacks, or that nobody has looked up yet."""
    found = uses(*scripts)
    commands = COMMANDS.keys() | {f"{name} -{switch}" for name, switches in COMMANDS.items() for switch in switches}
    variables = {name for name in found["variable"] if not name.startswith("Env:")}
    return (
        (found["operator"] - OPERATORS)
        | (found["command"] - commands)
        | (found["type"] - TYPES)
        | {f"${name}" for name in variables - found["assigned"] - AUTOMATIC}
    )


def test_every_script_parses() -> None:
    parsed = parse(*SCRIPTS)
    assert (parsed.returncode, parsed.stdout, parsed.stderr) == (0, "", "")


def test_a_script_that_does_not_parse_would_be_noticed(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ps1"
    broken.write_text(SCRIPTS[0].read_text(encoding="utf-8").replace("trap {", "trap", 1), encoding="utf-8")
    assert parse(broken).returncode == 1


def test_no_script_uses_what_5_1_lacks() -> None:
    assert beyond(*SCRIPTS) == set()


def test_what_5_1_lacks_is_found(tmp_path: Path) -> None:
    script = tmp_path / "newer.ps1"
    lines = {
        "$a ?? 1": "QuestionQuestion",
        "$a ??= 1": "QuestionQuestionEquals",
        "$a ? 1 : 2": "?:",
        "Write-Host 1 && Write-Host 2": "AndAnd",
        "Write-Host 1 || Write-Host 2": "OrOr",
        "Write-Host 1 &": "&",
        "${a}?.b": "?.",
        "${a}?.b()": "?.",
        "${a}?[0]": "?[]",
        "Invoke-RestMethod -SkipHttpErrorCheck": "Invoke-RestMethod -SkipHttpErrorCheck",
        "Invoke-RestMethod -OperationTimeoutSeconds 1": "Invoke-RestMethod -OperationTimeoutSeconds",
        "ConvertTo-Json -AsArray": "ConvertTo-Json -AsArray",
        "Join-String": "Join-String",
        "if ($IsLinux) { }": "$IsLinux",
        "[semver]'1.0'": "semver",
    }
    script.write_text("\n".join(lines), encoding="utf-8")
    assert beyond(script) == set(lines.values())


# The cmdlet with the parameters of 5.1 alone, and with its errors: a redirect is one without a response.
CMDLET_OF_5_1 = """
function Invoke-RestMethod {
  [CmdletBinding()] param($Uri, $Headers, $Body, $Method, $ContentType, $MaximumRedirection, $TimeoutSec)
  try { & $ExecutionContext.InvokeCommand.GetCommand('Invoke-RestMethod', 'Cmdlet') @PSBoundParameters } catch {
    if ($_.CategoryInfo.Category -eq 'OperationTimeout') { throw [Net.WebException]::new('It timed out.', 'Timeout') }
    if ([int]$_.Exception.Response.StatusCode -notin 300..399) { throw }
    $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new(
      [InvalidOperationException]::new('Too many redirections.'), 'MaximumRedirectExceeded', 'InvalidOperation', $null))
  }
}
"""


def as_under_5_1(text: str) -> str:
    of_7 = "$PSVersionTable.PSVersion -ge"
    assert of_7 in text
    return CMDLET_OF_5_1 + in_a_moment(text).replace(of_7, "[version]'5.1' -ge")


@pytest.mark.parametrize("which", ["", "v1"])
@pytest.mark.parametrize(
    ("answer", "stdout", "says"),
    [
        pytest.param(as_json(completion(STORY)), told(STORY, STORY, STORY), "", id="a story"),
        pytest.param(
            Answer(status=307, headers={"Location": "http://127.0.0.1:9/"}), None, "redirections", id="redirect"
        ),
        pytest.param(SILENCE, None, "timed out", id="no answer"),
        pytest.param(as_json(error("x", "No."), 400), None, '400 (Bad Request). { "error": {', id="400"),
    ],
)
def test_with_the_cmdlet_of_5_1_a_script_does_the_same(
    answer: Answer, stdout: str | None, says: str, which: str, processes: SharedProcesses
) -> None:
    ran = run(processes, Sample("powershell", "story_with_seed", which), answer, edit=as_under_5_1)
    assert ran.outcome.exit_code == (0 if stdout else 1)
    assert ran.outcome.stdout == (stdout or "Story Version 1\n---\n")
    assert says in " ".join(ran.last_line.split())
