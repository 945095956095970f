"""What clients of the openai package for Node, and ``fetch``, would send, as far as the source says it."""

from typing import Any

import pytest

from conformance.reading.javascript import read_javascript
from conformance.reading.predicting import Prediction, predictions

IMPORT = 'import { AzureOpenAI } from "openai";\n'
CLIENT = 'const client = new AzureOpenAI({ endpoint: "https://x.openai.azure.com/", apiVersion: "2024-10-21", deployment: "d" });\n'
URL = "https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21"
HI = 'messages: [{ role: "user", content: "Hi" }]'
CALL = f"const r = await client.chat.completions.create({{ {HI}, seed: 42 }});\n"


def read(text: str) -> list[Prediction]:
    return list(predictions(read_javascript("a.ts", text)))


def body_of(text: str) -> Any:
    (prediction,) = read(text)
    return prediction.exchange.request.body.value  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        pytest.param(CLIENT + CALL, URL, id="a deployment of the client"),
        pytest.param(CLIENT.replace(', deployment: "d"', "") + CALL.replace("seed: 42", 'model: "d"'), URL, id="the model"),
        pytest.param(
            'import OpenAI from "openai";\nconst client = new OpenAI({ baseURL: "https://x.openai.azure.com/openai/v1/" });\n' + CALL,
            "https://x.openai.azure.com/openai/v1/chat/completions",
            id="v1",
        ),
        pytest.param("const client = new OpenAI();\n" + CALL, "https://api.openai.com/v1/chat/completions", id="another cloud"),
        pytest.param("const client = new AzureOpenAI({ deployment: process.env.D });\n" + CALL,
                     "{AZURE_OPENAI_ENDPOINT}/openai/deployments/{D}/chat/completions?api-version={OPENAI_API_VERSION}", id="the environment"),
        pytest.param(
            "const name = 'x', v = '2024-10-21';\nconst client = new OpenAI({ baseURL: `https://${name}.openai.azure.com/openai/deployments/d`, defaultQuery: { 'api-version': v } });\n" + CALL,
            URL,
            id="the way before AzureOpenAI",
        ),
        pytest.param("import { AzureOpenAI as A } from 'openai';\n" + CLIENT.replace("AzureOpenAI", "A") + CALL, URL, id="another name"),
        pytest.param(CLIENT + CALL.replace("client.chat", "client.beta.chat").replace("create", "parse"), URL, id="parse"),
        pytest.param(f"const r = await fetch('{URL}', {{ method: 'POST', body: JSON.stringify({{ {HI} }}) }});", URL, id="fetch"),
    ],
)  # fmt: skip
def test_where_a_request_goes(text: str, url: str) -> None:
    (prediction,) = read(IMPORT + text)
    assert prediction.exchange.request.method == "POST"  # type: ignore[union-attr]
    assert prediction.exchange.request.url == url  # type: ignore[union-attr]
    assert prediction.exchange.request.body.value["messages"] == [{"role": "user", "content": "Hi"}]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("42", 42),
        ("42.0", 42),
        ("-1", -1),
        ("1e3", 1000),
        ("1_000", 1000),
        ("0x10", 16),
        ("'it\\'s \\u00e9 \\x41\\n'", "it's é A\n"),
        ("`a ${'b'} c`", "a b c"),
        ("'a' + \"b\"", "ab"),
        ("true", True),
        ("null", None),
        ("[1, [2], { a: 3 }]", [1, [2], {"a": 3}]),
        ("('x')", "x"),
        ("'x' as string", "x"),
        ("SEED", 7),
        ("settings.seed", 8),
        ("process.env.SEED", {"$unknown": "$SEED"}),
        ("process.env['SEED'] ?? 'x'", {"$unknown": '$SEED or "x"'}),
        ("Number(process.argv[2])", {"$unknown": "Number(process.argv[2])"}),
        ("changed", {"$unknown": "changed"}),
        ("await ask()", {"$unknown": "await ask()"}),
    ],
)
def test_what_a_value_is_on_the_wire(written: str, sent: Any) -> None:
    names = "const SEED = 7;\nconst settings = { seed: 8 };\nlet changed = 1;\nchanged = 2;\n"
    assert body_of(names + CLIENT + CALL.replace("42", written))["seed"] == sent


