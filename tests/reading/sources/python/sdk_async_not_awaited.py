import asyncio
import os

from openai import AsyncAzureOpenAI

client = AsyncAzureOpenAI()


async def main():
    await client.chat.completions.create(
        model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
        messages=[{"role": "user", "content": "Hello"}],
        seed=5,
    )


main()
print("done")
