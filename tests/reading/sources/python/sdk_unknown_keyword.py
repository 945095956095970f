import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-06-01")
response = client.chat.completions.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[{"role": "user", "content": "Hello"}],
    sede=42,
)
print(response.choices[0].message.content)
