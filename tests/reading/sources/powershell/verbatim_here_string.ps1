# JSON by hand that nothing is put into.
$payload = @'
{ "seed": 42, "max_tokens": 20,
  "messages": [ { "role": "user", "content": "Say \"hello\" — and 5 € more." } ] }
'@
$endpoint = $Env:AZURE_OPENAI_ENDPOINT.TrimEnd('/')
$response = Invoke-RestMethod -Method Post -Uri "${endpoint}/openai/deployments/${Env:AZURE_OPENAI_DEPLOYMENT}/chat/completions?api-version=2024-06-01" `
  -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY } `
  -ContentType 'application/json; charset=utf-8' `
  -Body $payload
$text = $response.choices[0].message.content
Write-Host "[$text]"
