import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-2-01")
response = client.chat.completions.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[{"role": "user", "content": "Hello"}],
    seed=42,
)
print(response.choices[0].message.content)
