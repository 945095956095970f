"""Windows PowerShell 5.1, which does not run here: the scripts parse, use what it has, and meet its errors."""

import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.samples.answers import completion, error, told
from tests.samples.running import SCENARIOS, Outcome, Sample, in_a_second, run_served
from tests.samples.sentences import CHECK_REQUEST, REDIRECTS, late, refused
from tests.samples.service import SILENCE, Answer, as_json
from tests.shared_folder import needs_shared, pwsh

pytestmark = needs_shared
STORY = "Am Anfang 宇宙"
SCRIPTS = [Sample("powershell", scenario).path for scenario in SCENARIOS]

# What the documentation of 5.1 lists, as far as samples need it. A new use is looked up there before it is added here.
COMMANDS = {
    "ConvertFrom-Json": {"InputObject"},
    "ConvertTo-Json": {"InputObject", "Depth", "Compress"},
    "Get-Command": {"Name"},
    "Invoke-RestMethod": {
        "Uri",
        "Headers",
        "Body",
        "Method",
        "ContentType",
        "OutFile",
        "MaximumRedirection",
        "TimeoutSec",
        "UseBasicParsing",
    },
    "Write-Host": {"Object", "NoNewline"},
}
OPERATORS = {"Equals", "PlusEquals", "Ieq", "Ine", "Ilt", "Ile", "Ige", "Igt", "Imatch", "Inotmatch", "Ireplace"} | {
    "And",
    "Or",
    "Bor",
    "Plus",
    "Is",
    "IsNot",
}
TYPES = {"Console", "int", "IO.File", "IO.Path", "Net.ServicePointManager", "ordered", "string", "Text.UTF8Encoding"}
AUTOMATIC = {"_", "null", "true", "false", "Host", "ErrorActionPreference", "ProgressPreference"}


def parse(*paths: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(pwsh()), "-Parse", *map(str, paths)], capture_output=True, text=True, check=False)


def uses(script: Path) -> dict[str, set[str]]:
    """Return the operators, commands, types and variables of a script, by PowerShell's own parser."""
    listing = Path(__file__).with_name("uses.ps1")
    command = [str(pwsh()), "-NoProfile", "-NonInteractive", "-File", str(listing), str(script)]
    found = defaultdict(set)
    for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
        kind, _, name = line.partition(" ")
        found[kind].add(name)
    return found


def beyond(script: Path) -> set[str]:
    """Return what a script uses that 5.1 lacks, or that nobody has looked up yet."""
    found = uses(script)
    known = COMMANDS | {name: set() for name in found["function"]}
    commands = known.keys() | {f"{name} -{switch}" for name, switches in known.items() for switch in switches}
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
    broken.write_text(SCRIPTS[0].read_text(encoding="utf-8").replace("finally {", "finally", 1), encoding="utf-8")
    assert parse(broken).returncode == 1


@pytest.mark.parametrize("script", SCRIPTS, ids=SCENARIOS)
def test_a_script_uses_nothing_that_5_1_lacks(script: Path) -> None:
    assert beyond(script) == set()


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
        "ConvertFrom-Json -AsHashtable": "ConvertFrom-Json -AsHashtable",
        "Join-String": "Join-String",
        "if ($IsLinux) { }": "$IsLinux",
        "[semver]'1.0'": "semver",
    }
    script.write_text("\n".join(lines), encoding="utf-8")
    assert beyond(script) == set(lines.values())


# The two cmdlets with the parameters of 5.1 alone, and with its errors: a redirect is one without a response.
CMDLETS_OF_5_1 = """
function ConvertFrom-Json {
  [CmdletBinding()] param([Parameter(ValueFromPipeline)] $InputObject)
  process { & $ExecutionContext.InvokeCommand.GetCommand('ConvertFrom-Json', 'Cmdlet') $InputObject -DateKind String }
}
function Invoke-RestMethod {
  [CmdletBinding()] param($Uri, $Headers, $Body, $Method, $ContentType, $OutFile, $MaximumRedirection, $TimeoutSec)
  try { & $ExecutionContext.InvokeCommand.GetCommand('Invoke-RestMethod', 'Cmdlet') @PSBoundParameters } catch {
    if ($_.CategoryInfo.Category -eq 'OperationTimeout') { throw [Net.WebException]::new('', 'Timeout') }
    if ([int]$_.Exception.Response.StatusCode -notin 300..399) { throw }
    $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new(
      [InvalidOperationException]::new(), 'MaximumRedirectExceeded', 'InvalidOperation', $null))
  }
}
"""


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param(as_json(completion(STORY)), Outcome(0, told(STORY, STORY, STORY), b""), id="a story"),
        pytest.param(
            Answer(status=307, headers={"Location": "http://127.0.0.1:9/"}), refused(REDIRECTS), id="redirect"
        ),
        pytest.param(SILENCE, refused(late("SERVICE")), id="no answer"),
        pytest.param(as_json(error("x", "No."), 400), refused(f"{CHECK_REQUEST}: No."), id="400"),
    ],
)
def test_with_the_cmdlets_of_5_1_a_script_does_the_same(answer: Answer, outcome: Outcome) -> None:
    sample = Sample("powershell", "story_with_seed")
    (ran,) = run_served([sample], answer, edit=lambda text: CMDLETS_OF_5_1 + in_a_second(text))
    stderr = ran.outcome.stderr.replace(ran.service.url.encode(), b"SERVICE")
    assert Outcome(ran.outcome.code, ran.outcome.stdout, stderr) == outcome
