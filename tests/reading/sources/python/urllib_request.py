import json
import os
import urllib.request

url = (
    os.environ["AZURE_OPENAI_ENDPOINT"]
    + "/openai/deployments/gpt-35-turbo-0125/chat/completions?api-version=2024-06-01"
)
data = json.dumps({"messages": [{"role": "user", "content": "Hello"}], "seed": 42}).encode()
request = urllib.request.Request(
    url,
    data=data,
    headers={"Content-Type": "application/json", "api-key": os.environ["AZURE_OPENAI_API_KEY"]},
    method="POST",
)
with urllib.request.urlopen(request) as reply:
    answer = json.load(reply)
print(answer["choices"][0]["message"]["content"], end="\n\n")
print("fingerprint", answer["system_fingerprint"], sep=": ")
