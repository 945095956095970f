# JSON without its content type.
$body = [ordered]@{ messages = @(@{ role = 'user'; content = 'Hello' }); seed = 42 } | ConvertTo-Json -Depth 4
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$r = Invoke-RestMethod -Uri $url -Method Post -Body $body -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host 'after it'
