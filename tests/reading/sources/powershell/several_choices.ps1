# Two choices, each printed.
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$json = @{ n = 2; seed = 42; max_tokens = 20; messages = @(@{ role = 'user'; content = 'Hi' }) } | ConvertTo-Json -Depth 4
$response = Invoke-RestMethod -Uri $url -Method Post -Body $json -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
foreach ($choice in $response.choices) {
  Write-Host "Choice $($choice.index): $($choice.message.content)"
}
$response.choices | ForEach-Object { "- $($_.finish_reason)" }
Write-Host $response.choices.Count
$last = $response.choices[-1].message | Select-Object -ExpandProperty content
"last: $last"
