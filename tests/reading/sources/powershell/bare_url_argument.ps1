# A URL without quotes as an argument, and the range in a for loop.
$base = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT"
$h = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
foreach ($i in 1..2) {
  $b = "{`"messages`":[{`"role`":`"user`",`"content`":`"Round $i`"}],`"seed`":$(40 + $i)}"
  $x = irm -Uri $base/chat/completions?api-version=2024-06-01 -Method Post -Headers $h -Body $b -ContentType 'application/json'
  Write-Host "Round $i" -NoNewline
  Write-Host ": $($x.id.Length -gt 0)"
}
