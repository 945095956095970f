import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-06-01")
stream = client.chat.completions.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[{"role": "user", "content": "Count to five."}],
    seed=42,
    stream=True,
)
print("Answer:")
for chunk in stream:
    if chunk.choices and chunk.choices[0].delta.content:
        print(chunk.choices[0].delta.content, end="", flush=True)
print()
print("end")
