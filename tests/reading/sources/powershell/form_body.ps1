# A hashtable without ConvertTo-Json is sent as a form.
$body = @{ seed = 42; temperature = 0.7 }
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
Invoke-RestMethod -Uri $url -Method Post -Body $body -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host 'sent as a form'
