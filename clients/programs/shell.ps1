# PowerShell's own client. One JSON line a case, as cases.py has it.
$target = "$($Env:EMULATOR_URL)/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"
$prompt = 'Tell me a story about how the universe began?'
$parameters = @{
    type = 'object'
    properties = @{ city = @{ type = 'string' }; unit = @{ type = 'string'; enum = @('celsius', 'fahrenheit') } }
    required = @('city', 'unit')
    additionalProperties = $false
}

function Ask($content, $more) {
    $body = @{ messages = @(@{ role = 'user'; content = $content }) } + $more
    $json = ConvertTo-Json $body -Depth 12
    Invoke-RestMethod -Uri $target -Method Post -Headers @{ 'api-key' = $Env:EMULATOR_KEY } -ContentType 'application/json' -Body $json
}

function Text($content, $more) { (Ask $content $more).choices[0].message.content }

function Say($name, $value) {
    [Console]::Out.WriteLine((ConvertTo-Json @{ case = $name; value = $value } -Depth 12 -Compress))
}

function Begin($name) {
    [Console]::Out.WriteLine((ConvertTo-Json @{ case = $name; begins = $true } -Compress))
    [Console]::Out.Flush()
    $null = [Console]::In.ReadLine()  # whoever counts the requests is ready
}

Begin 'plain'
Say 'plain' (Text $prompt @{})
Begin 'seed'
Say 'seed' @((Text $prompt @{ seed = 42 }), (Text $prompt @{ seed = 42 }))
Begin 'tools'
$function = @{ name = 'get_weather'; description = 'Get the weather in a city.'; parameters = $parameters }
$call = (Ask 'What is the weather in Paris?' @{ tools = @(@{ type = 'function'; function = $function }) }).choices[0].message.tool_calls[0].function
Say 'tools' @($call.name, (ConvertFrom-Json $call.arguments))
Begin 'json'
Say 'json' (ConvertFrom-Json (Text 'Describe the universe in JSON.' @{ response_format = @{ type = 'json_object' } }))
Begin 'schema'
$format = @{ type = 'json_schema'; json_schema = @{ name = 'place'; strict = $true; schema = $parameters } }
Say 'schema' (ConvertFrom-Json (Text $prompt @{ response_format = $format }))
Begin 'vision'
$parts = @(@{ type = 'text'; text = $prompt }, @{ type = 'image_url'; image_url = @{ url = 'https://example.com/universe.png' } })
Say 'vision' (Text $parts @{})
Begin 'n'
Say 'n' ((Ask $prompt @{ n = 3 }).choices.Count)
Begin 'refusal'
try { Say 'refusal' (Text $prompt @{ temperature = 3 }) }
catch {
    $said = @{ case = 'refusal'; error = "$($_.Exception.Message) $($_.ErrorDetails.Message)" }
    [Console]::Out.WriteLine((ConvertTo-Json $said -Compress))
}
