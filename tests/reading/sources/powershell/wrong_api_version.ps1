# A version that does not exist, from a default.
$version = $Env:MY_API_VERSION
if (-not $version) { $version = '2023-12-1-preview' }
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=$version"
$body = @{ messages = @(@{ role = 'user'; content = 'Hello' }); seed = 42 } | ConvertTo-Json -Depth 4
$r = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host "version $version"
