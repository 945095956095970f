# JSON by hand, with a value from a variable.
$seed = 1234
$question = 'How far is the moon?'
$body = @"
{
  "messages": [
    {"role": "user", "content": "$question"}
  ],
  "seed": $seed,
  "temperature": 0.50,
  "stop": null, "stream": false
}
"@
$uri = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$r = irm -Uri $uri -Method Post -Body $body -ContentType "application/json" -Headers @{ "api-key" = $Env:AZURE_OPENAI_API_KEY }
Write-Host $r.choices[0].message.content -ForegroundColor Green
