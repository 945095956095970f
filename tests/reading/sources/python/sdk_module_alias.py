import os
import openai as ai

client = ai.AzureOpenAI(api_version="2024-06-01")
create = client.chat.completions.create
result = create(
    messages=[dict(role="user", content="Hello")],
    model=os.environ.get("AZURE_OPENAI_DEPLOYMENT", "gpt-35-turbo"),
    seed=int("42"),
)
print(result.model_dump_json(indent=2))
