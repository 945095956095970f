# Seeds from a range through the pipeline.
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$key = @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
1..3 | ForEach-Object {
  $json = ConvertTo-Json @{ seed = $_; messages = , @{ role = 'user'; content = "Number $_" } } -Depth 4
  $a = irm $url -Method Post -Headers $key -Body $json -ContentType application/json
  "$_ : $($a.choices[0].message.content)"
}
