import os
from openai import OpenAI

endpoint = os.environ["AZURE_OPENAI_ENDPOINT"].rstrip("/")
client = OpenAI(base_url=f"{endpoint}/openai/v1/", api_key=os.environ["AZURE_OPENAI_API_KEY"])
response = client.chat.completions.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": "Why is the sky blue?"},
    ],
    seed=42,
    max_completion_tokens=60,
)
print(response.choices[0].message.content)
