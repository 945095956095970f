# Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT; run: pwsh -File print_response.ps1
# <snippet_print_response>
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
  api_version = if ($Env:OPENAI_API_VERSION) { $Env:OPENAI_API_VERSION } else { '2024-02-01' }
  name        = $Env:AZURE_OPENAI_DEPLOYMENT # the name that you chose for your deployment
}
$headers = @{ 'api-key' = $openai.api_key }
$messages = @(
  [ordered]@{ role = 'system'; content = 'You are a helpful assistant.' }
  [ordered]@{ role = 'user'; content = 'Tell me a story about how the universe began?' }
)
$body = [ordered]@{
  seed        = 42
  temperature = 0.7
  max_tokens  = 50
  messages    = $messages
} | ConvertTo-Json -Depth 10
$url = "$($openai.api_base)/openai/deployments/$($openai.name)/chat/completions?api-version=$($openai.api_version)"
$limits = @{ TimeoutSec = 15; MaximumRedirection = 0 }
if ($PSVersionTable.PSVersion -ge '7.4') { $limits.OperationTimeoutSeconds = 15 } # for the answer's body

$response = Invoke-RestMethod -Uri $url -Headers $headers -Body $body -Method Post `
  -ContentType 'application/json; charset=utf-8' @limits
$response | ConvertTo-Json -Depth 100
# </snippet_print_response>
