# The answer goes through a temporary file that is removed again.
$file = [System.IO.Path]::GetTempFileName()
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$body = '{"seed": 42, "messages": [{"role": "user", "content": "Hi"}]}'
Invoke-WebRequest -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY } -OutFile $file
$answer = [System.IO.File]::ReadAllText($file) | ConvertFrom-Json
[System.IO.File]::Delete($file)
Write-Host $answer.choices[0].message.content
