"""The twin table: the same small program in Python and in PowerShell, and the one reading that both must have.

In a program ``ASK(42)`` is a chat call with that seed, ``ASK(42) as r`` keeps its answer, and ``SAY(…)`` prints a line. A
reading is written in lines: ``not understood`` where something is not; of each call its seed, ``perhaps`` where it is not
certain, ``passes`` where a refusal passes silently; then each printed line in quotes, with parts of an answer and what is not known in braces.
What a program prints is told for requests that are accepted, so a handler's own lines are not part of it.
"""

import re
from dataclasses import dataclass, field
from typing import Final

_PYTHON: Final = """import os
import sys
import subprocess
import requests
from openai import AzureOpenAI

client = AzureOpenAI(
    azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
    api_key=os.environ["AZURE_OPENAI_API_KEY"],
    api_version="2024-02-01",
)
messages = [{"role": "user", "content": "Hi"}]
"""
_POWERSHELL: Final = """$ErrorActionPreference = 'Stop'
$headers = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/d/chat/completions?api-version=2024-02-01"
$messages = @(@{ role = 'user'; content = 'Hi' })
"""
_ASK: Final = re.compile(r"ASK\((?P<seed>[^()]*(?:\([^()]*\)[^()]*)*)\)(?: as (?P<name>\w+))?")
_SAY: Final = re.compile(r"SAY\((?P<text>.*)\)(?=$|\n| \}|;)")


@dataclass(frozen=True)
class Twin:
    """One row. ``differs`` names what differs today, by language, and why; a row that no longer differs must lose it."""

    name: str
    python: str
    powershell: str
    reading: str
    differs: dict[str, str] = field(default_factory=dict)
    why: str = ""

    def source(self, language: str) -> str:
        """Return the whole program."""
        if language == "python":
            text = _ASK.sub(_python_call, self.python.strip("\n"))
            return _PYTHON + _SAY.sub(r"print(\g<text>)", text) + "\n"
        text = _ASK.sub(_powershell_call, self.powershell.strip("\n"))
        return _POWERSHELL + _SAY.sub(r"Write-Host \g<text>", text) + "\n"


def _python_call(match: re.Match[str]) -> str:
    kept = f"{match['name']} = " if match["name"] else ""
    return f'{kept}client.chat.completions.create(model="d", seed={match["seed"]}, messages=messages)'


def _powershell_call(match: re.Match[str]) -> str:
    kept = f"${match['name']} = " if match["name"] else "$null = "
    body = f"(@{{ seed = {match['seed']}; messages = $messages }} | ConvertTo-Json -Depth 5)"
    return (
        f"{kept}Invoke-RestMethod -Uri $url -Method Post -Headers $headers -ContentType 'application/json' -Body {body}"
    )


