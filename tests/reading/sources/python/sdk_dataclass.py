import os
from dataclasses import asdict, dataclass, field
from openai import AzureOpenAI


@dataclass
class Options:
    temperature: float = 0.7
    seed: int | None = None
    stop: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Question(object):
    text: str
    options: Options = field(default_factory=Options)

    def messages(self):
        return [{"role": "user", "content": self.text}]


client = AzureOpenAI(
    azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
    api_key=os.environ["AZURE_OPENAI_API_KEY"],
    api_version="2024-06-01",
)
questions = [Question("Tell me a joke.", Options(seed=42)), Question(text="Tell me another.")]
questions[0].options.stop.append("END")
questions[1].options.stop += ["STOP"]
for question in questions:
    response = client.chat.completions.create(
        model=os.environ["AZURE_OPENAI_DEPLOYMENT"], messages=question.messages(), **asdict(question.options)
    )
    print(response.choices[0].message.content)
