# Invoke-WebRequest, and the JSON in its Content.
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$json = '{"messages":[{"role":"user","content":"It''s late?"}],"seed":3,"temperature":1e0}'
$web = Invoke-WebRequest -UseBasicParsing -Uri $url -Method Post -Body $json -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
$answer = $web.Content | ConvertFrom-Json
Write-Host "Text: $($answer.choices[0].message.content)"
Write-Host "Tokens: $($answer.usage.total_tokens)"
