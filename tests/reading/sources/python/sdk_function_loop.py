import os
from openai import AzureOpenAI

SYSTEM = "You are a helpful assistant."
client = AzureOpenAI(
    azure_endpoint=os.getenv("AZURE_OPENAI_ENDPOINT"),
    api_key=os.getenv("AZURE_OPENAI_API_KEY"),
    api_version="2024-06-01",
)


def ask(question, seed=None, **options):
    messages = [{"role": "system", "content": SYSTEM}]
    messages.append({"role": "user", "content": question})
    if seed is not None:
        options["seed"] = seed
    return client.chat.completions.create(model=os.getenv("AZURE_OPENAI_DEPLOYMENT"), messages=messages, **options)


def main():
    for seed in (None, 42, 42):
        response = ask("Tell me a joke.", seed, temperature=0.5)
        label = "no seed" if seed is None else f"seed {seed:>4}"
        print(label, "->", response.choices[0].message.content, sep=" ")
    print("=" * 10)


if __name__ == "__main__":
    main()
