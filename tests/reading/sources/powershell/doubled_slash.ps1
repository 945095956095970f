# The endpoint ends in a slash, and so does what follows.
$base = "$Env:AZURE_OPENAI_ENDPOINT/"
$url = "$base/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$body = '{"messages": [{"role": "user", "content": "Hello"}], "seed": 1}'
$null = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
'end'
