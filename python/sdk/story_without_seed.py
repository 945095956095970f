# Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT; run: python story_without_seed.py
# <snippet_story_without_seed>
import os

from openai import AzureOpenAI

deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]  # the name that you chose for your deployment
client = AzureOpenAI(
    azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"].rstrip("/"),
    api_key=os.environ["AZURE_OPENAI_API_KEY"],
    api_version=os.getenv("OPENAI_API_VERSION") or "2024-02-01",
    timeout=15,  # seconds
)

for i in range(3):
    print(f"Story Version {i + 1}\n---")

    response = client.chat.completions.create(
        model=deployment,
        # seed=42,
        temperature=0.7,
        max_tokens=50,
        messages=[
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": "Tell me a story about how the universe began?"},
        ],
    )

    choice = response.choices[0]
    print(choice.message.content or choice.finish_reason)  # a filtered answer has no content
    print("---\n")
# </snippet_story_without_seed>
