# What is sent depends on the machine: the body has what is certain, and says where it is not.
$body = [ordered]@{ messages = @([ordered]@{ role = 'user'; content = 'Hi' }); seed = 42 }
if ((Get-Date).Year -gt 2000) { $body.user = 'someone'; $body.max_tokens = 10 } else { $body.max_tokens = 20 }
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$r = Invoke-RestMethod -Uri $url -Method Post -Body ($body | ConvertTo-Json -Depth 4) -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host "user: $($body.user)"
