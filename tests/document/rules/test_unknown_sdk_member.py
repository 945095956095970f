"""``unknown-sdk-member``: what code uses of the openai SDK is there."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import MESSAGES, fence

CLIENT = 'client = AzureOpenAI(azure_endpoint="https://x", api_key="k", api_version="2024-02-01")'
START = f"from openai import AzureOpenAI\n\n{CLIENT}\n"

ASK = f'r = client.chat.completions.create(model="m", messages={MESSAGES})\n'


def after(code: str, start: str = START) -> str:
    return fence("python", f"{start}{code}")


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(
            after(f'client.chat.▸completion.create(model="m", messages={MESSAGES})'), ["completions"], id="path"
        ),
        pytest.param(
            after(f'client.▸chats.completions.create(model="m", messages={MESSAGES})'), ["chat"], id="its begin"
        ),
        pytest.param(after("client.chat.completions.▸creat()"), ["create"], id="a method"),
        pytest.param(after("pass", "from openai import ▸AzureOpenAi\n"), ["AzureOpenAI"], id="an import"),
        pytest.param(after("client = openai.▸AzureOpenAi()", "import openai\n"), ["AzureOpenAI"], id="of the module"),
        pytest.param(after("", START.replace("api_key=", "▸api_keys=")), ["api_key"], id="a client's keyword"),
        pytest.param(after("with AzureOpenAI() as other:\n    other.▸embedding"), ["embeddings"], id="a with"),
        pytest.param(
            after(
                f'client.chat.completions.create(model="m", ▸sede=1, messages={MESSAGES})',
                "from openai import OpenAI\n\nclient = OpenAI()\n",
            ),
            ["seed"],
            id="a keyword of a call that is not judged",
        ),
        pytest.param(after(f'client.chat.completions.create(model="m", messages={MESSAGES})'), [], id="right"),
        pytest.param(after("client.beta.threads.create()\nclient.with_options(timeout=1)"), [], id="other resources"),
        pytest.param(after("client.chat.completion", "client = make()\n"), [], id="another's client"),
        pytest.param(after("client = wrap(client)\nclient.chats"), [], id="a client that is wrapped"),
        pytest.param(after("def ask(client):\n    return client.chats"), [], id="a parameter of the same name"),
        pytest.param(
            after("client.chats", "from mine import AzureOpenAI\n\nclient = AzureOpenAI()\n"), [], id="namesake"
        ),
        pytest.param(
            after("client.flush()", "from openai import Client\nfrom mine import Client\n\nclient = Client()\n"),
            [],
            id="a class that another library has too",
        ),
        pytest.param(
            after('openai.api_base: str = "x"', "import openai\n") + after("print(openai.api_base)", "import openai\n"),
            [],
            id="what the page puts into the module",
        ),
        pytest.param(after("print(openai.▸api_base)", "import openai\n"), [None], id="what nobody puts there"),
        pytest.param(after("client._private.x\nclient.__class__"), [], id="private"),
        pytest.param(after(f'{ASK}print(r[▸"choices"][0]["message"])'), [None], id="an answer as a dictionary"),
        pytest.param(after(f'{ASK}print(r.choices[0].message[▸"content"])'), [None], id="a message as one"),
        pytest.param(after(f'{ASK}print(r.model_dump()["choices"], r.choices[0].message.content["a"])'), [], id="one"),
        pytest.param(after(f'{ASK}r = r.model_dump()\nprint(r["choices"])'), [], id="what became one"),
        pytest.param(
            '```js\nimport { ▸AzureOpenAi } from "openai";\nconst r = await c.chat.▸completion.create({});\n```\n',
            ["AzureOpenAI", "completions"],
            id="JavaScript",
        ),
        pytest.param(
            '```js\nimport { AzureOpenAI } from "openai";\nconst r = await c.chat.completions.create({});\n'
            "await c.chat.messages.create({});\n```\n",
            [],
            id="JavaScript that is right",
        ),
        pytest.param(
            "```bash\npip install openai==0.28\n```\n\n" + after("openai.error", "import openai\n"),
            [],
            id="old release",
        ),
    ],
)
def test_what_the_sdk_does_not_have_is_told(text: str, suggestions: list[str]) -> None:
    speaks("unknown-sdk-member", text, *suggestions)


def test_a_member_of_a_judged_request_is_told_by_one_rule_only() -> None:
    text = after(f'client.chat.completions.create(model="m", sede=1, messages={MESSAGES})')
    speaks("unknown-sdk-member", text)


def test_a_client_of_an_earlier_block_is_known() -> None:
    speaks("unknown-sdk-member", after("") + fence("python", "client.▸chats.completions"), "chat")
