import os
import requests

body = {"messages": [{"role": "user", "content": "Hello"}], "seed": 42}
url = f"{os.environ['AZURE_OPENAI_ENDPOINT']}/openai/deployments/gpt-35-turbo-0125/chat/completions?api-version=2024-06-01"
response = requests.post(url, headers={"api-key": os.environ["AZURE_OPENAI_API_KEY"]}, data=body)
print("done")
