"""Whose call a block makes, and which api-version it is judged by."""

import pytest

from conformance.finding import Severity
from tests.document.checking.analysing import analysed, checked, told
from tests.document.rules.writing import MESSAGES, fence

URL = "https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01"
AZURE = 'client = AzureOpenAI(azure_endpoint="https://x.openai.azure.com", api_key="k", api_version="2024-02-01")'


def asks(client: str, imports: str = "from openai import AzureOpenAI, OpenAI", seed: str = '"42"') -> str:
    """Return a block whose request breaks every contract: its ``seed`` is a string."""
    call = f'answer = client.chat.completions.create(model="gpt-4o", seed={seed}, messages={MESSAGES})'
    return fence("python", f"import os\n{imports}\n\n{client}\n{call}")


def posts(url: str) -> str:
    return fence("python", f'import requests\n\nrequests.post({url}, json={{"seed": "42", "messages": {MESSAGES}}})')


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        pytest.param(asks(AZURE), True, id="AzureOpenAI"),
        pytest.param(
            asks('client = OpenAI(base_url="https://x.openai.azure.com/openai/v1/", api_key="k")'), True, id="v1"
        ),
        pytest.param(
            asks('client = OpenAI(base_url="https://YOUR-RESOURCE/openai/v1/", api_key="k")'), True, id="placeholder"
        ),
        pytest.param(
            asks('client = OpenAI(base_url=os.environ["AZURE_OPENAI_ENDPOINT"] + "/openai/v1/")'), True, id="setting"
        ),
        pytest.param(
            asks('client = OpenAI(base_url=os.environ["AZURE_OPENAI_BASE_URL"])'), True, id="setting for a base"
        ),
        pytest.param(asks("client = OpenAI()"), False, id="OpenAI() alone"),
        pytest.param(asks("client = AI21AzureClient(key)", "from ai21 import AI21AzureClient"), False, id="a vendor's"),
        pytest.param(asks("client = instructor.from_gemini(model)", "import instructor"), False, id="a wrapped one"),
        pytest.param(
            "```bash\nexport OPENAI_BASE_URL=https://x.openai.azure.com/openai/v1/\n```\n\n"
            + asks("client = OpenAI()"),
            True,
            id="OpenAI() with its variable set to Azure",
        ),
        pytest.param(asks('client = OpenAI(base_url="http://localhost:11434/v1")'), False, id="a local server"),
        pytest.param(asks('client = OpenAI(base_url="https://api.groq.com/openai/v1")'), False, id="another host"),
        pytest.param(asks("client = wrap(OpenAI())", "from instructor import wrap"), False, id="a library's client"),
        pytest.param(
            posts("'https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01'"),
            True,
            id="dated path",
        ),
        pytest.param(posts('"https://<resource>/openai/v1/chat/completions"'), True, id="v1 path, placeholder"),
        pytest.param(posts('"https://api.openai.com/v1/chat/completions"'), False, id="OpenAI's host"),
        pytest.param(posts('"http://localhost:8501/chat/completions"'), False, id="a local path"),
        pytest.param(posts('"https://x.openai.azure.com/openai/deployments/d/embeddings"'), False, id="embeddings"),
        pytest.param(posts('"https://x.openai.azure.com/openai/deployments/d/images/generations"'), False, id="images"),
        pytest.param(posts('f"{base}/openai/deployments/{name}/images/generations"'), False, id="images, variables"),
        pytest.param(
            posts('f"{base}/openai/deployments/{name}/embeddings?api-version={v}"'), False, id="embeddings too"
        ),
        pytest.param(
            posts('f"{base}/openai/deployments/{name}/chat/completions?api-version=2024-02-01"'),
            True,
            id="chat, variables",
        ),
    ],
)
def test_a_client_is_judged_by_what_it_is(text: str, ours: bool) -> None:
    assert bool(told(checked(text), "seed-type")) is ours


