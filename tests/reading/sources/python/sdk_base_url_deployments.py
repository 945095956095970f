import os
from openai import AzureOpenAI

resource = os.environ["AZURE_OPENAI_ENDPOINT"]
deployment = os.environ["AZURE_OPENAI_DEPLOYMENT"]
client = AzureOpenAI(
    base_url="{}/openai/deployments/{}".format(resource, deployment),
    api_key=os.environ["AZURE_OPENAI_API_KEY"],
    api_version="2024-06-01",
)
response = client.chat.completions.create(model=deployment, messages=[{"role": "user", "content": "Hello"}], seed=-3)
print(response.choices[0].message.role + ": " + response.choices[0].message.content)
