# Choices at the top: switch, ternary, null coalescing, an if that has a value.
$mode = 'creative'
$temperature = switch ($mode) {
  'exact' { 0 }
  'creative' { 0.9 }
  default { 0.5 }
}
$seed = $Env:STORY_SEED ? [int]$Env:STORY_SEED : 42
$deployment = $Env:AZURE_OPENAI_DEPLOYMENT ?? 'gpt-35-turbo'
$tokens = if ($mode -like 'creat*') { 60 } else { 20 }
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$deployment/chat/completions?api-version=2024-06-01"
$body = [ordered]@{ temperature = $temperature; seed = $seed; max_tokens = $tokens; messages = @(@{ role = 'user'; content = 'Hi' }) }
$r = Invoke-RestMethod -Uri $url -Method Post -Body ($body | ConvertTo-Json -Depth 9) -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host "$mode at $temperature with $tokens tokens"
