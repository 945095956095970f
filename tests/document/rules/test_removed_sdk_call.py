"""``removed-sdk-call``: code calls what the openai package still has."""

import pytest

from tests.document.checking.analysing import checked
from tests.document.rules.marking import speaks

OLD = """```python
import openai
openai.api_type = "azure"
openai.api_base = "https://x.openai.azure.com/"
openai.api_version = "2023-05-15"
r = ▸openai.ChatCompletion.create(engine="d", messages=[{"role": "user", "content": "Hi"}], seed=42)
print(r["choices"][0]["message"]["content"])
```
"""


OLD_JAVASCRIPT = """```javascript
const { Configuration, OpenAIApi } = require("openai");
const client = new ▸OpenAIApi(new Configuration({ apiKey: key }));
const r = await client.▸createChatCompletion({ model: "m", messages });
```
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(OLD_JAVASCRIPT, id="version 3"),
        pytest.param("Run `npm install openai@3.3`.\n\n" + OLD_JAVASCRIPT.replace("▸", ""), id="pinned"),
        pytest.param(OLD_JAVASCRIPT.replace("▸", "").replace('"openai"', '"./mine.js"'), id="another package"),
        pytest.param(
            '```js\nimport OpenAI from "openai";\nnew OpenAI().chat.completions.create({});\n```\n', id="today"
        ),
    ],
)
def test_what_version_4_removed_is_told_of_javascript(text: str) -> None:
    speaks("removed-sdk-call", text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(OLD, id="the old call"),
        pytest.param("pip install openai\n\n" + OLD, id="the package of today"),
        pytest.param("pip install openai>=1.0\n\n" + OLD, id="a package of today"),
        pytest.param("Use openai 1.5.\n\n" + OLD, id="in words"),
        pytest.param("```bash\npip install openai==0.28.1\n```\n\n" + OLD.replace("▸", ""), id="pinned"),
        pytest.param("Ensure the OpenAI library is less than 1.0.0.\n\n" + OLD.replace("▸", ""), id="pinned in words"),
        pytest.param("```bash\npip install 'openai<1'\n```\n\n" + OLD.replace("▸", ""), id="below"),
        pytest.param(
            "# [OpenAI Python 0.28.1](#tab/python)\n\n" + OLD.replace("▸", "") + "\n---\n", id="a tab's title"
        ),
        pytest.param(OLD.replace("▸openai.ChatCompletion", "client.ChatCompletion"), id="another client"),
    ],
)
def test_the_removed_call_is_told_unless_the_page_pins_the_package(text: str) -> None:
    speaks("removed-sdk-call", text, *["client.chat.completions.create"] * text.count("▸"))


def test_what_the_old_call_sends_is_judged() -> None:
    result = checked("pip install openai==0.28\n\n" + OLD.replace("▸", ""))
    assert result.checked.predicted == 1
    (finding,) = (one for one in result.findings if one.rule == "member-not-in-version")
    assert (finding.pointer, finding.api_version, finding.source and finding.source.line) == ("/seed", "2023-05-15", 8)


@pytest.mark.parametrize(
    ("lines", "predicted"),
    [
        pytest.param('openai.api_key = "x"\nopenai.ChatCompletion.create(model="gpt-4", messages=[])', 0, id="another cloud"),
        pytest.param('openai.ChatCompletion.create(deployment_id="d", messages=[])', 1, id="settings elsewhere"),
        pytest.param('openai.ChatCompletion.create(api_type="azure", api_base="https://x.openai.azure.com", api_version="2023-05-15", engine="d", messages=[])', 1, id="all in the call"),
    ],
)  # fmt: skip
def test_whose_call_it_is(lines: str, predicted: int) -> None:
    assert checked(f"```python\nimport openai\n{lines}\n```\n").checked.predicted == predicted
