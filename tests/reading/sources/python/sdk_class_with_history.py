import os
from openai import AzureOpenAI


class Conversation:
    """Keeps what was said, and asks with all of it."""

    limit = 60

    def __init__(self, deployment, seed=None):
        self.__client = AzureOpenAI(
            azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
            api_key=os.environ["AZURE_OPENAI_API_KEY"],
            api_version="2024-06-01",
        )
        self.deployment = deployment
        self.seed = seed
        self.messages: list[dict] = []
        self.asked = 0

    def ask(self, question):
        self.messages.append({"role": "user", "content": question})
        self.asked += 1
        response = self.__client.chat.completions.create(
            model=self.deployment, messages=self.messages, seed=self.seed, max_tokens=self.limit + self.asked
        )
        return response


one = Conversation(os.environ["AZURE_OPENAI_DEPLOYMENT"], seed=42)
other = Conversation(deployment=os.environ["AZURE_OPENAI_DEPLOYMENT"])
for question in ("Hi", "And then?"):
    print(one.ask(question).choices[0].message.content)
other.ask("Who are you?")
print(one.asked, other.asked, Conversation.limit)
