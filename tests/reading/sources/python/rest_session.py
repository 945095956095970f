import os
import requests

with requests.Session() as session:
    session.headers.update({"api-key": os.environ["AZURE_OPENAI_API_KEY"]})
    session.params = {"api-version": "2024-06-01"}
    base = "/".join(
        [os.environ["AZURE_OPENAI_ENDPOINT"], "openai", "deployments", os.environ["AZURE_OPENAI_DEPLOYMENT"]]
    )
    texts = []
    for number in range(2):
        reply = session.post(
            base + "/chat/completions", json={"seed": 42, "messages": [{"role": "user", "content": str(number)}]}
        )
        texts.append(reply.json()["choices"][0]["message"]["content"])
    print("same" if texts[0] == texts[1] else "different")
    print("-" * 3)
