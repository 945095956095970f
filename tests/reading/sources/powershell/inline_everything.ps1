# Everything in one command.
$r = Invoke-RestMethod -Uri "$($Env:AZURE_OPENAI_ENDPOINT)/openai/deployments/$($Env:AZURE_OPENAI_DEPLOYMENT)/chat/completions?api-version=2024-06-01" -Method Post -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY } -ContentType 'application/json' -Body (@{ seed = 7; messages = @(@{ role = 'user'; content = 'Name a colour.' }) } | ConvertTo-Json -Depth 4)
$r.choices[0].message.content
