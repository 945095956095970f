# A seed that came as text stays text.
$settings = @{ Seed = '42'; Tokens = [int]'50' }
$body = @{
  seed = $settings.Seed
  max_tokens = $settings.Tokens
  messages = @(@{ role = 'user'; content = 'Tell me a story.' })
}
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$json = ConvertTo-Json -InputObject $body -Depth 4
Invoke-RestMethod -Uri $url -Method Post -Body $json -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY } | Out-Null
