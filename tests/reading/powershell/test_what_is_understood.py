"""What a reading says beside the requests: what is not understood, what is certain, what a refusal does, where it stands."""

import pytest

from conformance.reading import Joined, Known, Reading, Unknown
from conformance.reading.powershell import read_powershell
from conformance.reading.predicting import predictions

CALL = "irm 'https://h/openai/deployments/d/chat/completions?api-version=2024-02-01' -Method Post -Body '{\"seed\":1}' -ContentType application/json"
SOURCE = "ask.ps1"


def read(source: str) -> Reading:
    return read_powershell(SOURCE, source)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("Remove-Item -Recurse $HOME", id="removing files"),
        pytest.param("Set-Content out.txt 'x'", id="writing a file"),
        pytest.param("'x' > out.txt", id="redirecting to a file"),
        pytest.param("Write-Output 'x' >> out.txt", id="appending to a file"),
        pytest.param("Write-Output 'x' | Out-File out.txt", id="piping to a file"),
        pytest.param("Write-Output 'x' | Tee-Object -FilePath out.txt", id="writing on the way"),
        pytest.param("Get-Content secrets.txt", id="reading a file"),
        pytest.param("Start-Process notepad", id="starting a program"),
        pytest.param("curl https://h/", id="a program"),
        pytest.param("./deploy.ps1", id="another script"),
        pytest.param(". ./functions.ps1", id="another script in this scope"),
        pytest.param("& $Env:TOOL --now", id="what a variable names"),
        pytest.param("& 'git' push", id="a program by its name in a string"),
        pytest.param("Invoke-Expression $Env:CODE", id="text as code"),
        pytest.param("iex '1'", id="text as code by its alias"),
        pytest.param("[IO.File]::WriteAllText('a', 'b')", id="a file through the class library"),
        pytest.param("[IO.File]::ReadAllText('a')", id="reading a file through the class library"),
        pytest.param("[IO.File]::Delete($Env:FILE)", id="deleting what a variable names"),
        pytest.param("[Diagnostics.Process]::Start('x')", id="a process through the class library"),
        pytest.param("$c = [Net.Http.HttpClient]::new(); $c.GetAsync('https://h/')", id="another client"),
        pytest.param("New-Object Net.WebClient", id="an object that does more"),
        pytest.param("New-Object -ComObject WScript.Shell", id="a COM object"),
        pytest.param("Add-Type -TypeDefinition 'class A {}'", id="source that is compiled"),
        pytest.param("irm https://h/install", id="a request that is no chat completion"),
        pytest.param("iwr https://h/f.zip -OutFile f.zip", id="a download"),
        pytest.param(f"{CALL} -OutFile answer.json", id="an answer to a file"),
        pytest.param(f"{CALL} -Proxy https://p/", id="a proxy"),
        pytest.param("irm $Env:URL -Method Post -Body '{}'", id="a request to who knows where"),
        pytest.param("Set-Item Env:X 1", id="a cmdlet that is not known"),
        pytest.param("${function:f} = { 1 }", id="a function by assignment"),
        pytest.param("$x.Kill()", id="a method of who knows what"),
        pytest.param("Read-Host 'name'", id="a question to the user"),
        pytest.param("Register-ScheduledTask x", id="a task"),
        pytest.param("trap { continue }", id="a trap"),
        pytest.param("1, 2 | ForEach-Object { Remove-Item $_ }", id="inside a block of a pipeline"),
        pytest.param("function f { Remove-Item x }; f", id="inside a function that is called"),
        pytest.param("if ($Env:X) { Remove-Item x }", id="under a condition that is not known"),
        pytest.param("if (-not $Env:X) { Remove-Item x; exit }", id="in a branch that ends the program"),
        pytest.param("try { 1 } catch { Remove-Item x }", id="in a catch"),
        pytest.param("$x = \"$(Remove-Item x)\"", id="in a string"),
        pytest.param("$h = @{ a = Remove-Item x }", id="in a hashtable"),
        pytest.param("function f($a = (Remove-Item x)) { 1 }; f", id="in a parameter's default"),
        pytest.param("(Remove-Item x).Count", id="in parentheses"),
        pytest.param("1..3 | Where-Object { Remove-Item $_ }", id="in a filter"),
        pytest.param("Measure-Command { Remove-Item x }", id="in a block that is measured"),
        pytest.param("switch (1) { 1 { Remove-Item x } }", id="in a clause"),
        pytest.param("while ($Env:X) { Remove-Item x }", id="in a loop that is not known"),
        pytest.param("$Env:X ?? (Remove-Item x)", id="behind a null coalescing operator"),
        pytest.param("Write-Host (&{ Remove-Item x })", id="in a block that is called"),
        pytest.param("@(1) | Sort-Object { Remove-Item x }", id="in a sort key"),
        pytest.param("'a' -replace 'a', { Remove-Item x }", id="in a replacement"),
        pytest.param("$b = { Remove-Item x }; $b.Invoke()", id="in a block that is invoked"),
        pytest.param("$b = { Remove-Item x }; Invoke-Command $b", id="in a block that another cmdlet runs"),
        pytest.param("'x' | Select-Object @{ n = 'a'; e = { Remove-Item x } }", id="in a calculated property"),
        pytest.param("class A { [void] M() { Remove-Item x } }", id="a class"),
        pytest.param("1 | % -Parallel { $_ }", id="blocks side by side"),
        pytest.param("function Write-Host { Remove-Item x }; Write-Host 1", id="a function by a cmdlet's name"),
        pytest.param("Set-Alias Write-Host Remove-Item; Write-Host x", id="an alias by a cmdlet's name"),
        pytest.param("echo x && Remove-Item y", id="behind a chain operator"),
        pytest.param("foreach -parallel ($x in 1) { 1 }", id="a workflow"),
        pytest.param("1 | % ([scriptblock]'Remove-Item x')", id="text cast to a block"),
        pytest.param("(Get-Date) | ForEach-Object Delete", id="a method by its name"),
        pytest.param("\"${C:\\secrets.txt}\"", id="a file as a variable"),
        pytest.param("$n = 0; while ($Env:X) { if ($n) { Remove-Item x }; $n++ }", id="in a later round"),
        pytest.param("foreach ($i in 0..99) { if ($Env:X) { break }; if ($i -eq 50) { Remove-Item x } }", id="far on"),
        pytest.param("for ($i = 0; $i -lt 99; $i++) { if ($Env:X) { break }; if ($i -eq 50) { Remove-Item x } }", id="far on in a for"),
        pytest.param("using module ./evil.psm1", id="a module"),
        pytest.param("Write-Host 'a", id="a string that is not closed"),
    ],
)  # fmt: skip
def test_what_does_more_than_ask_and_print_is_not_understood(statement: str) -> None:
    assert read(f"Write-Host 'before'\n{statement}\n").not_understood


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("Write-Host 'a'; Write-Warning 'b'; Write-Verbose 'c'; Write-Error 'd'", id="printing"),
        pytest.param("$x = 1..3 | Where-Object { $_ -gt 1 } | Sort-Object | Select-Object -First 1", id="a pipeline"),
        pytest.param("[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12", id="TLS"),
        pytest.param("[Console]::OutputEncoding = [Text.Encoding]::UTF8", id="the console's encoding"),
        pytest.param("$Env:OPENAI_API_VERSION = '2024-02-01'", id="a variable of the environment"),
        pytest.param("$s = (Get-Date).ToString('s'); $g = [Guid]::NewGuid().ToString()", id="date and guid"),
        pytest.param("$f = [IO.Path]::GetTempFileName(); [IO.File]::Delete($f)", id="a temporary file of its own"),
        pytest.param("Add-Type -AssemblyName System.Web; [Web.HttpUtility]::UrlEncode('a b')", id="an assembly"),
        pytest.param("Set-StrictMode -Version Latest; Start-Sleep -Seconds 1", id="settings and waiting"),
        pytest.param("function f { Remove-Item x }", id="a function that nobody calls"),
        pytest.param("if ($false) { Remove-Item x }", id="a branch that is not taken"),
        pytest.param("'x' > $null; Write-Output 1 2>&1 | Out-Null", id="streams thrown away"),
        pytest.param(CALL, id="a chat call"),
        pytest.param("using namespace System.Text\n'x'", id="a namespace"),
        pytest.param("exit 0\nRemove-Item x", id="what stands behind the end"),
    ],
)
def test_what_only_asks_and_prints_is_understood(statement: str) -> None:
    assert read(statement).not_understood == ()


