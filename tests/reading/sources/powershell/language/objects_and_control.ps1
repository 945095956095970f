# What PowerShell prints: objects, functions, loops, switches. It asks nothing.
$d = [ordered]@{}; $d['b'] = 1; $d.Add('a', 2); $d.Insert(0, 'z', 0)
foreach ($k in $d.Keys) { "$k=$($d[$k])" }
foreach ($e in $d.GetEnumerator()) { "$($e.Key):$($e.Value)" }
$d.Remove('z'); $d.Count; $d[0]; $d.a
$n = @{ a = @{ b = @{ c = 1 } } }; $n.a.b.c; $n['a']['b'].c += 4; $n.a.b.c
$p = [pscustomobject]@{ x = 1 }; $p.x = 5; $p.x; $p | Add-Member -NotePropertyName y -NotePropertyValue 2; $p.y
$m = @(@{ r = 'u' }, @{ r = 's' }); $m.r -join ','; ($m | Where-Object { $_.r -eq 's' }).r; $m[0].r = 'zz'; $m[0].r
$q = $m | ForEach-Object { $_.r }; "$q"; @($m | Where-Object r -eq 's').Count -ge 0
$x, $y = 'l', 'r'; "$x$y"; $x, $y = $y, $x; "$x$y"
function Out-Two { param([string] $A = 'd', [switch] $F) if ($F) { "F$A" } else { $A } }; Out-Two; Out-Two -F; Out-Two -A q -F; Out-Two -F:$false z
function Named { param($First, $Second) "$First-$Second" }; $sp = @{ Second = 2; First = 1 }; Named @sp; $ar = 'm', 'n'; Named @ar; Named -Sec 9 8
function Opt { [CmdletBinding()] param([Parameter(Position = 0)] $V, [ValidateSet('a', 'b')] $W = 'a') process { "$V$W" } }; Opt 1; Opt -W b 2
$global:g = 1; function Inc { $global:g++ }; Inc; Inc; $g
$sb = { param($z) $z * 2 }; & $sb 4; $sb.Invoke(5); . { $dot = 7 }; $dot
$str = 'a,b;c'; $str -split '[,;]' -join '|'; $str.Split(',')[0]; 'x' * 3 + 'y'
do { $w++ } while ($w -lt 3); $w; while ($true) { $w--; if ($w -lt 0) { break } }; $w
:outer foreach ($a in 1, 2) { foreach ($b in 1, 2) { if ($b -eq 2) { continue } "$a$b" } }
$e = 'text'; switch -Regex ($e) { '^t' { 'starts' } 't$' { 'ends' } }
switch ('A') { 'a' { 'ci' } default { 'd' } }; switch (1, 2) { 1 { 'one' } 2 { 'two'; continue } default { 'other' } }
$h1 = @{ a = 1 }; $h2 = $h1 + @{ b = 2 }; $h2.Count; $h1.Count; $c = $h1.Clone(); $c.a = 9; $h1.a
$arr = 1..5; $arr[1..3] -join ','; $arr[-2]; $arr[0, 2] -join ','; $arr.Length; ($arr | Select-Object -First 2) -join ','; ($arr | Select-Object -Last 1)
"{0} {1}" -f 'a', 'b'; "{0}" -f (1, 2); ('{0:N0}' -f 1234567); '{0:0.00}' -f 2
'Tab`t'; "Tab`tx"; "a""b"; 'a''b'; "$(1)$(2)"; "$('nested "q"')"; "`$x `"q`" ``"
$null = 1; [void](2); 3 | Out-Null; (4) > $null; 5
if (1 -and 'a' -and -not 0) { 'and' }; if ($null -or '') { 'no' } elseif (!$false) { 'elseif' }; 1 -bor 4; -not 1
$v = if ($true) { 'v' }; $v; $t = try { 'tv' } catch { 'c' }; $t; $f = foreach ($i in 1..3) { $i * $i }; $f -join ','; $wv = for ($i = 0; $i -lt 2; $i++) { $i }; $wv.Count
1..3 | ForEach-Object { if ($_ -eq 2) { return } "r$_" }
[string][char]66
'abc' -replace '(a)(b)', '$2$1'; 'abc' -creplace 'B', 'x'; 'aXbX' -replace 'x'
'end'
