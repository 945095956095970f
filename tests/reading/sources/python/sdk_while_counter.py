import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-06-01")
rounds, seeds = 0, []
while rounds < 2:
    rounds += 1
    seeds.append(rounds * 21)
    response = client.chat.completions.create(
        model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
        messages=[{"role": "user", "content": f"Round {rounds} of 2"}],
        seed=seeds[-1],
    )
    print("Round %d: %s" % (rounds, response.choices[0].message.content))
print("seeds:", seeds)
