# -Depth 1: objects and arrays below become text in three ways.
$body = [ordered]@{
  messages = @([pscustomobject]@{ role = 'user'; content = 'Hi' }, @{ role = 'user' }, @(1, 2, 'three'))
  seed     = 42
}
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$r = irm -Uri $url -Method Post -Body ($body | ConvertTo-Json -Depth 1) -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
"after"
