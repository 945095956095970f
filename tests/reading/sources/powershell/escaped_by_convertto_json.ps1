# A text is escaped by ConvertTo-Json and put into JSON by hand.
$question = 'Say "hi" in
two lines'
$body = "{ ""messages"": [ { ""role"": ""user"", ""content"": $($question | ConvertTo-Json) } ], ""seed"": $(6 * 7) }"
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$answer = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host $answer.choices[0].message.content
