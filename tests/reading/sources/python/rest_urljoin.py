import os
from urllib.parse import quote, urlencode, urljoin

import requests

path = f"openai/deployments/{quote('gpt-35-turbo-0125')}/chat/completions"
url = urljoin(os.environ["AZURE_OPENAI_ENDPOINT"], path) + "?" + urlencode({"api-version": "2024-06-01"})
defaults = {"temperature": 0.7, "seed": 1}
settings = {**defaults, "seed": 42}
del settings["temperature"]
settings.setdefault("max_tokens", 25)
reply = requests.post(
    url,
    headers={"api-key": os.environ["AZURE_OPENAI_API_KEY"]},
    json={"messages": [{"role": "user", "content": "one\ntwo"}], **settings},
)
print(*reply.json()["choices"][0]["message"]["content"].split())
