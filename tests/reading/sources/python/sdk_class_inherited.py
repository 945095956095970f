import os
from abc import ABC, abstractmethod
from openai import AzureOpenAI


class Story(ABC):
    topic = "a robot"

    def __init__(self, client, **options):
        self.client = client
        self.options = {"temperature": 0, **options}

    @classmethod
    def from_environment(cls, *arguments):
        client = AzureOpenAI(
            azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
            api_key=os.environ["AZURE_OPENAI_API_KEY"],
            api_version="2024-06-01",
        )
        return cls(client, *arguments)

    @staticmethod
    def message(text, role="user"):
        return {"role": role, "content": text}

    @property
    def messages(self):
        return [self.message("You tell stories.", role="system"), self.message(f"Tell me about {self.topic}.")]

    @abstractmethod
    def label(self): ...

    def tell(self):
        response = self.client.chat.completions.create(
            model=os.environ["AZURE_OPENAI_DEPLOYMENT"], messages=self.messages, **self.options
        )
        print(f"{self.label()}: {response.choices[0].message.content}")


class Seeded(Story):
    def __init__(self, client, seed=42):
        super().__init__(client, seed=seed)
        self.seed = seed

    def label(self):
        return f"{self.__class__.__name__} {self.seed}"


class Whale(Seeded):
    topic = "a whale"

    def label(self):
        return "Whale, " + super().label()


for story in (Seeded.from_environment(), Whale.from_environment(7)):
    story.tell()
