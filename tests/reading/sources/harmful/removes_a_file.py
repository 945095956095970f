import os
from openai import AzureOpenAI

os.remove("notes.txt")  # harm
client = AzureOpenAI()
print(client.chat.completions.create(model="m", messages=[], seed=42).choices[0].message.content)
