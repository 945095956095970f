#Requires -Version 7.0
<#
.SYNOPSIS
  Asks a question.
#>
[CmdletBinding()]
param(
  [string] $Question = 'What is a nebula?',
  [ValidateRange(1, 100)]
  [int] $MaxTokens = 30,
  [string[]] $Stop = @('END', 'STOP')
)
Set-StrictMode -Version Latest
#region request
$body = [ordered]@{
  messages   = @(
    @{ role = 'system'; content = 'Be brief.' }
    # a comment between two messages
    @{ role = 'user'; content = $Question }
  )
  max_tokens = $MaxTokens
  stop       = $Stop
  seed       = 42
}
#endregion
$parameters = @{
  Uri         = "$($Env:AZURE_OPENAI_ENDPOINT)/openai/deployments/$($Env:AZURE_OPENAI_DEPLOYMENT)/chat/completions?api-version=2024-06-01"
  Method      = 'Post'
  Headers     = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
  Body        = ($body | ConvertTo-Json -Depth 10)
  ContentType = 'application/json'
}
try {
  $response = Invoke-RestMethod @parameters -ErrorAction Stop
  Write-Output $response.choices.message.content
}
catch [System.Net.WebException] { Write-Error "net: $($_.Exception.Message)" }
catch {
  Write-Error $_
}
