import os

from openai import AzureOpenAI

client = AzureOpenAI(
    azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
    api_key=os.environ["AZURE_OPENAI_API_KEY"],
    api_version="2024-06-01",
)
params = {
    "model": os.environ["AZURE_OPENAI_DEPLOYMENT"],
    "messages": [{"role": "user", "content": "Name three colours."}],
    "temperature": 0,
}
params["seed"] = 42
params.update(max_tokens=30, top_p=1.0)
response = client.chat.completions.create(**params)
print(response.choices[0].message.content)
print("fingerprint:", response.system_fingerprint)
