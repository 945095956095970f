"""Which names a fragment needs from what comes before it."""

import pytest

from conformance.document.programs.names import names_of
from conformance.reading.program import Language


@pytest.mark.parametrize(
    ("text", "needs", "gives"),
    [
        pytest.param("print(len([1]))", "", "", id="builtins"),
        pytest.param("r = client.create(x)\nprint(r)", "client x", "r", id="set and read"),
        pytest.param("m = m + [1]", "m", "m", id="read before it is set"),
        pytest.param("m += [1]", "m", "m", id="added to"),
        pytest.param("import os.path\nfrom a import b as c\nos.x, c", "", "os c", id="imports"),
        pytest.param("for i in range(3):\n    print(i, j)", "j", "i", id="loop"),
        pytest.param("[a + b for a in c if a]", "b c", "a", id="comprehension"),
        pytest.param("{k: v for k, v in d.items()}", "d", "k v", id="dict comprehension"),
        pytest.param("def f(q, *r, s=t): return q + r + s + u\nu = 1", "t", "f u", id="a body runs later"),
        pytest.param("def f(): return z\nf()", "z", "f", id="a body needs what nobody sets"),
        pytest.param("g = lambda q: q + w", "w", "g", id="lambda"),
        pytest.param("try: pass\nexcept E as e: print(e)", "E", "e", id="exception"),
        pytest.param("with open(p) as f: f.read()", "p", "f", id="with"),
        pytest.param("if (n := m): print(n)", "m", "n", id="walrus"),
        pytest.param("print(f'{a}{b.c}')", "a b", "", id="f-string"),
        pytest.param("def (", "", "", id="no Python"),
    ],
)
def test_names_of_python(text: str, needs: str, gives: str) -> None:
    assert_names(text, "python", needs, gives)


@pytest.mark.parametrize(
    ("text", "needs", "gives"),
    [
        pytest.param('$r = Invoke-RestMethod -Uri $url @limits\n"$($r.x) $Y"', "url limits y", "r", id="a call"),
        pytest.param("$m += @{ a = 1 }", "m", "m", id="added to"),
        pytest.param("$m = $m + 1", "m", "m", id="read before it is set"),
        pytest.param("$a.b = 3", "a", "", id="a part of something"),
        pytest.param("$a, $b = 1, 2\n$a; $b", "", "a b", id="two at once"),
        pytest.param("[string]$s = 'x'; ${s}", "", "s", id="with a type"),
        pytest.param("foreach ($m in $list) { $m }", "list", "m", id="foreach"),
        pytest.param("for ($i = 0; $i -lt $n; $i++) { $i }", "n", "i", id="for"),
        pytest.param("$Env:KEY; $_; $true; $null; $ErrorActionPreference; $PSVersionTable", "", "", id="its own"),
        pytest.param('@"\n$q\n"@', "q", "", id="here-string"),
        pytest.param("'$q'", "", "", id="verbatim"),
        pytest.param("function Get-It($x) { $x + $y }\nGet-It 1", "", "", id="a body runs later"),
    ],
)
def test_names_of_powershell(text: str, needs: str, gives: str) -> None:
    assert_names(text, "powershell", needs, gives)


def assert_names(text: str, language: Language, needs: str, gives: str) -> None:
    found = names_of(text, language)
    assert (found.needs, found.gives) == (frozenset(needs.split()), frozenset(gives.split()))
