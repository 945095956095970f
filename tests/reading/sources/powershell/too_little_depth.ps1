# The default depth cuts what lies deeper than two levels: tools become text.
$body = [ordered]@{
  messages = @([ordered]@{ role = 'user'; content = 'What is the weather in Oslo?' })
  seed     = 42
  tools    = @([ordered]@{ type = 'function'; function = [ordered]@{ name = 'weather'; parameters = [ordered]@{ type = 'object' } } })
}
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$json = $body | ConvertTo-Json
$r = Invoke-RestMethod -Uri $url -Method Post -Body $json -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host 'done'
