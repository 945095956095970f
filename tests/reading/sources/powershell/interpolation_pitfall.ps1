# In a string only the variable is put in, not its member.
$config = @{ endpoint = $Env:AZURE_OPENAI_ENDPOINT; name = $Env:AZURE_OPENAI_DEPLOYMENT }
$url = "$($config.endpoint)/openai/deployments/$config.name/chat/completions?api-version=2024-06-01"
$body = @{ messages = @(@{ role = 'user'; content = "Deployment $config.name, $($config.Count) settings, `$5 and 100%" }); seed = 42 } | ConvertTo-Json -Depth 4
$r = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host "Used $config.name"