TWINS: Final = (
    # Values
    Twin("a call", "ASK(42)", "ASK(42)", "42"),
    Twin("a seed in a variable", "seed = 42\nASK(seed)", "$seed = 42\nASK($seed)", "42"),
    Twin("a seed that is computed", "seed = 2 * 20 + 2\nASK(seed)", "$seed = 2 * 20 + 2\nASK($seed)", "42"),
    Twin("a seed of 41 bits", "ASK(2199023255551)", "ASK(2199023255551)", "2199023255551"),
    Twin("a seed in quotes", 'ASK("42")', "ASK('42')", '"42"'),
    Twin("no seed at all", "ASK(None)", "ASK($null)", "null"),
    Twin("a seed from the environment", 'ASK(int(os.environ["SEED"]))', "ASK([int]$Env:SEED)", "{?}"),
    Twin("a number in text", 'seed = int("42")\nASK(seed)', "$seed = [int]'42'\nASK($seed)", "42"),
    Twin(
        "a part of a text",
        'seed = int("7,42".split(",")[1])\nASK(seed)',
        "$seed = [int]('7,42'.Split(',')[1])\nASK($seed)",
        "42",
    ),
    Twin(
        "a member set later",
        'settings = {"seed": 1}\nsettings["seed"] = 42\nASK(settings["seed"])',
        "$settings = @{ seed = 1 }\n$settings['seed'] = 42\nASK($settings['seed'])",
        "42",
    ),
    Twin("the last of a list", "seeds = [1, 2, 42]\nASK(seeds[-1])", "$seeds = @(1, 2, 42)\nASK($seeds[-1])", "42"),
    Twin("how many there are", "seeds = [7, 8]\nASK(len(seeds))", "$seeds = @(7, 8)\nASK($seeds.Count)", "2"),
    # Loops
    Twin(
        "a counting loop",
        "for i in range(3):\n    ASK(i)",
        "for ($i = 0; $i -lt 3; $i++) { ASK($i) }",
        "0\n1\n2",
    ),
    Twin("a loop over a list", "for i in [1, 5]:\n    ASK(i)", "foreach ($i in 1, 5) { ASK($i) }", "1\n5"),
    Twin(
        "a loop with a condition",
        "n = 0\nwhile n < 2:\n    ASK(n)\n    n += 1",
        "$n = 0\nwhile ($n -lt 2) {\n  ASK($n)\n  $n++\n}",
        "0\n1",
    ),
    Twin(
        "a loop that is left",
        "n = 0\nwhile True:\n    ASK(n)\n    n += 1\n    if n == 2:\n        break",
        "$n = 0\nwhile ($true) {\n  ASK($n)\n  $n++\n  if ($n -eq 2) { break }\n}",
        "0\n1",
    ),
    Twin(
        "a round that is skipped",
        "for i in range(3):\n    if i == 1:\n        continue\n    ASK(i)",
        "foreach ($i in 0..2) {\n  if ($i -eq 1) { continue }\n  ASK($i)\n}",
        "0\n2",
    ),
    Twin(
        "a loop in a loop",
        "for i in [10, 20]:\n    for j in [1, 2]:\n        ASK(i + j)",
        "foreach ($i in 10, 20) { foreach ($j in 1, 2) { ASK($i + $j) } }",
        "11\n12\n21\n22",
    ),
    Twin(
        "a loop that the environment decides",
        'while os.environ["GO"]:\n    ASK(1)',
        "while ($Env:GO) { ASK(1) }",
        "1 perhaps",
    ),
    Twin(
        "a loop over what the environment holds",
        'for word in os.environ["WORDS"].split(","):\n    ASK(1)',
        "foreach ($word in $Env:WORDS.Split(',')) { ASK(1) }",
        "1 perhaps",
    ),
    Twin(
        "many rounds before a call",
        "total = 0\nfor i in range(300):\n    total += i\nASK(total)",
        "$total = 0\nfor ($i = 0; $i -lt 300; $i++) { $total += $i }\nASK($total)",
        "44850",
    ),
    Twin(
        "forty calls in a loop",
        "for i in range(40):\n    ASK(i)",
        "for ($i = 0; $i -lt 40; $i++) { ASK($i) }",
        "\n".join(f"{i}" for i in range(40)),
    ),
    Twin(
        "a round that may be skipped",
        'for i in [1, 2]:\n    if os.environ["GO"]:\n        continue\n    ASK(i)\nASK(3)',
        "foreach ($i in 1, 2) {\n  if ($Env:GO) { continue }\n  ASK($i)\n}\nASK(3)",
        "1 perhaps\n2 perhaps\n3",
    ),
    Twin(
        "a loop that may be left",
        'for i in [1, 2]:\n    ASK(i)\n    if os.environ["GO"]:\n        break\nASK(3)',
        "foreach ($i in 1, 2) {\n  ASK($i)\n  if ($Env:GO) { break }\n}\nASK(3)",
        "1\n2 perhaps\n3",
    ),
    Twin(
        "a condition that may have ended a loop",
        'n = 0\nwhile n < 9:\n    ASK(n)\n    n += 1\n    if os.environ["GO"]:\n        n = 9\nASK(n)',
        "$n = 0\nwhile ($n -lt 9) {\n  ASK($n)\n  $n++\n  if ($Env:GO) { $n = 9 }\n}\nASK($n)",
        "0\n{?} perhaps\n{?}",
    ),
    # Branches
    Twin(
        "a branch that is taken",
        "if 1 < 2:\n    ASK(1)\nelse:\n    ASK(2)",
        "if (1 -lt 2) { ASK(1) } else { ASK(2) }",
        "1",
    ),
    Twin(
        "a branch that the environment decides",
        'if os.environ["GO"]:\n    ASK(1)',
        "if ($Env:GO) { ASK(1) }",
        "1 perhaps",
    ),
    Twin(
        "one of two branches",
        'if os.environ["GO"] == "a":\n    ASK(1)\nelse:\n    ASK(2)',
        "if ($Env:GO -ceq 'a') { ASK(1) } else { ASK(2) }",
        "1 perhaps\n2 perhaps",
    ),
    Twin(
        "a value of one of two branches",
        'if os.environ["GO"]:\n    seed = 1\nelse:\n    seed = 2\nASK(seed)',
        "if ($Env:GO) { $seed = 1 } else { $seed = 2 }\nASK($seed)",
        "{?}",
    ),
    Twin(
        "a missing setting ends it",
        'if not os.environ.get("GO"):\n    sys.exit(1)\nASK(1)',
        "if (-not $Env:GO) { exit 1 }\nASK(1)",
        "1",
    ),
    Twin(
        "a value by a condition",
        "seed = 1 if 1 < 2 else 2\nASK(seed)",
        "$seed = if (1 -lt 2) { 1 } else { 2 }\nASK($seed)",
        "1",
    ),
    Twin("nothing after the end", "sys.exit(0)\nASK(1)", "exit 0\nASK(1)", ""),
    # What fails
    Twin(
        "a refusal that is told",
        'try:\n    ASK(1)\nexcept Exception:\n    SAY("no")',
        "try { ASK(1) } catch {\n  SAY('no')\n}",
        "1",
    ),
    Twin("a refusal that is hidden", "try:\n    ASK(1)\nexcept Exception:\n    pass", "try { ASK(1) } catch { }", "1 passes"),
    Twin(
        "a refusal that ends the program",
        "try:\n    ASK(1)\nexcept Exception:\n    sys.exit(1)",
        "try { ASK(1) } catch { exit 1 }",
        "1"),
    Twin(
        "a refusal that is thrown on",
        "try:\n    ASK(1)\nexcept Exception:\n    raise",
        "try { ASK(1) } catch { throw }",
        "1",
    ),
    Twin(
        "something is done at the end in any case",
        'try:\n    ASK(1)\nfinally:\n    SAY("done")',
        "try { ASK(1) } finally {\n  SAY('done')\n}",
        '1\n"done"',
    ),
    Twin(
        "a second call where the first is refused",
        "try:\n    ASK(1)\nexcept Exception:\n    ASK(2)",
        "try { ASK(1) } catch { ASK(2) }",
        "1\n2 perhaps"),
    Twin(
        "a call behind a refusal that is told",
        'try:\n    ASK(1)\nexcept Exception:\n    SAY("no")\nASK(2)',
        "try { ASK(1) } catch {\n  SAY('no')\n}\nASK(2)",
        "1\n2",
    ),
    Twin(
        "a function that returns out of a try",
        'def one():\n    try:\n        return 1\n    finally:\n        SAY("done")\n\nASK(one())',
        "function Get-One {\n  try { return 1 } finally {\n    SAY('done')\n  }\n}\nASK((Get-One))",
        '1\n"done"',
    ),
    Twin(
        "a branch in a branch that ends",
        'if os.environ["A"]:\n    if not os.environ["B"]:\n        ASK(1)\n        sys.exit(1)\n    ASK(2)\nASK(3)',
        "if ($Env:A) {\n  if (-not $Env:B) {\n    ASK(1)\n    exit 1\n  }\n  ASK(2)\n}\nASK(3)",
        "2 perhaps\n3",
    ),
    Twin("an error of its own", 'raise ValueError("no")\nASK(1)', "throw 'no'\nASK(1)", ""),
    Twin(
        "an error of its own that is caught",
        'try:\n    raise ValueError("no")\nexcept ValueError:\n    SAY("caught")\nASK(1)',
        "try { throw 'no' } catch {\n  SAY('caught')\n}\nASK(1)",
        '1\n"caught"',
    ),
    Twin(
        "it is tried until it works",
        'for i in range(3):\n    try:\n        ASK(i)\n        break\n    except Exception:\n        SAY("again")',
        "foreach ($i in 0..2) {\n  try {\n    ASK($i)\n    break\n  } catch {\n    SAY('again')\n  }\n}",
        "0",
    ),
    # Functions
    Twin(
        "a function that asks",
        "def ask(seed):\n    ASK(seed)\n\nask(1)\nask(2)",
        "function Ask($seed) {\n  ASK($seed)\n}\nAsk 1\nAsk 2",
        "1\n2",
    ),
    Twin(
        "a parameter with a default",
        "def ask(seed=42):\n    ASK(seed)\n\nask()",
        "function Ask($seed = 42) {\n  ASK($seed)\n}\nAsk",
        "42",
    ),
    Twin(
        "a function that gives a value",
        "def one_more(n):\n    return n + 1\n\nASK(one_more(41))",
        "function Get-OneMore($n) { return $n + 1 }\nASK((Get-OneMore 41))",
        "42",
    ),
    Twin(
        "a function that returns early",
        "def ask(seed):\n    if seed < 0:\n        return\n    ASK(seed)\n\nask(-1)\nask(1)",
        "function Ask($seed) {\n  if ($seed -lt 0) { return }\n  ASK($seed)\n}\nAsk -1\nAsk 1",
        "1",
    ),
    Twin(
        "a function that calls itself",
        "def ask(n):\n    if n == 0:\n        return\n    ASK(n)\n    ask(n - 1)\n\nask(2)",
        "function Ask($n) {\n  if ($n -eq 0) { return }\n  ASK($n)\n  Ask ($n - 1)\n}\nAsk 2",
        "2\n1"),
    Twin("a function that nobody calls", "def ask():\n    ASK(1)\n", "function Ask {\n  ASK(1)\n}", ""),
    Twin(
        "harm in a function that nobody calls",
        'def clean():\n    os.remove("a")\n\nASK(1)',
        "function Clear-It { Remove-Item a }\nASK(1)",
        "1", differs={'python': 'not understood\n1'}, why='Python looks at code that never runs as well'),
    Twin(
        "a function around a function's refusal",
        'def ask():\n    ASK(1)\n\ntry:\n    ask()\nexcept Exception:\n    SAY("no")',
        "function Ask {\n  ASK(1)\n}\ntry { Ask } catch {\n  SAY('no')\n}",
        "1",
    ),
    # What is printed
    Twin("a line", 'SAY("a line")', "SAY('a line')", '"a line"'),
    Twin("a value in a text", 'n = 1\nSAY(f"Story {n + 1}:")', '$n = 1\nSAY("Story $($n + 1):")', '"Story 2:"'),
    Twin("a rule of dashes", 'SAY("-" * 3)', "SAY(('-' * 3))", '"---"'),
    Twin("a list in one line", 'SAY(", ".join(["a", "b"]))', "SAY((@('a', 'b') -join ', '))", '"a, b"'),
    Twin("a text in capitals", 'SAY("story".upper())', "SAY('story'.ToUpper())", '"STORY"'),
    Twin("a number with a fraction", "SAY(0.7)", "SAY(0.7)", '"0.7"'),
    Twin("two digits of a fraction", 'SAY(f"{0.5:.2f}")', "SAY(('{0:F2}' -f 0.5))", '"0.50"'),
    Twin("a truth", "SAY(True)", "SAY($true)", '"True"'),
    Twin(
        "the text of an answer",
        "ASK(1) as r\nSAY(r.choices[0].message.content)",
        "ASK(1) as r\nSAY($r.choices[0].message.content)",
        '1\n"{choices.0.message.content}"',
    ),
    Twin(
        "the fingerprint in a text",
        'ASK(1) as r\nSAY(f"Fingerprint: {r.system_fingerprint}")',
        'ASK(1) as r\nSAY("Fingerprint: $($r.system_fingerprint)")',
        '1\n"Fingerprint: {system_fingerprint}"',
    ),
    Twin("a default", 'SAY(os.environ.get("NAME") or "x")', "SAY(($Env:NAME ? $Env:NAME : 'x'))", '"{NAME or x}"'),
    Twin("what the environment holds", 'SAY(os.environ["NAME"])', "SAY($Env:NAME)", '"{NAME}"'),
    Twin(
        "what is printed under a condition",
        'if os.environ["GO"]:\n    SAY("a")',
        "if ($Env:GO) {\n  SAY('a')\n}",
        '"a" perhaps',
    ),
    Twin("what goes to the other stream", 'print("a", file=sys.stderr)', "[Console]::Error.WriteLine('a')", ""),
    # What does more than ask and print
    Twin("a file is removed", 'os.remove("a")\nASK(1)', "Remove-Item a\nASK(1)", "not understood\n1", differs={'powershell': 'not understood\n1\n"{?}"'}, why='PowerShell prints what a statement yields, and what is not understood yields something unknown'),
    Twin("a process is started", 'subprocess.run(["a"])\nASK(1)', "Start-Process a\nASK(1)", "not understood\n1", differs={'powershell': 'not understood\n1\n"{?}"'}, why='PowerShell prints what a statement yields, and what is not understood yields something unknown'),
    Twin("a file is read", 'text = open("a").read()\nASK(1)', "$text = Get-Content a\nASK(1)", "not understood\n1"),
    Twin(
        "another host is asked",
        'requests.get("https://h/a")\nASK(1)',
        "$null = Invoke-RestMethod https://h/a\nASK(1)",
        "not understood\n1", differs={'powershell': 'not understood\nnone\n1'}, why='PowerShell takes a request to any host for a call'),
    Twin("a branch with harm that is not taken", 'if 1 > 2:\n    os.remove("a")\nASK(1)', "if (1 -gt 2) { Remove-Item a }\nASK(1)", "1", differs={'python': 'not understood\n1'}, why='Python looks at code that never runs as well'),
    Twin(
        "a branch with harm that the environment decides",
        'if os.environ["GO"]:\n    os.remove("a")\nASK(1)',
        "if ($Env:GO) { Remove-Item a }\nASK(1)",
        "not understood\n1", differs={'powershell': 'not understood\n1\n"{?}" perhaps'}, why='PowerShell prints what a statement yields, and what is not understood yields something unknown'),
    Twin("harm behind the end", 'ASK(1)\nsys.exit(0)\nos.remove("a")', "ASK(1)\nexit 0\nRemove-Item a", "1"),
    Twin(
        "a slip in the path",
        'requests.post(os.environ["AZURE_OPENAI_ENDPOINT"] + "/openai/deployments/d/chat/completion?api-version=2024-02-01", json={"seed": 1, "messages": messages})',
        "$null = Invoke-RestMethod -Uri \"$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/d/chat/completion?api-version=2024-02-01\" -Method Post -ContentType 'application/json' -Body (@{ seed = 1; messages = $messages } | ConvertTo-Json -Depth 5)",
        "1", differs={'powershell': 'not understood\n1'}, why='PowerShell takes a request whose path has a slip for one to somewhere else, and yields its call too'),
    Twin("text is run as code", 'exec(os.environ["CODE"])\nASK(1)', "Invoke-Expression $Env:CODE\nASK(1)", "not understood\n1", differs={'powershell': 'not understood\n1\n"{?}"'}, why='PowerShell prints what a statement yields, and what is not understood yields something unknown'),
    Twin("waiting between calls", "import time\nASK(1)\ntime.sleep(1)\nASK(2)", "ASK(1)\nStart-Sleep -Seconds 1\nASK(2)", "1\n2"),
)  # fmt: skip