@pytest.mark.parametrize(
    ("source", "passes"),
    [
        pytest.param("{call}", True, id="an error is printed and the script goes on"),
        pytest.param("{call} -ErrorAction Stop", True, id="an action does not stop what is no plain error"),
        pytest.param("$ErrorActionPreference = 'Stop'\n{call}", False, id="the preference stops the script"),
        pytest.param("$ErrorActionPreference = 'Continue'\n{call}", True, id="the default, written out"),
        pytest.param("$ErrorActionPreference = 'Stop'\n{call} -SkipHttpErrorCheck", True, id="no error at all"),
        pytest.param("try {{ {call} }} catch {{ Write-Host 'no' }}", False, id="caught"),
        pytest.param("try {{ {call} }} catch {{ exit 1 }}", False, id="caught to end"),
        pytest.param("try {{ {call} }} catch {{ throw }}", False, id="thrown on"),
        pytest.param("try {{ try {{ {call} }} catch {{ throw }} }} catch {{ 'no' }}", False, id="thrown on and caught"),
        pytest.param("try {{ {call} }} finally {{ 1 }}", True, id="only cleaned up"),
        pytest.param("try {{ {call} }} catch {{ Write-Error 'no'; return }}", False, id="caught to return from the script"),
        pytest.param("function f {{ try {{ {call} }} catch {{ return }} }}; f", False, id="caught to return from a function"),
        pytest.param("function f {{ {call} }}; try {{ f }} catch {{ 'no' }}", False, id="caught by who calls"),
        pytest.param("$ErrorActionPreference = 'Stop'; try {{ {call} }} catch {{ 'no' }}", False, id="both"),
    ],
)  # fmt: skip
def test_what_a_refusal_does_is_told(source: str, passes: bool) -> None:
    assert [call.passes for call in read(source.format(call=CALL)).calls] == [passes]


