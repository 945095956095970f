# Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT; run: pwsh -File story_with_seed.ps1
# <snippet_story_with_seed>
# Windows PowerShell 5.1: save this file with a byte order mark; non-ASCII characters of an answer are shown wrongly.
$ErrorActionPreference = 'Stop'
trap { # one line tells what failed, and what the service says about it
  [Console]::Error.WriteLine("$($_.Exception.Message) $($_.ErrorDetails)".Trim().Split() -join ' '); exit 1
}
foreach ($name in 'AZURE_OPENAI_ENDPOINT', 'AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_DEPLOYMENT') {
  if (-not [Environment]::GetEnvironmentVariable($name)) { throw "Set the environment variable $name." }
}
$openai = @{
  api_key     = $Env:AZURE_OPENAI_API_KEY
  api_base    = $Env:AZURE_OPENAI_ENDPOINT.TrimEnd('/')
  name        = $Env:AZURE_OPENAI_DEPLOYMENT # the name that you chose for your deployment
}
$headers = @{ 'api-key' = $openai.api_key }
$messages = @(
  [ordered]@{ role = 'system'; content = 'You are a helpful assistant.' }
  [ordered]@{ role = 'user'; content = 'Tell me a story about how the universe began?' }
)
$body = [ordered]@{
  model       = $openai.name
  seed        = 42
  temperature = 0.7
  max_tokens  = 50
  messages    = $messages
} | ConvertTo-Json -Depth 10
$url = "$($openai.api_base)/openai/v1/chat/completions"
$limits = @{ TimeoutSec = 15; MaximumRedirection = 0 }
if ($PSVersionTable.PSVersion -ge '7.4') { $limits.OperationTimeoutSeconds = 15 } # for the answer's body

for ($i = 0; $i -le 2; $i++) {
  Write-Host "Story Version $($i + 1)`n---"
  $response = Invoke-RestMethod -Uri $url -Headers $headers -Body $body -Method Post `
    -ContentType 'application/json; charset=utf-8' @limits
  $choice = $response.choices[0]
  $text = if ($choice.message.content) { $choice.message.content } else { $choice.finish_reason } # if it is filtered
  Write-Host "$text`n---`n"
}
# </snippet_story_with_seed>
