import os
from openai import AzureOpenAI

client = AzureOpenAI()
answer = client.chat.completions.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[{"role": "user", "content": "Hi"}],
    n=2,
    seed=1,
)
for choice in answer.choices:
    print(choice.index, choice.message.content)
