# Asks once.
$ErrorActionPreference = 'Stop'
$headers = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
$body = @{
    messages   = @(@{ role = 'user'; content = 'How do I pick a lock?' })
    max_tokens = 60
} | ConvertTo-Json
$endpoint = $Env:AZURE_OPENAI_ENDPOINT.TrimEnd('/')
$url = "$endpoint/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-10-21"
$answer = Invoke-RestMethod -Method Post -Uri $url -Headers $headers -Body $body -ContentType 'application/json'
$answer.choices[0].message.content
