import os
import requests

endpoint = os.environ["AZURE_OPENAI_ENDPOINT"]
deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]
url = endpoint + "/openai/deployments/" + deployment + "/chat/completions?api-version=2024-06-01"
response = requests.post(
    url,
    headers={"api-key": os.environ["AZURE_OPENAI_API_KEY"]},
    json={
        "messages": [{"role": "user", "content": "Grüße, 世界"}],
        "seed": 42,
        "temperature": 0.70,
    },
    timeout=30,
)
response.raise_for_status()
data = response.json()
print(data["choices"][0]["message"]["content"])
print(json_id := data["id"])
