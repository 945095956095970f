import os
from openai import AzureOpenAI

client = AzureOpenAI(
    api_version="2023-05-15",
    default_headers={"x-team": "docs"},
    default_query={"trace": True},
)
response = client.chat.completions.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[{"role": "user", "content": "Hello"}],
    seed=42,
    extra_headers={"x-request": "1"},
    extra_query={"api-version": "2024-06-01"},
)
print(response.choices[0].finish_reason)
