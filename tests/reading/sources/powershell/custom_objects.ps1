# Custom objects and a script block.
$ask = {
  param($text, $seed)
  $message = New-Object PSObject -Property @{ role = 'user' }
  $message | Add-Member -NotePropertyName content -NotePropertyValue $text
  $body = [pscustomobject]@{ messages = @($message); seed = $seed; stop = @('END') }
  Invoke-RestMethod -Uri $url -Method Post -Body ($body | ConvertTo-Json -Depth 9) -ContentType 'application/json' -Headers $headers
}
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$headers = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
$one = & $ask 'Hello there' 17
Write-Host $one.choices[0].message.role
Write-Host ($one.choices | Select-Object -First 1).finish_reason
$one.choices | ForEach-Object { $_.message.content }
