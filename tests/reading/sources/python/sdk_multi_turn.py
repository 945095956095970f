import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-06-01")
messages = [{"role": "user", "content": "Tell me a story."}]
for follow_up in ["Shorter.", "Even shorter."]:
    answer = client.chat.completions.create(
        model=os.environ["AZURE_OPENAI_DEPLOYMENT"], messages=messages, seed=42, max_tokens=20
    )
    text = answer.choices[0].message.content
    messages.append({"role": "assistant", "content": text})
    messages.append({"role": "user", "content": follow_up})
    print(text)
print(len(messages))
