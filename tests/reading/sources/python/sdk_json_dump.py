import json
import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-06-01")
responses = [
    client.chat.completions.create(
        model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
        messages=[{"role": "user", "content": "Hello"}],
        seed=seed,
        response_format={"type": "json_object"},
    )
    for seed in range(41, 43)
]
for seed, response in zip(range(41, 43), responses):
    print(seed, response.id)
print(json.dumps(responses[0].model_dump(), indent=4))
