import os
import requests

endpoint = os.environ["AZURE_OPENAI_ENDPOINT"] + "/"
deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]
r = requests.post(
    f"{endpoint}/openai/deployments/{deployment}/chat/completions?api-version=2024-06-01",
    headers={"api-key": os.environ["AZURE_OPENAI_API_KEY"]},
    json={"messages": [{"role": "user", "content": "Hello"}], "seed": 42},
)
print(r.json()["choices"][0]["message"]["content"])