def test_on_a_page_with_both_each_call_is_its_clients() -> None:
    text = asks("client = OpenAI()") + "\n# Azure\n\n" + asks(AZURE) + "\n" + asks("client = OpenAI()")
    (finding,) = told(checked(text), "seed-type")
    assert finding.source is not None and finding.source.line == 16


def test_a_client_that_is_made_in_words_of_another_language_decides_for_what_comes_after() -> None:
    call = fence("python", f'answer = client.chat.completions.create(model="m", seed="42", messages={MESSAGES})')
    made = "```text\nclient = {}(…)\n```\n\n"
    assert told(checked(made.format("AzureOpenAI") + call), "seed-type")
    assert not told(checked(made.format("OpenAI") + call), "seed-type")


@pytest.mark.parametrize(
    ("body", "counted"),
    [
        pytest.param('{"messages": [{"role": "user", "content": "Hi"}], "seed": "42"}', True, id="a request"),
        pytest.param('{"messages": [{"role": "user", "content": "Hi"}]}', False, id="training data"),
        pytest.param('{"messages": [{"source": "user"}], "seed": "42"}', False, id="messages of something else"),
        pytest.param('{"messages": 3, "seed": "42"}', False, id="a count"),
        pytest.param(
            '{"messages": [{"role": "user", "content": "Hi"}], "user": "Hi", "final": "x", "lang": "en", "row": 1}',
            False,
            id="a row of a data set",
        ),
    ],
)
def test_json_that_merely_holds_messages_is_no_request(body: str, counted: bool) -> None:
    assert bool(checked(f"Use api-version `2024-02-01`.\n\n{fence('json', body)}").checked.requests) is counted


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        pytest.param("Ask Azure OpenAI, or Claude.", True, id="Azure among others"),
        pytest.param("Ask it.", True, id="nobody"),
        pytest.param("Ask Claude.", False, id="another vendor alone"),
        pytest.param("Ask OpenAI.", False, id="OpenAI alone"),
    ],
)
def test_json_on_a_page_about_another_vendor_is_not_ours(words: str, counted: bool) -> None:
    body = '{"messages": [{"role": "user", "content": "Hi"}], "seed": "42"}'
    assert bool(checked(f"{words}\n\n{fence('json', body)}").checked.requests) is counted


def test_an_endpoint_that_brings_its_slash_and_an_empty_url_are_right_as_they_are() -> None:
    for url in ('f"{endpoint}openai/v1/chat/completions"', '""'):
        assert told(checked(posts(url)), "url-path") == told(checked(posts(url)), "api-version-missing") == []


def test_a_dated_path_on_a_page_about_v1_is_not_judged_by_v1() -> None:
    v1 = fence("bash", 'curl "$E/openai/v1/chat/completions" --json \'{"model": "m", "messages": []}\'')
    dated = fence("bash", 'curl "$E/openai/deployments/d/chat/completions?api-version=$V" --json \'{"messages": []}\'')
    assert not [one for one in checked(v1 + "\n" + dated).findings if "`model`" in one.message]


def test_a_gateway_may_name_the_service_by_region() -> None:
    client = 'client = AzureOpenAI(base_url="https://gw.azure-api.net/{}/deployments/d", api_key="k", api_version="2024-02-01")'
    for name, told_so in (("openai-eastus2", False), ("openia", True)):
        assert bool(told(checked(asks(client.format(name), seed="42")), "url-path")) is told_so


def test_answers_of_other_operations_are_none_of_ours() -> None:
    for body in ('{"object": "text_completion", "choices": []}', '{"choices": [{"text": "Once"}]}'):
        assert checked(fence("json", body)).checked.responses == 0


NO_VERSION = asks(
    'client = AzureOpenAI(azure_endpoint="https://x.openai.azure.com", api_key="k", api_version=os.environ["V"])',
    seed="42, store=True",
)
OLD = "2024-02-01"  # without `store`, which 2025-01-01-preview has
NEW = "2025-01-01-preview"