@pytest.mark.parametrize(
    ("source", "certain"),
    [
        pytest.param("{call}", [True], id="plain"),
        pytest.param("if ($Env:X) {{ {call} }}", [False], id="under a condition"),
        pytest.param("if ($Env:X) {{ {call} }} else {{ {call} }}", [False, False], id="one of two"),
        pytest.param("if (-not $Env:X) {{ exit }}\n{call}", [True], id="behind a way out"),
        pytest.param("if (-not $Env:X) {{ {call}; exit }}\n{call}", [True], id="a branch that ends is not taken"),
        pytest.param("if ($Env:X) {{ {call} }} else {{ throw 'no' }}", [True], id="the other branch ends"),
        pytest.param("while ($Env:X) {{ {call} }}", [False], id="a loop that is not known"),
        pytest.param("for ($i = 0; $i -lt 2; $i++) {{ {call} }}", [True, True], id="a loop that is known"),
        pytest.param("do {{ {call} }} while ($Env:X)", [True, False], id="at least once"),
        pytest.param("foreach ($x in $Env:X.Split(',')) {{ {call} }}", [False], id="over what is not known"),
        pytest.param("foreach ($i in 1..2) {{ if ($Env:X) {{ continue }}; {call} }}", [False, False], id="may be skipped"),
        pytest.param("foreach ($i in 1..2) {{ {call}; if ($Env:X) {{ break }} }}", [True, False], id="may end"),
        pytest.param("function f {{ if ($Env:X) {{ return }}; {call} }}; f; {call}", [False, True], id="may return"),
        pytest.param("switch ($Env:X) {{\n'a' {{ {call} }}\n}}", [False], id="a clause that may fit"),
        pytest.param("try {{ {call} }} catch {{ {call} }}", [True, False], id="once more where it fails"),
        pytest.param("{call}\n$x = 1 2\n{call}", [True, False], id="behind what is not parsed"),
        pytest.param("{call}; exit; {call}", [True], id="behind the end"),
        pytest.param("$true -and {call}", [], id="no call"),
    ],
)  # fmt: skip
def test_a_call_is_certain_where_every_run_makes_it(source: str, certain: list[bool]) -> None:
    assert [call.certain for call in read(source.format(call=CALL)).calls] == certain


def test_each_member_knows_where_its_name_is_written() -> None:
    reading = read(
        "$body = [ordered]@{\n"
        "  'seed' = 42; temperature = 0.7\n"
        "}\n"
        "$body.max_tokens = 5\n"
        "$body['top_p'] = 1\n"
        "$body.Add('user', 'x')\n"
        "$body.messages = @()\n"
        "$body.messages += @{ role = 'user'\n"
        "  content = 'Grüße' }\n"
        "$stop = 'ä', 'b'\n"
        "$body.stop = $stop\n"
        "$json = $body | ConvertTo-Json -Depth 5\n" + CALL.replace("'{\"seed\":1}'", "$json")
    )
    (prediction,) = predictions(reading)
    sources = prediction.exchange.sources
    assert sources is not None
    places = {pointer: (place.line, place.column) for pointer, place in sources.members.items()}
    assert places == {
        "": (12, 1),
        "/seed": (2, 3),
        "/temperature": (2, 16),
        "/max_tokens": (4, 7),
        "/top_p": (5, 7),
        "/user": (6, 11),
        "/messages": (8, 7),
        "/messages/0": (8, 19),
        "/messages/0/role": (8, 22),
        "/messages/0/content": (9, 3),
        "/stop": (11, 7),
        "/stop/0": (10, 9),
        "/stop/1": (10, 14),
    }


