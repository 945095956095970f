"""Whatever Markdown holds: checking never raises, and each finding and each claim stands inside of the document."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from conformance.document.checking.check import check
from conformance.document.markdown import Document
from conformance.document.rules.registry import RULES
from conformance.exchange import Position
from tests.document.checking.analysing import analysed
from tests.document.markdown.learnish import documents
from tests.document.rules.writing import MESSAGES, MODELS, answer, fence, powershell, python, sdk, tabs
from tests.fuzzing import budget

LIMITS = budget(50, 2000)
# What the rules look for, whole: mixed with lines that break it, and cut anywhere.
PIECES = [
    python(),
    python('"seed": "42", "sede": 1, ', version="2023-05-15"),
    powershell(first=""),
    powershell(endpoint="$Env:E # https://x.openai.azure.com/"),
    sdk('model="gpt-35-turbo-0125",  # 1106-preview'),
    tabs(("Python", "pyton", python()), ("PowerShell", powershell("seed = 7; ", deployment="é"))),
    tabs(("Python", "python", python()), ("PowerShell", powershell(key="$Env:KEY"))),
    tabs(("Python", "python", "Text.")),
    fence("python", "for é in range(2):\n    print('Story')\n"),
    fence("python", "x = = 1"),
    fence("python", "from openai import OpenAI\nprint(os.environ['É'], é)\n"),
    fence("python", f"from openai import AzureOpenAi\nmesages = {MESSAGES}\nprint(messages)"),
    sdk(then="print(answer.choices[0].message.contents)"),
    python().replace('"api-key"', '"api_key"'),
    python().replace("deployments/story/chat", "v1/chat"),
    answer(model="gpt-4", created=1),
    answer("output", message={"tool_calls": None}),
    MODELS,
    fence("json", '{"seed": 42.0, "messages": []}'),
    fence("json", '{"choices": {"0": null}, "usage": [], "model": 1, "created": -1e400}'),
    fence("", "Story 1\n---\nOnce"),
    "---\nms.date: 31/31/2020\n---\n",
    "`seed` is a string or null. `max_tokens`'s é is required. Set `sede=42` (api-version 2024-02-10).\n",
    "| `seed` is a string | [2024-06-01](https://x.test/stable/2024-02-01/a.json) |\n|---|---|\n| \\| | `\\|` |\n",
    "`seed` was first added in `2024-02-01`. Add `$response | ConvertTo-Json`.\n",
    "<!-- sample: ./gone.py -->\n",
    "<!-- conformance: ignore tab-id -->\n",
    "<!-- conformance: ignore tab-ids, because it is so -->\n",
    "<!-- conformance: ignore tab-id, because it is so -->\n",
    fence("python", f'import openai\nopenai.ChatCompletion.create(engine="m", messages={MESSAGES})'),
    "[!INCLUDE [a](../../x.md)]\n",
    "### Output\n",
    "é😀\u2028\ufeff\0",
]
_piece = st.sampled_from(PIECES) | documents()
_mark = st.sampled_from(["", "", "", "> ", "- ", "    ", "\t"])


@st.composite
def how_tos(draw: st.DrawFn) -> str:
    """Return pieces in any order, some in a quote or a list, with a character dropped or doubled, and any line ends."""
    parts = []
    for _ in range(draw(st.integers(1, 6))):
        mark, piece = draw(_mark), draw(_piece)
        parts.append("".join(f"{mark}{line}" for line in piece.splitlines(keepends=True)))
    text = "\n".join(parts)
    at = draw(st.integers(0, len(text)))
    text = draw(st.sampled_from([text, text[:at], text[at:], text[:at] + text[at + 1 :], text[:at] + text[at - 1 :]]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))


def lies_inside(place: Position | None, document: Document) -> bool:
    """Say whether a place is a line of the document, and a column of it or right behind it."""
    assert place is not None and place.line is not None and place.column is not None
    assert place.file == document.name
    lines = document.source.lines
    return 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1


def everything_lies_inside(text: str) -> None:
    analysis = analysed(text)
    result = check(analysis)
    places = [one.source for one in result.findings] + [one.place for one in result.confirmed]
    assert all(lies_inside(place, analysis.document) for place in places), places
    assert len(set(result.findings)) == len(result.findings)
    for finding in result.findings:
        shown = finding.excerpt
        assert shown is not None
        assert 0 <= shown.start <= len(shown.text) and shown.start < max(shown.end, 1)
        assert finding.rule and finding.message and not finding.message.endswith(".")


@LIMITS
@given(how_tos())
def test_a_how_to_in_pieces(text: str) -> None:
    everything_lies_inside(text)


@LIMITS
@given(documents())
def test_the_lines_that_learns_documents_are_made_of(text: str) -> None:
    everything_lies_inside(text)


@LIMITS
@given(st.text())
def test_any_text(text: str) -> None:
    everything_lies_inside(text.encode("utf-8", "replace").decode())


def test_pairs_of_pieces_meet_nearly_every_rule() -> None:
    lacking = {rule.id for rule in RULES} - {"sample-differs", "tab-group-differs"}
    pairs = [f"{first}\n{second}" for first in PIECES for second in PIECES]
    # In an order in which each piece comes soon; nothing more is looked at once every rule has spoken.
    for text in Random(20).sample(pairs, len(pairs)):
        lacking -= {one.rule for one in check(analysed(text)).findings}
        if not lacking:
            break
    assert lacking == set()
