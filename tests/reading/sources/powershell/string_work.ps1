# Strings trimmed, joined, replaced and split.
$parts = @($Env:AZURE_OPENAI_ENDPOINT.Trim().TrimEnd('/'), 'openai', 'deployments', $Env:AZURE_OPENAI_DEPLOYMENT, 'chat', 'completions')
$url = ($parts -join '/') + '?api-version=' + [uri]::EscapeDataString('2024-06-01')
$prompt = ('  Tell   me a STORY. ' -replace '\s+', ' ').Trim().ToLower()
$topics = 'sea,sky;land' -split '[,;]'
$content = [string]::Join(' ', @($prompt, "About: $($topics -join ' and ')."))
$body = @{ messages = @(@{ role = 'user'; content = $content }); seed = [int]"$($topics.Count)2"; user = 'u{0:d4}' -f 7 } | ConvertTo-Json -Depth 4
$r = Invoke-RestMethod -Uri $url -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
Write-Host "Tab`tand ""quotes"" and 'more' `u{2713} $([string]::IsNullOrEmpty($content))"
Write-Host $topics -Separator ', '
$topics[-1].ToUpper()
