import os
from openai import AzureOpenAI, BadRequestError

seed = os.getenv("STORY_SEED", "42")
client = AzureOpenAI(api_version="2024-06-01")
try:
    response = client.chat.completions.create(
        model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
        messages=[{"role": "user", "content": "Hello"}],
        seed=seed,
    )
except BadRequestError as error:
    print("refused:", error.status_code)
else:
    print(response.choices[0].message.content)
