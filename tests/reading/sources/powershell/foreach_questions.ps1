# One call for each question.
$questions = 'What is a quark?', 'What is a lepton?', 'What is a boson?'
$url = "$Env:AZURE_OPENAI_ENDPOINT/openai/deployments/$Env:AZURE_OPENAI_DEPLOYMENT/chat/completions?api-version=2024-06-01"
$number = 0
foreach ($question in $questions) {
  $number++
  $body = @{ seed = 5; n = 1; messages = @(@{ role = 'user'; content = $question }) } | ConvertTo-Json -Depth 5
  $result = Invoke-RestMethod -Uri $url -Method POST -Body $body -ContentType 'application/json' -Headers @{ 'api-key' = $Env:AZURE_OPENAI_API_KEY }
  Write-Host ('{0}. {1}' -f $number, $question)
  Write-Host ('-' * 10)
  Write-Host $result.choices[0].message.content.Trim()
}
