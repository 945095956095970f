# The request is shown before it is sent, and the usage after.
$body = [ordered]@{ seed = 42; messages = @([ordered]@{ role = 'user'; content = 'Hi' }) }
$json = $body | ConvertTo-Json -Depth 4
Write-Host "Sending $($json.Length -gt 10)"
Write-Host $json
$url = '{0}/openai/deployments/{1}/chat/completions' -f "$Env:AZURE_OPENAI_ENDPOINT", $Env:AZURE_OPENAI_DEPLOYMENT
$query = @{ 'api-version' = '2024-06-01' }
$url += '?' + (($query.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join '&')
$headers = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY; 'Content-Type' = 'application/json' }
$response = Invoke-WebRequest $url -Method 'POST' -Headers $headers -Body $json
$content = ConvertFrom-Json $response.Content
"Fingerprint $($content.system_fingerprint), tokens $($content.usage.prompt_tokens) + $($content.usage.completion_tokens)"
$content.choices[0].message | ConvertTo-Json
