import json
import os
import requests

url = "%s/openai/deployments/%s/chat/completions?api-version=%s" % (
    os.environ["AZURE_OPENAI_ENDPOINT"],
    os.environ["AZURE_OPENAI_DEPLOYMENT"],
    "2024-06-01",
)
body = {"messages": [{"role": "user", "content": "Hello"}], "seed": 42}
payload = json.dumps(body)
reply = requests.post(url, data=payload, headers={"api-key": os.environ["AZURE_OPENAI_API_KEY"]})
print(json.dumps(reply.json(), indent=2))
