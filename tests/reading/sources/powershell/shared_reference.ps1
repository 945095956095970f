# One hashtable in two requests: a change is seen through every name.
$common = [ordered]@{ messages = @([ordered]@{ role = 'user'; content = 'first' }); seed = 1 }
$same = $common
$copy = @{ seed = 0 }
$other = $copy.Clone()
$other.seed = 9
$same.seed = 2
$copy['seed'] = 3
$common.messages[0].content = 'second'
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
foreach ($one in $common, @{ messages = $common.messages; seed = 3 }) {
  $r = Invoke-RestMethod -Uri $url -Method Post -Body ($one | ConvertTo-Json -Depth 4) -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
  Write-Output "$($copy.seed) $($other.seed) seed $($one.seed) content $($one.messages[0].content)"
}