def test_a_member_of_json_by_hand_is_placed_in_its_string() -> None:
    reading = read(
        "$seed = 42\n"
        '$body = @"\n'
        '{ "messages": [{"role": "user", "content": "ä"}],\n'
        '  "seed": $seed, "top_p": 1 }\n'
        '"@\n' + CALL.replace("'{\"seed\":1}'", "$body")
    )
    (prediction,) = predictions(reading)
    sources = prediction.exchange.sources
    assert sources is not None
    places = {pointer: (place.line, place.column) for pointer, place in sources.members.items()}
    assert places == {
        "": (2, 1),
        "/messages": (3, 3),
        "/messages/0": (3, 16),
        "/messages/0/role": (3, 17),
        "/messages/0/content": (3, 33),
        "/seed": (4, 3),
        "/top_p": (4, 18),
    }


def test_url_version_and_headers_are_placed() -> None:
    reading = read(
        "$openai = @{\n"
        "  base = $Env:AZURE_OPENAI_ENDPOINT # ends without a slash\n"
        "  version = '2024-02-01'\n"
        "}\n"
        "# the URL\n"
        '$url = "$($openai.base)/openai/deployments/d/chat/completions?api-version=$($openai.version)"\n'
        "$headers = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY; 'x-note' = 'a' }\n"
        "irm -Uri $url -Headers $headers -Method Post -Body '{}' -ContentType 'application/json'\n"
    )
    (call,) = reading.calls
    assert (call.url_place.line, call.url_place.column) == (6, 1)  # type: ignore[union-attr]
    assert (call.api_version_place.line, call.api_version_place.column) == (3, 14)  # type: ignore[union-attr]
    assert {entry.name: (entry.place.line, entry.place.column) for entry in call.headers.entries if entry.place} == {
        "api-key": (7, 15),
        "x-note": (7, 54),
        "Content-Type": (8, 70),
    }
    assert [(one.name, one.place.line, one.place.column) for one in reading.settings] == [
        ("AZURE_OPENAI_ENDPOINT", 2, 10),
        ("AZURE_OPENAI_API_KEY", 7, 27),
    ]
    assert [(one.text, one.place.line, one.beside) for one in reading.comments] == [
        ("ends without a slash", 2, True),
        ("the URL", 5, False),
    ]


