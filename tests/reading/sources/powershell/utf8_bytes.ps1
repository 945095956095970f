# The body as UTF-8 bytes.
$body = [ordered]@{
  messages = @(@{ role = 'user'; content = 'Grüße aus Zürich – ça va? 你好' })
  seed = 99
}
$bytes = [System.Text.Encoding]::UTF8.GetBytes(($body | ConvertTo-Json -Depth 5))
$params = @{
  Uri = ($Env:AZURE_OPENAI_ENDPOINT.TrimEnd('/') + "/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01")
  Method = 'Post'
  Headers = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
  TimeoutSec = 30
}
$r = Invoke-RestMethod @params -Body $bytes -ContentType 'application/json; charset=utf-8'
[Console]::WriteLine($r.choices[0].message.content)
