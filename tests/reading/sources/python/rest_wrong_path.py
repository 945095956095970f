import os
import requests

url = "{base}/openai/deployments/{name}/chat/completion?api-version={version}".format(
    base=os.environ["AZURE_OPENAI_ENDPOINT"], name=os.environ["AZURE_OPENAI_DEPLOYMENT"], version="2024-06-01"
)
headers = dict([("api-key", os.environ["AZURE_OPENAI_API_KEY"])])
response = requests.post(url=url, headers=headers, json={"messages": [{"role": "user", "content": "Hello"}]})
print(response.json().get("error"))
