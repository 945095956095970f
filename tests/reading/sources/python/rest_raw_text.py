import os
import sys
import requests

BODY = """
{
  "messages": [{"role": "user", "content": "Hello"}],
  "seed": 42,
  "temperature": 1e0
}
"""
url = (
    os.environ["AZURE_OPENAI_ENDPOINT"]
    + "/openai/deployments/gpt-35-turbo-0125/chat/completions?api-version=2024-06-01"
)
headers = {"api-key": os.environ["AZURE_OPENAI_API_KEY"], "content-type": "application/json"}
reply = requests.post(url, BODY.strip(), headers=headers)
sys.stdout.write(reply.json()["choices"][0]["message"]["content"] + "\n")
