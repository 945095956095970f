import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-06-01")
options = {"max_tokens": 20}
if os.getenv("REPRODUCIBLE"):
    options["seed"] = 42
model = os.getenv("AZURE_OPENAI_DEPLOYMENT")
if not model:
    raise SystemExit("AZURE_OPENAI_DEPLOYMENT is not set")
response = client.chat.completions.create(model=model, messages=[{"role": "user", "content": "Hello"}], **options)
print(response.choices[0].message.content)
