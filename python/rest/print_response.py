# Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT; run: python print_response.py
# <snippet_print_response>
import json
import os
import sys

import requests

endpoint = os.environ["AZURE_OPENAI_ENDPOINT"].rstrip("/")
deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]  # the name that you chose for your deployment
api_version = os.getenv("OPENAI_API_VERSION") or "2024-02-01"
url = f"{endpoint}/openai/deployments/{deployment}/chat/completions?api-version={api_version}"
headers = {"api-key": os.environ["AZURE_OPENAI_API_KEY"]}
body = {
    "seed": 42,
    "temperature": 0.7,
    "max_tokens": 50,
    "messages": [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": "Tell me a story about how the universe began?"},
    ],
}

response = requests.post(url, headers=headers, json=body, timeout=15, allow_redirects=False)
if response.status_code != 200:
    sys.exit(f"{response.status_code} {' '.join(response.text.split())}")
print(json.dumps(response.json(), indent=2, ensure_ascii=False))
# </snippet_print_response>
