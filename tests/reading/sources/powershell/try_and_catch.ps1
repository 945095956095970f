# An error is told, and the script goes on.
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
foreach ($seed in 1, '2') {
  $body = [ordered]@{ messages = @(@{ role = 'user'; content = 'Hi' }); seed = $seed }
  try {
    $response = Invoke-RestMethod -Uri $url -Method Post -Body (ConvertTo-Json $body -Depth 9) -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
  }
  catch {
    $reason = ($_.ErrorDetails.Message | ConvertFrom-Json).error.message
    Write-Verbose "refused: $reason"
  }
  finally {
    Write-Host "seed $seed done"
  }
}
