import json
import os

import requests

endpoint = os.getenv("AZURE_OPENAI_ENDPOINT", "https://example.openai.azure.com").rstrip("/")
deployment = os.getenv("AZURE_OPENAI_DEPLOYMENT")
headers = {"Content-Type": "application/json"}
headers["api-key"] = os.getenv("AZURE_OPENAI_API_KEY")
body = {"messages": []}
body["messages"] += [{"role": role, "content": text} for role, text in [("system", "Be brief."), ("user", "Hi")]]
body["seed"] = 42
body |= {"max_tokens": 10}
answer = requests.post(
    f"{endpoint}/openai/deployments/{deployment}/chat/completions",
    params={"api-version": "2024-06-01"},
    headers=headers,
    data=json.dumps(body).encode("utf-8"),
)
print(answer.status_code)
print(answer.json()["choices"][0]["message"]["content"])
