# "sede" is no member.
$body = @{ sede = 42; messages = @(@{ role = 'user'; content = 'Hello' }) } | ConvertTo-Json -Depth 4
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$answer = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host "goes on"
