# An ArrayList tells the index of what is added, and that is printed.
$list = [System.Collections.ArrayList]@()
$list.Add(@{ role = 'user'; content = 'One' })
[void]$list.Add(@{ role = 'user'; content = 'Two' })
$null = $list.Add(@{ role = 'user'; content = 'Three' })
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$r = Invoke-RestMethod -Uri $url -Method Post -Body (@{ messages = $list; seed = 4 } | ConvertTo-Json -Depth 4) -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
$list.Count
