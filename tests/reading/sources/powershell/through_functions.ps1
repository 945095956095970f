# Small functions that hand each other what they make.
function New-Message($role, $content) { @{ role = $role; content = $content } }
function Get-Url {
  param([string] $Version)
  $base = $Env:AZURE_OPENAI_ENDPOINT.TrimEnd('/')
  "$base/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=$Version"
}
function Send-Chat([object[]] $Messages, [hashtable] $Options = @{}) {
  $body = @{ messages = $Messages } + $Options
  Invoke-RestMethod -Uri (Get-Url -Version '2024-06-01') -Method Post -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY } `
    -ContentType 'application/json' -Body (ConvertTo-Json -InputObject $body -Depth 6)
}
filter Format-Answer { "=> $($_.choices[0].message.content)" }
$messages = (New-Message system 'Short answers.'), (New-Message -role user -content "It's noon?")
Send-Chat $messages @{ seed = 3; temperature = 0.0 } | Format-Answer
Send-Chat -Messages @(New-Message user 'Alone') -Options @{ seed = 4 } | Format-Answer