def test_line_ends_of_windows_change_nothing_but_the_text_between_lines() -> None:
    source = f"$a = @'\nx\ny\n'@\nWrite-Host `\n  $a\nif ($true) {{\n  $null = {CALL}\n}}\n"
    unix, windows = read(source), read(source.replace("\n", "\r\n"))
    assert windows.calls == unix.calls
    assert [one.text for one in windows.printed] == [Known("x\r\ny\n")]
    assert windows.not_understood == ()


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        pytest.param("function f { 'a'; Write-Host 'b'; 'c' }\nf", ["a\n", "b\n", "c\n"], id="a function in order"),
        pytest.param("$x = if ($Env:A) { 1 } else { 2 }; \"$x\"", None, id="a value that is not known"),
        pytest.param("if ($Env:A) { $v = $Env:A } else { $v = 'd' }; $w = $v; Write-Host 'x'", ["x\n"], id="a default"),
        pytest.param("$Env:X = 'set'; \"$Env:X\"", ["set\n"], id="a variable of the environment that was set"),
        pytest.param("$a, $b, $c = 1, 2, 3, 4; \"$a $b $c\"", ["1 2 3 4\n"], id="several at once"),
        pytest.param("$h = @{}; $g = $h; $g.a = 1; $h.a", ["1\n"], id="one table by two names"),
        pytest.param("$x = 1; function f { $x = 2; $script:y = $x }; f; \"$x $y\"", ["1 2\n"], id="scopes"),
        pytest.param("&{ param($a, $b = 'z') \"$a$b\" } 'q'", ["qz\n"], id="a block with parameters"),
        pytest.param("function f { process { \"<$_>\" } end { 'e' } }; 1, 2 | f", ["<1>\n", "<2>\n", "e\n"], id="blocks"),
        pytest.param("'b', 'a' -join '+'; -join ('x', 'y'); 'a,b' -split ','", ["b+a\n", "xy\n", "a\n", "b\n"], id="joins"),
        pytest.param("switch ('b', 'c') { 'b' { 1 } default { 9 } }", ["1\n", "9\n"], id="a switch on one line"),
        pytest.param("switch -Wildcard ('abc') { 'a*' { 'A'; break } '*c' { 'C' } }", ["A\n"], id="a wildcard"),
        pytest.param("$i = 0; do { $i++; if ($i -eq 2) { continue }; \"$i\" } until ($i -ge 3)", ["1\n", "3\n"], id="until"),
        pytest.param("'{0:d3}|{1,4}|{2:N1}|{{}}' -f 7, 'a', 2.25", ["007|   a|2.3|{}\n"], id="a format"),
        pytest.param("\"a`tb `\"c`\" $(1 + 1) ${Env:NOPE}-\"", None, id="escapes and a setting"),
        pytest.param("@(1, 2).Count; @{ a = 1 }.Count; 'abc'.Length; (1..4)[-1]; 'abc'[1]", ["2\n", "1\n", "3\n", "4\n", "b\n"], id="sizes"),
        pytest.param("try { throw 'x'; 'no' } catch { 'caught' } finally { 'last' }", ["caught\n", "last\n"], id="a throw"),
        pytest.param("$null; ''; @(); $true; 1.50; -0.5; 1e-7", ["\n", "True\n", "1.5\n", "-0.5\n", "1E-07\n"], id="the console"),
        pytest.param("1..3 | ? { $_ % 2 } | % { $_ * 10 }", ["10\n", "30\n"], id="filter and map"),
        pytest.param("$a = 5; $a += 2; $a -= 1; $a *= 3; $a /= 2; $a", ["9\n"], id="assignments that change"),
        pytest.param("$x = $null ?? 'd'; $y = $x -eq 'D' ? 'yes' : 'no'; \"$x $y\"", ["d yes\n"], id="operators of version 7"),
        pytest.param("[pscustomobject]@{ a = 1 } | % a; @{ b = 2 }['b']", ["1\n", "2\n"], id="members"),
        pytest.param("Write-Host 'a' 'b' -Separator '-' -NoNewline; Write-Host", ["a-b", "\n"], id="a separator"),
        pytest.param("1..3 | % { if ($_ -eq 2) { return } \"r$_\" }", ["r1\n", "r3\n"], id="return in a block of a pipeline"),
        pytest.param("function f { param($a, [int] $b = (1 + 1)) \"$a$b\" }; f 'x'; f -b 3 'y'", ["x2\n", "y3\n"], id="one line"),
        pytest.param("$x = { param($z) if ($z) { 'yes' } else { 'no' } }; & $x 1; & $x", ["yes\n", "no\n"], id="a block on one line"),
        pytest.param("1 | % -Begin { 'b' } -Process { $_ ? 't' : 'f' } -End { 'e' }", ["b\n", "t\n", "e\n"], id="three blocks"),
        pytest.param("return 'x'; 'y'", ["x\n"], id="what stands behind return"),
    ],
)  # fmt: skip
def test_what_is_printed_is_known(source: str, printed: list[str] | None) -> None:
    found = [one.text for one in read(source).printed]
    if printed is None:
        assert found
        assert not any(isinstance(text, Known) for text in found)
    else:
        assert found == [Known(text) for text in printed]


def test_what_two_branches_leave_behind_is_what_they_share() -> None:
    body = "$body = [ordered]@{ seed = 42 }\nif ($Env:X) { $body.seed = 1; $body.user = 'u' } else { $body.seed = 2 }\n"
    reading = read(body + CALL.replace("'{\"seed\":1}'", "($body | ConvertTo-Json)"))
    (prediction,) = predictions(reading)
    assert prediction.unknown == {"/seed"}
    assert prediction.open == {""}
    assert not prediction.complete


def test_a_setting_with_a_default_is_either() -> None:
    source = "$v = $Env:V\nif (-not $v) { $v = '2024-02-01' }\n" + CALL.replace(
        "'https://h/openai/deployments/d/chat/completions?api-version=2024-02-01'",
        '"https://h/openai/deployments/d/chat/completions?api-version=$v"',
    )
    (with_default,) = predictions(read(source), {})
    (with_setting,) = predictions(read(source), {"V": "2024-06-01"})
    assert with_default.exchange.request is not None
    assert with_setting.exchange.request is not None
    assert str(with_default.exchange.request.url).endswith("api-version=2024-02-01")
    assert str(with_setting.exchange.request.url).endswith("api-version=2024-06-01")


def test_text_that_nobody_knows_is_unknown() -> None:
    (printed,) = read('Write-Host "$((Get-Date).Year) is now"').printed
    assert isinstance(printed.text, Joined)
    assert isinstance(printed.text.parts[0], Unknown)
