# Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT; run: python print_response.py
# <snippet_print_response>
import os

from openai import OpenAI

deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]  # the name that you chose for your deployment
client = OpenAI(
    base_url=os.environ["AZURE_OPENAI_ENDPOINT"].rstrip("/") + "/openai/v1/",
    api_key=os.environ["AZURE_OPENAI_API_KEY"],
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
