"""What is predicted of shell commands is what bash and curl do: each source runs against the emulator, and both are compared."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.emulator.serving import Emulator, Observed
from conformance.emulator.settings import Settings
from conformance.reading.bash import read_bash
from conformance.reading.nearby import files_below
from conformance.reading.predicting import predictions
from conformance.reading.value import Known
from tests.reading.wire import DEPLOYMENT, KEY

URL = f"$AZURE_OPENAI_ENDPOINT/openai/deployments/{DEPLOYMENT}/chat/completions?api-version=2024-06-01"
ASK = f'curl -sS "{URL}" -H "api-key: $AZURE_OPENAI_API_KEY" -H "Content-Type: application/json"'
HI = '{"messages": [{"role": "user", "content": "Hi"}], "seed": 42}'

SOURCES = {
    "single quotes": f"{ASK} -d '{HI}'",
    "several lines": f"{ASK} \\\n  -X POST \\\n  --data-raw '{HI}'",
    "no quotes around the URL": f"curl -s {URL} -d '{HI}'",
    "variables between slashes": f"D={DEPLOYMENT}\nB='{HI}'\n"
    + "curl -s $AZURE_OPENAI_ENDPOINT/openai/deployments/$D/chat/completions?api-version=2024-06-01 -d $'{}' -d \"$B\"",
    "a dollar alone": f"{ASK} -d '{HI.replace('Hi', 'A')}' -H x:$",
    "double quotes": f'{ASK} --data-binary "{{\\"messages\\": [{{\\"role\\": \\"user\\", \\"content\\": \\"$HOME_TOWN\\"}}]}}"',
    "a variable between quotes": "N=3\n" + f"{ASK} -d '" + HI.replace("42", "'$N'") + "'",
    "json": f"curl -sS '{URL}' --json '{HI}'".replace("'" + URL + "'", f'"{URL}"'),
    "json in two parts": f'curl -sS "{URL}" --json \'{{"messages": [],\' --json \'"seed": 1}}\'',
    "a here-document": f"{ASK} -d @- <<EOF\n" + HI.replace("Hi", "$HOME_TOWN \\$5") + "\nEOF",
    "a quoted here-document": f"{ASK} -d @- <<'EOF'\n" + HI.replace("Hi", "$HOME_TOWN `date`") + "\nEOF",
    "an indented here-document": f"{ASK} -d @- <<-EOF\n\t" + HI.replace(", ", ",\n\t") + "\n\tEOF",
    "a here-document in a substitution": f'{ASK} -d "$(cat <<EOF\n{HI}\nEOF\n)"',
    "a here-document and a pipe": f"{ASK} -d @- <<EOF | cat\n{HI}\nEOF",
    "a here-string": f"{ASK} -d @- <<< '{HI}'",
    "a pipe": f"echo '{HI}' | {ASK} -d @-",
    "printf": "printf '{\"messages\": [], \"seed\": %s}\\n' 7 | " + f"{ASK} -d @-",
    "a file": f"cat > body.json <<'EOF'\n{HI}\nEOF\n{ASK} -d @body.json",
    "a file of the reader's": f"{ASK} --data @there.json",
    "a file as it stands": f"{ASK} --data-binary @there.json",
    "a substitution of a file": f'{ASK} -d "$(cat there.json)"',
    "a variable": f"BODY='{HI}'\n{ASK} -d \"$BODY\"",
    "a default": f'V="${{NOT_SET_ANYWHERE:-2024-06-01}}"\n{ASK.replace("2024-06-01", "$V")} -d \'{HI}\'',
    "a slash taken away": f"{ASK.replace('$AZURE_OPENAI_ENDPOINT', '${WITH_SLASH%/}')} -d '{HI}'",
    "a loop": f'for i in 1 2 3; do\n{ASK} -d "{{\\"messages\\": [], \\"seed\\": $i}}"\ndone',
    "a range": f'for i in {{1..3}}; do {ASK} -d "{{\\"messages\\": [], \\"seed\\": $i}}"; done',
    "a function": f"ask() {{\n  {ASK} -d \"{{\\\"messages\\\": [], \\\"seed\\\": $1}}\"\n}}\nask 4; ask 5",
    "letters together": f"curl -sSXPOST \"{URL}\" -H'Content-Type: application/json' -d'{HI}'",
    "another order": f"curl --url \"{URL}\" --request POST --data '{HI}' --silent",
    "a form": f"curl -s \"{URL}\" -d '{HI}'",
    "an array": "H=(-H 'Content-Type: application/json')\nH+=(-d '" + HI + f"')\ncurl -sS \"{URL}\" \"${{H[@]}}\"",
    "an array of two words": f"A=(a 'b c')\n{ASK} -d '{HI}' -H x:\"${{A[0]}}\"",
    "data in the query": f"curl -sG {URL.partition('?')[0]} -d api-version=2024-06-01 --data-urlencode 'x=ab'",
    "ansi quotes": f"{ASK} -d $'" + HI.replace("Hi", "It\\'s \\x41\\u00e9") + "'",
    "two requests": f"{ASK} -d '{HI}' --next -sS \"{URL}\" --json '{HI}'",
    "without a body": f'curl -s "{URL}"',
    "get": f'curl -s -G "{URL}"',
    "in a variable": f"ANSWER=$({ASK} -d '{HI}')\necho done",
    "quotes that end": f"{ASK} -d '" + HI.replace("Hi", "It'\\''s") + "'",
    "umlauts": f"{ASK} -d '" + HI.replace("Hi", "Grüße 👋") + "'",
    "broken JSON": f"{ASK} -d '" + HI.replace("42}", "42,}") + "'",
    "and": f"true && {ASK} -d '{HI}'",
    "exit": f"{ASK} -d '{HI}'\nexit\n{ASK} -d '{HI}'",
    "a comment": f"# ask\n{ASK} -d '{HI}' # done",
    "a prefix": f"LANG=C {ASK} -d '{HI}'",
}  # fmt: skip


@dataclass
class Bench:
    """A running emulator, what it has seen, and the folder and environment of the sources."""

    url: str
    seen: list[Observed]
    folder: Path

    @property
    def settings(self) -> dict[str, str]:
        return {
            "AZURE_OPENAI_ENDPOINT": self.url,
            "AZURE_OPENAI_API_KEY": KEY,
            "HOME_TOWN": "Bad Füssing",
            "WITH_SLASH": f"{self.url}/",
        }


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bash")
    (folder / "there.json").write_text(HI.replace(", ", ",\n  ") + "\n", encoding="utf-8")
    seen: list[Observed] = []
    with Emulator.start(Settings(key=KEY, deployments=(DEPLOYMENT,)), observe=seen.append) as emulator:
        yield Bench(emulator.url, seen, folder)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_a_source_sends_what_is_predicted(source: str, bench: Bench) -> None:
    before = len(bench.seen)
    subprocess.run(
        ["bash", "-c", source],
        cwd=bench.folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **bench.settings},
        capture_output=True,
        timeout=60,
        check=False,
    )
    sent = bench.seen[before:]
    reading = read_bash("source.sh", source, files_below(bench.folder))
    found = list(predictions(reading, bench.settings))
    assert len(found) == len(sent), reading
    assert sent or "exit" in source
    for prediction, real in zip(found, sent, strict=True):
        request = prediction.exchange.request
        assert request is not None
        assert prediction.complete or request.body is None or request.body.problem is not None
        assert request.method == real.method
        assert request.url == bench.url + real.url
        types = [value for name, value in real.request_headers if name.lower() == "content-type"]
        assert (request.headers.get("content-type") if request.headers else None) == next(iter(types), None)
        if request.body is None:
            assert not real.request_body
        elif request.body.problem is not None:
            assert request.body.text == real.request_body.decode()
        else:
            assert request.body.value == json.loads(real.request_body)


def test_what_an_answer_prints_is_predicted() -> None:
    reading = read_bash(
        "a.sh", f"echo 'one  two'\nR=$({ASK} -d '{HI}')\necho \"$R\" | jq -r '.choices[0].message.content'"
    )
    first, second = reading.printed
    assert first.text == Known("one  two\n")
    assert "FromAnswer(call=0, path=('choices', 0, 'message', 'content'))" in repr(second.text)