def versioned(version: str) -> str:
    return asks(AZURE.replace("2024-02-01", version), seed="42")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        pytest.param(
            f"## A\n\n{versioned(NEW)}\n## B\n\n{versioned(OLD)}\n{NO_VERSION}", OLD, id="its section's block"
        ),
        pytest.param(
            f"## A\n\n{versioned(OLD)}\n## B\n\n{versioned(NEW)}\n{NO_VERSION}", NEW, id="the other way round"
        ),
        pytest.param(
            f"## A\n\n{versioned(NEW)}\n{versioned(NEW)}\n## B\n\nUse API version `{OLD}`.\n\n{NO_VERSION}",
            OLD,
            id="its section's prose",
        ),
        pytest.param(f"## A\n\n{versioned(OLD)}\n## B\n\n{NO_VERSION}", OLD, id="the document's code"),
        pytest.param(f"Use API version `{OLD}`.\n\n## B\n\n{NO_VERSION}", OLD, id="the document's prose"),
        pytest.param(f"---\nx-version: {OLD}\n---\n\n## B\n\n{NO_VERSION}", OLD, id="its front matter"),
        pytest.param(
            f"# [A](#tab/a)\n\n{versioned(NEW)}\n# [B](#tab/b)\n\n{versioned(OLD)}\n{NO_VERSION}\n---\n\n",
            OLD,
            id="tab",
        ),
    ],
)
def test_the_api_version_is_the_one_that_stands_nearest(text: str, version: str) -> None:
    analysis = analysed(text)
    (code,) = (one for one in analysis.codes if "environ" in one.program.parts[-1].text)
    named = analysis.version_at(code.block)
    assert (named.api_version, named.assumed) == (version, False)
    found = [one for one in told(checked(text), "member-not-in-version") if one.pointer == "/store"]
    assert bool(found) is (version == OLD)
    assert {one.severity for one in found} <= {Severity.ERROR}


def test_a_version_that_the_prose_only_tells_of_is_not_the_one_that_is_used() -> None:
    analysis = analysed(f"`seed` was first added in API version `2023-12-01-preview`.\n\n{NO_VERSION}")
    assert analysis.versions.of_document.assumed


def test_what_rests_on_an_assumed_version_is_a_warning_and_says_so() -> None:
    (finding,) = told(checked(NO_VERSION), "member-not-in-version")
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith("(api-version assumed: 2024-10-21)")
    assert checked(NO_VERSION.replace("store=True", "store='x'")).findings[0].severity <= Severity.WARNING


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("client.chat.completions.create(...)", id="all of it is left out"),
        pytest.param('client.chat.completions.create(..., model="m")', id="the beginning"),
        pytest.param('client.chat.completions.create(model="m", messages=[...])', id="the messages"),
        pytest.param('client.chat.completions.create(model="m", messages=...)', id="a value"),
        pytest.param("client.chat.completions.create(\n    model: str,\n    seed: int = None,\n)", id="a signature"),
        pytest.param("def create(self, model: str) -> ChatCompletion", id="a signature with def"),
    ],
)
def test_what_is_left_out_is_no_mistake(call: str) -> None:
    findings = checked(asks(AZURE, seed="42") + "\n" + fence("python", call)).findings
    assert [one for one in findings if one.severity >= Severity.WARNING] == []


def test_a_placeholder_for_the_endpoint_is_any_url() -> None:
    url = '"<your_endpoint>openai/deployments/<name>/chat/completions?api-version=2024-02-01"'
    findings = checked(posts(url).replace('"42"', "42")).findings
    assert [one for one in findings if one.rule == "url-path"] == []


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(
            fence("bash", f"curl '{URL}' -H 'Content-Type: application/json' -d '{{\"messages\": [],}}'"), id="curl"
        ),
        pytest.param(
            fence(
                "python",
                "import requests\n\nheaders = {'api-key': key, 'Content-Type': 'application/json'}\n"
                f"requests.post('{URL}', headers=headers, data={{'messages': []}})",
            ),
            id="a form that is called JSON",
        ),
    ],
)
def test_a_body_that_is_no_json_is_told(block: str) -> None:
    assert [one.severity for one in told(checked(block), "body-not-json")] == [Severity.ERROR]
