# Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT; run: python print_response.py
# <snippet_print_response>
import os

from openai import AzureOpenAI

deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]  # the name that you chose for your deployment
client = AzureOpenAI(
    azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"].rstrip("/"),
    api_key=os.environ["AZURE_OPENAI_API_KEY"],
    api_version=os.getenv("OPENAI_API_VERSION") or "2024-02-01",
    timeout=15,  # seconds
)

response = client.chat.completions.create(
    model=deployment,
    seed=42,
    temperature=0.7,
    max_tokens=50,
    messages=[
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": "Tell me a story about how the universe began?"},
    ],
)

print(response.model_dump_json(indent=2))
# </snippet_print_response>
