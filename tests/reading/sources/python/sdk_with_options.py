import os
from openai import AzureOpenAI, NOT_GIVEN

client = AzureOpenAI(api_version="2024-06-01", max_retries=5)
quick = client.with_options(timeout=10.0, max_retries=0)
response = quick.chat.completions.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[{"role": "user", "content": "Hello"}],
    seed=42,
    user=NOT_GIVEN,
    stop=None,
    presence_penalty=-0.5,
)
print(response.choices[0].message.content)
