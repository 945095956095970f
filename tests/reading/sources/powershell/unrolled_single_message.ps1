# A single message loses its array: the pipeline unrolls it.
$messages = @(@{ role = 'user'; content = 'Hello' }) | ForEach-Object { $_ }
$body = @{ messages = $messages; seed = 42 } | ConvertTo-Json -Depth 5
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$r = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host $messages.Count
