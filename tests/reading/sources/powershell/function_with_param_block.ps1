# A function that asks, called in a pipeline.
function Invoke-Chat {
  param(
    [Parameter(Mandatory)] [string] $Prompt,
    [int] $Seed = 42,
    [double] $Temperature = 0.2,
    [switch] $Quiet
  )
  $body = [ordered]@{
    messages    = @([ordered]@{ role = 'user'; content = $Prompt })
    seed        = $Seed
    temperature = $Temperature
  }
  if (-not $Quiet) { Write-Host "Asking: $Prompt" }
  $uri = "$endpoint/openai/deployments/$deployment/chat/completions?api-version=2024-06-01"
  return Invoke-RestMethod -Uri $uri -Method Post -Headers $headers -ContentType 'application/json' -Body ($body | ConvertTo-Json -Depth 10)
}

$endpoint = $Env:AZURE_OPENAI_ENDPOINT
$deployment = $Env:AZURE_OPENAI_DEPLOYMENT
$headers = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
$first = Invoke-Chat -Prompt 'One?' -Seed 1
$second = Invoke-Chat 'Two?' 2 -Quiet
Write-Host $first.choices[0].message.content
Write-Host $second.choices[0].message.content
Write-Host "Same fingerprint: $($first.system_fingerprint -eq $second.system_fingerprint)"
