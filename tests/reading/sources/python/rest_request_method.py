import os
import sys
import requests

ENDPOINT = os.environ.get("AZURE_OPENAI_ENDPOINT")
KEY = os.environ.get("AZURE_OPENAI_API_KEY")
if not ENDPOINT or not KEY:
    print("Set AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY.", file=sys.stderr)
    sys.exit(1)


def build(prompt: str, seed: int = 42) -> dict:
    """Return the body."""
    return {"messages": [{"role": "user", "content": prompt}], "seed": seed, "stop": None, "stream": False}


response = requests.request(
    "POST",
    ENDPOINT + f"/openai/deployments/{os.environ['AZURE_OPENAI_DEPLOYMENT']}/chat/completions?api-version=2024-06-01",
    headers={"api-key": KEY},
    json=build("Hello", seed=2**53 + 1),
)
if response.status_code == 200:
    print(response.json()["choices"][0]["message"]["content"])
else:
    print("Error:", response.text)
