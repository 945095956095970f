# Numbers as PowerShell writes them.
$body = [ordered]@{
  messages          = @([ordered]@{ role = 'user'; content = 'Hi' })
  seed              = 0x2A
  max_tokens        = 1kb / 16
  temperature       = 1 / 3
  top_p             = [double]1
  presence_penalty  = -0.5
  frequency_penalty = 2.50
  n                 = [int]1.0
  logit_bias        = @{ '50256' = -100 }
}
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$r = Invoke-RestMethod -Uri $url -Method Post -Body ($body | ConvertTo-Json -Depth 9) -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
1 / 3
Write-Host "$(1 / 3) $(10 / 4) $(7 % 3) $(2 * 1.5) $(1e3) $(0x10)" 0.50 1kb
