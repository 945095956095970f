import asyncio
import os

from openai import AsyncAzureOpenAI

QUESTIONS = ["What is a seed?", "What is a fingerprint?"]


async def ask(client, question, *, seed=42):
    response = await client.chat.completions.create(
        model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
        messages=[{"role": "user", "content": question}],
        seed=seed,
    )
    return response.choices[0].message.content


async def main():
    async with AsyncAzureOpenAI(api_version="2024-06-01") as client:
        for number, question in enumerate(QUESTIONS, start=1):
            print(f"{number}. {question}")
            print(await ask(client, question, seed=42 + number))


asyncio.run(main())
