# Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT; run: python story_with_seed.py
# <snippet_story_with_seed>
import os

from openai import OpenAI

deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]  # the name that you chose for your deployment
client = OpenAI(
    base_url=os.environ["AZURE_OPENAI_ENDPOINT"].rstrip("/") + "/openai/v1/",
    api_key=os.environ["AZURE_OPENAI_API_KEY"],
    timeout=15,  # seconds
)

for i in range(3):
    print(f"Story Version {i + 1}\n---")

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

    choice = response.choices[0]
    print(choice.message.content or choice.finish_reason)  # a filtered answer has no content
    print("---\n")
# </snippet_story_with_seed>
