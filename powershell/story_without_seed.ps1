# Tell a story three times, each time without a seed, through the REST API.
#
# Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT;
# OPENAI_API_VERSION is 2024-02-01 if unset. Run it: pwsh -File story_without_seed.ps1
#
# Windows PowerShell 5.1 runs it too (powershell -File story_without_seed.ps1). What differs there: a script with
# characters beyond ASCII must be saved as UTF-8 with a byte order mark; an answer that stops halfway is given up after
# five minutes; ConvertTo-Json indents more deeply and writes some characters as \uXXXX.

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ($Host.Name -eq 'ConsoleHost') { [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false) }
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor 3072 # TLS 1.2, for 5.1

# Say in one sentence what is wrong and what to do, and end.
function Stop-Sample($sentence) {
  [Console]::Error.WriteLine($sentence)
  exit 1
}

# Read a JSON object, with text that looks like a date as it is (from 7.5 on; 5.1 does so anyway), or return $null.
function ConvertFrom-Answer($text) {
  $asWritten = @{}
  if ((Get-Command ConvertFrom-Json).Parameters.ContainsKey('DateKind')) { $asWritten.DateKind = 'String' }
  try { if ($text -match '^\s*\{') { $text | ConvertFrom-Json @asWritten } } catch { $null }
}

# Say why no answer came or how the service refused, what to do about it, and what the service itself says, if anything.
function Get-Refusal($failure) {
  $status = [int]$failure.Exception.Response.StatusCode
  $why = "$($failure.FullyQualifiedErrorId) $($failure.Exception.Status)" # the messages differ from version to version
  if ($why -match 'Timeout|Canceled') {
    return "No answer from $endpoint in $timeLimit seconds: check AZURE_OPENAI_ENDPOINT or try again."
  }
  if ($status -eq 0 -and $why -notmatch 'Redirect') {
    return "The connection to $endpoint failed: check AZURE_OPENAI_ENDPOINT and your network."
  }
  if ($status -lt 400) {
    return 'The service redirects elsewhere, where the key is not sent: set AZURE_OPENAI_ENDPOINT to the right URL.'
  }
  $advice = switch ($status) {
    401 { 'check AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT' }
    404 { 'check AZURE_OPENAI_DEPLOYMENT, AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION' }
    429 { 'wait a moment and try again' }
    default { if ($status -lt 500) { 'check the request and your settings' } else { 'try again later' } }
  }
  $answer = ConvertFrom-Answer $failure.ErrorDetails.Message
  $message = if ($answer.error) { $answer.error.message } else { $answer.message }
  $words = if ($message -is [string]) { ($message -replace '\s+', ' ').Trim() }
  if ($words) { "The service answered $status ($advice): $words" } else { "The service answered $status ($advice)." }
}

# Return the answer's text; end the sample with one sentence where there is none.
function Get-AnswerText($response) {
  if ($null -eq $response) {
    Stop-Sample 'The answer is not a JSON object: check that AZURE_OPENAI_ENDPOINT is the URL of your resource.'
  }
  $choice = @($response.choices)[0]
  if ($null -eq $choice.message) {
    Stop-Sample 'The answer has no choices: check that AZURE_OPENAI_ENDPOINT is the URL of your resource.'
  }
  if ($null -eq $choice.message.content) {
    $reason = $choice.finish_reason
    Stop-Sample "The answer has no text, its finish_reason is `"$reason`": change the messages and try again."
  }
  $choice.message.content
}

# <snippet_story_without_seed>
$endpoint   = "$Env:AZURE_OPENAI_ENDPOINT".TrimEnd('/')
$key        = $Env:AZURE_OPENAI_API_KEY
$deployment = $Env:AZURE_OPENAI_DEPLOYMENT
$apiVersion = $Env:OPENAI_API_VERSION
$timeLimit  = 30 # seconds, for each request
if (-not $endpoint) {
  Stop-Sample 'Set AZURE_OPENAI_ENDPOINT to the URL of your resource, such as https://YOUR-RESOURCE.openai.azure.com.'
}
if (-not $key) { Stop-Sample 'Set AZURE_OPENAI_API_KEY to a key of your resource.' }
if (-not $deployment) { Stop-Sample "Set AZURE_OPENAI_DEPLOYMENT to your deployment's name." }
if (-not $apiVersion) { $apiVersion = '2024-02-01' }
if ($endpoint -notmatch '^https?://[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*(:[0-9]{1,5})?(/[^\s?#]*)?\z') {
  Stop-Sample 'AZURE_OPENAI_ENDPOINT is not an http or https URL: set it to the URL of your resource.'
}
if ($key -notmatch '^[!-~]+\z') {
  Stop-Sample 'AZURE_OPENAI_API_KEY holds a character that no key has: copy the key again.'
}

$url = "$endpoint/openai/deployments/$deployment/chat/completions?api-version=$apiVersion"
$headers = @{ 'api-key' = $key }
$body = [ordered]@{
  #seed        = 42
  temperature = 0.7
  max_tokens  = 50
  messages    = @(
    [ordered]@{ role = 'system'; content = 'You are a helpful assistant.' }
    [ordered]@{ role = 'user'; content = 'Tell me a story about how the universe began?' }
  )
} | ConvertTo-Json -Depth 10

$limits = @{ MaximumRedirection = 0; TimeoutSec = $timeLimit }
if ((Get-Command Invoke-RestMethod).Parameters.ContainsKey('OperationTimeoutSeconds')) {
  $limits.OperationTimeoutSeconds = $timeLimit # from 7.4 on, TimeoutSec ends where the answer begins
}

for ($i = 0; $i -le 2; $i++) {
  $file = [IO.Path]::GetTempFileName() # so that the answer is read as UTF-8, whatever the headers say
  try {
    Invoke-RestMethod -Uri $url -Headers $headers -Body $body -Method Post `
      -ContentType 'application/json; charset=utf-8' -OutFile $file @limits
    $response = ConvertFrom-Answer ([IO.File]::ReadAllText($file))
  } catch { Stop-Sample (Get-Refusal $_) } finally { [IO.File]::Delete($file) }
  Write-Host "Story Version $($i + 1)`n---`n$(Get-AnswerText $response)`n---`n"
}
# </snippet_story_without_seed>
