# Up to three tries; the first one that works ends the loop.
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$body = @{ messages = @(@{ role = 'user'; content = 'Hi' }); seed = 8 } | ConvertTo-Json -Depth 9
$done = $false
$try = 0
while (-not $done -and $try -lt 3) {
  $try++
  try {
    $r = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
    $done = $true
  } catch {
    Start-Sleep -Seconds 1
  }
}
Write-Host "tries: $try"
Write-Host $r.choices[0].message.content
