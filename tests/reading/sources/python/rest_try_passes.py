import os
import requests

url = f"{os.environ['AZURE_OPENAI_ENDPOINT']}/openai/deployments/gpt-35-turbo-0125/chat/completions?api-version=2024-06-01"
for seed in [42, "42", 42.0, True]:
    try:
        r = requests.post(
            url,
            headers={"api-key": os.environ["AZURE_OPENAI_API_KEY"]},
            json={"messages": [{"role": "user", "content": "Hello"}], "seed": seed},
        )
        r.raise_for_status()
    except requests.HTTPError:
        pass
print("done")
