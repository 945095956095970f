# Parameters in a hashtable, shortened names, aliases.
$messages = @(
  [ordered]@{ role = 'system'; content = "You answer in one word." },
  [ordered]@{ role = 'user'; content = 'Which planet is red?' }
)
$request = @{
  Uri         = "{0}/openai/deployments/{1}/chat/completions?api-version={2}" -f $env:AZURE_OPENAI_ENDPOINT, $env:AZURE_OPENAI_DEPLOYMENT, '2024-06-01'
  Method      = 'POST'
  Headers     = @{ 'api-key' = "$env:AZURE_OPENAI_API_KEY" }
  ContentType = 'application/json'
  Body        = [ordered]@{ messages = $messages; seed = 42; top_p = 0.95 } | ConvertTo-Json -Depth 5 -Compress
}
$response = irm @request
Write-Host 'Answer:' $response.choices[0].message.content
