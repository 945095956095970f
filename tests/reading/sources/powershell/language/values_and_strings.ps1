# What PowerShell prints: values, operators, strings, control flow. It asks nothing.
$x = 'X'; Write-Host "$x?y" "$x-y" "${x}y" "$x.y" "$x[0]" "$x/$x" "a$" "$" "50%" "`$x" "$(1,2,3)" "$($null)|" "@x" "it''s"
$a = 1,2,3; "$a[0] $($a[0]) $($a.Count)"
Write-Host $a; Write-Host "$a"; Write-Host @($a) 'z'
'single $x `n'
$h=@{a=1}; "$($h.a) $h.a $($h['a'])"
$n = 5; "$n`0".Length; "$n$n"; "${n}th"; "$n%"
[int]'0x1F'; [int]2.5; [int]3.5; 7/2
@{ a = 1 }.Keys; ([ordered]@{ z = 1; y = 2 }).Keys -join ','
'abc'.Replace('b', 'X').PadLeft(6, '.').Substring(2)
[string]::Format('{0}/{1}', 'a', 2); [string]::IsNullOrWhiteSpace('  ')
$s = 'one two three'; $s.Split(' ')[1]; ($s -split ' ').Count; $s.IndexOf('two'); $s.StartsWith('one'); $s.ToUpper()
if ('a' -in 'a', 'b') { 'in' }; if (@() ) { 'no' } else { 'empty' }; if (@(0)) { 'no' } else { 'zero' }
$x = @(); $x.Count; $x += 1; $x.Count
5..1 -join ''
$i = 5; $i++; ++$i; $i; $j = $i++; "$j $i"; $i--; $i
for ($k = 0; $k -lt 3; $k++) { if ($k -eq 1) { continue } "k$k" }
'a', 'b' | ForEach-Object -Begin { 'B' } -Process { $_ } -End { 'E' }
function Add($a, $b) { return $a + $b }; Add 1 2; Add -a 'x' -b 'y'; (Add 1 2) * 2
function Many { 1; 2 }; $m = Many; $m.Count; "$m"
function Ret { 'x'; return 'y'; 'z' }; (Ret) -join '+'
$null -eq $undefined; $undefined + 1; "[$undefined]"
[math]::Max(3, 7); [int]'12' + 1; [double]'1.5'; [bool]'false'; [string]5 + 1
'{0,-6}|{1,6:F2}|{2:x}' -f 'ab', 3.14159, 255
1 -eq 1.0; '1' -eq 1; 1 -eq '1'; 'A' -ceq 'a'; 'abc' -like 'a*c'; 'abc' -match '^a.c$'; 'x' -notmatch 'y'
@(1, 2, 3, 4) -gt 2; (1, 2, 2, 3) -eq 2; @(3, 1, 2) -contains 1
"multi
line"
@"
here $x $($i + 1) "quoted"
"@
$t = "a`r`nb"; $t.Length
10 / 4; 10 % 4; 7 - 2.5; 1e3; 0.1 + 0.2; 100000000000; 1mb; -7 / 2; 2 -shl 3; 6 -band 3
$arr = 1, @(2, 3), 4; $arr.Count; $arr[1].Count; $arr[1][0]
$hh = @{ 'a b' = 1 }; $hh.'a b'; $hh['A B']; $hh.Contains('a b'); $hh.Count
[array]$one = 'x'; $one.Count; ([array]'x')[0]
$r = switch (3) { { $_ -gt 2 } { 'big' } 3 { 'three' } default { 'none' } }; $r -join '|'
Write-Output -InputObject 'named'; Write-Output (1, 2); 'p' | Write-Output
1, 2 | Out-String; ('a' | Out-String).Length
"$(if ($true) { 'yes' } else { 'no' })"; $(1; 2).Count

'done'
