import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-10-21")
raw = client.chat.completions.with_raw_response.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[{"role": "user", "content": "Hello"}],
    seed=42,
    logprobs=True,
    top_logprobs=2,
)
print(raw.headers.get("content-type"))
completion = raw.parse()
print(completion.choices[0].message.content.strip())
