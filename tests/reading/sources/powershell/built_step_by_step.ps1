# A body that grows: properties, keys, Add, Remove, +=.
$body = @{}
$body.seed = 42
$body['temperature'] = 0
$body.Add('max_tokens', 25)
$body.user = 'someone'
$body.Remove('user')
$body.max_tokens += 25
$body.messages = @()
$body.messages += @{ role = 'system'; content = 'Be brief.' }
$body.messages += @{ role = 'user'; content = 'Why is the sky blue?' }
$json = $body | ConvertTo-Json -Depth 3
$headers = @{}
$headers['api-key'] = $Env:AZURE_OPENAI_API_KEY
$headers.'Content-Type' = 'application/json'
$uri = $Env:AZURE_OPENAI_ENDPOINT + '/openai/deployments/' + $Env:AZURE_OPENAI_DEPLOYMENT + '/chat/completions?api-version=' + '2024-06-01'
$answer = Invoke-RestMethod $uri -Method Post -Headers $headers -Body $json
Write-Output $answer.choices[0].message.content
Write-Output ''
"finish: $($answer.choices[0].finish_reason)"
