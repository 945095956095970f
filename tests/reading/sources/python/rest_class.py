import os
import requests


class AzureChat:
    def __init__(self, deployment, version="2024-06-01"):
        self.session = requests.Session()
        self.session.headers["api-key"] = os.environ["AZURE_OPENAI_API_KEY"]
        self.url = f"{os.environ['AZURE_OPENAI_ENDPOINT']}/openai/deployments/{deployment}/chat/completions"
        self.params = {"api-version": version}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.session.close()

    def __call__(self, text, **options):
        body = {"messages": [{"role": "user", "content": text}], **options}
        return self._post(body)["choices"][0]["message"]["content"]

    def _post(self, body):
        response = self.session.post(self.url, params=self.params, json=body, timeout=30)
        response.raise_for_status()
        return response.json()


with AzureChat(os.environ["AZURE_OPENAI_DEPLOYMENT"]) as chat:
    print(chat("Tell me a joke.", seed=42))
