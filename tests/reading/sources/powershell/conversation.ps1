# A conversation: the answer goes into the next request.
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$messages = [System.Collections.Generic.List[object]]::new()
$messages.Add([ordered]@{ role = 'system'; content = 'You are a poet.' })
foreach ($line in 'A line about rain.', 'Another one.') {
  $messages.Add([ordered]@{ role = 'user'; content = $line })
  $body = ConvertTo-Json -Depth 5 @{ messages = $messages; seed = 11; temperature = 0.0 }
  $response = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
  $text = $response.choices[0].message.content
  $messages.Add([ordered]@{ role = 'assistant'; content = $text })
  Write-Host "> $line"
  Write-Host $text
}
Write-Host "$($messages.Count) messages"
