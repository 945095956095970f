import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-06-01", max_retries=0)
for _ in range(2):
    response = client.chat.completions.create(
        model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
        messages=[{"role": "user", "content": "Hello"}],
        temperature="0.7",
        seed=42,
    )
    print(response.choices[0].message.content)