@pytest.mark.parametrize(
    ("member", "body"),
    [
        pytest.param("seed: undefined", {}, id="undefined"),
        pytest.param('"seed": 1', {"seed": 1}, id="a name in quotes"),
        pytest.param("seed", {"seed": 5}, id="shorthand"),
        pytest.param("...more, n: 2", {"seed": 6, "n": 2}, id="spread"),
        pytest.param("...more, seed: 9", {"seed": 9}, id="the last one counts"),
    ],
)
def test_the_members_of_an_object(member: str, body: dict[str, Any]) -> None:
    found = body_of("const seed = 5;\nconst more = { seed: 6 };\n" + CLIENT + CALL.replace("seed: 42", member))
    assert {name: value for name, value in found.items() if name != "messages"} == body


def test_what_a_spread_adds_that_is_not_known_leaves_the_object_open() -> None:
    (prediction,) = read(CLIENT + CALL.replace("seed: 42", "...options"))
    assert prediction.open == {""} and not prediction.complete


def test_places_are_those_of_the_source_with_its_types() -> None:
    text = (
        'const name: string = process.env["NAME"]!;\nasync function main(a: string, b?: number): Promise<void> {\n'
        + f"  const r: any = await client.chat.completions.create({{ user: `Grüße ${{name}}` as string, {HI}, seed: 42 }} as const);\n}}\nmain('x');\n"
    )
    reading = read_javascript("a.ts", CLIENT.replace("const client", "const client: AzureOpenAI") + text)
    (prediction,) = predictions(reading)
    place = prediction.exchange.sources.of("request", "/seed")  # type: ignore[union-attr]
    assert (place.line, place.column) == (4, text.split("\n")[2].index("seed") + 1)
    assert prediction.call.certain
    assert [one.name for one in reading.settings] == ["NAME"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"if (x) {{ {CALL} }}", id="a branch"),
        pytest.param(f"for (const a of b) {{ {CALL} }}", id="a loop"),
        pytest.param(f"async function nobody() {{ {CALL} }}", id="a function that nobody calls"),
    ],
)
def test_what_may_not_run_is_not_certain(text: str) -> None:
    assert [one.call.certain for one in read(CLIENT + text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("const r = await client.embeddings.create({ input: 'x' });", id="another operation"),
        pytest.param("const r = await model.invoke({ messages: [] });", id="another library"),
        pytest.param("fetch('https://x.test/messages', { method: 'POST', body: '{}' });", id="another URL"),
        pytest.param("// client.chat.completions.create({})", id="a comment"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_asks_for_no_chat_completion_is_no_request(text: str) -> None:
    assert read(CLIENT + text) == []


N = 3_000
HOSTILE = {
    "objects in each other": CLIENT + "client.chat.completions.create({ messages: " + "[" * N + "]" * N + " });",
    "names that double": "const a0 = [1];\n" + "".join(f"const a{n + 1} = [a{n}, a{n}];\n" for n in range(50)) + CLIENT + "client.chat.completions.create({ messages: a50 });",
    "texts that double": "const a0 = 'aaaaaaaaaa';\n" + "".join(f"const a{n + 1} = `${{a{n}}}${{a{n}}}`;\n" for n in range(50)) + CLIENT + "client.chat.completions.create({ user: a50 });",
    "a name that names itself": "const a = a;\n" + CLIENT + "client.chat.completions.create({ user: a });",
    "a long chain": "a" + ".b()" * N,
    "functions in each other": "(() => {" * N + CALL,
    "quotes": "'\"`" * N,
    "types": "const a: " + "A<" * N + "\n" + "(a: " * N + ")!: " * N,
    "half characters": "const a = '\ud800\0';" + CLIENT + CALL,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_to_an_end(text: str) -> None:
    assert len(read(text)) <= 1


def test_what_nobody_writes_is_not_read_at_all() -> None:
    assert read_javascript("a.js", "x" * 200_000).not_understood
