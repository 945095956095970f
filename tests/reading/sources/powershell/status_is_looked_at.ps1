# No error for a refusal; the status tells.
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$body = @{ seed = 42; messages = @(@{ role = 'user'; content = 'Hi' }) } | ConvertTo-Json -Depth 4
$answer = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY } -SkipHttpErrorCheck -StatusCodeVariable status
if ($status -eq 200) {
  Write-Host $answer.choices[0].message.content
} else {
  Write-Host "Refused with $status"
}
