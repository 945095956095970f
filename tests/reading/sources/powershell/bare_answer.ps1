# The answer as PowerShell shows an object: not as JSON.
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$body = [ordered]@{ seed = 42; max_tokens = 16; messages = @([ordered]@{ role = 'user'; content = 'Hi' }) } | ConvertTo-Json -Depth 5
$response = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host 'The answer:'
$response
