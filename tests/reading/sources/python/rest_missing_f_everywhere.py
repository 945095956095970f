import os
import requests

endpoint = os.environ["AZURE_OPENAI_ENDPOINT"]
deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]
url = "{endpoint}/openai/deployments/{deployment}/chat/completions?api-version=2024-06-01"
r = requests.post(
    url,
    headers={"api-key": os.environ["AZURE_OPENAI_API_KEY"]},
    json={"messages": [{"role": "user", "content": "Hello"}], "seed": 42},
)
print(r.json())
