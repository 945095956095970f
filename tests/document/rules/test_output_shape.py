"""``output-shape``: an output has the shape of what the code above it prints."""

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import fence, powershell, python, sdk, tabs

HEAD, _, _ = python(then="").rpartition("answer = ")
LOOP = (
    f"{HEAD}for i in range(2):\n    answer = requests.post(url, headers={{}}, json=body).json()\n"
    "    print(f\"Story {i + 1}\\n---\\n{answer['choices'][0]['message']['content']}\\n---\\n\")\n```\n\n"
)
TOLD = "Story 1\n---\nOnce upon\n\na time\n---\n\nStory 2\n---\nTwice\n---"


def output(text: str, mark: str = "### Output\n\n```output") -> str:
    return f"{mark}\n{text}\n```\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            LOOP + output(TOLD.replace("Twice\n---", "▸Twice")), "its last line `---` is missing", id="last line"
        ),
        pytest.param(
            LOOP + output(TOLD.replace("Story 2", "▸Part 2")), "`Part 2` stands where `Story 2` is", id="a heading"
        ),
        pytest.param(LOOP + output(TOLD.replace("2\n---", "2\n▸***")), "`***` stands where `---`", id="a separator"),
        pytest.param(
            LOOP + output("Story 1\n---\nOnce\n▸---"), "`Story 2` is printed next, and is missing", id="a round less"
        ),
        pytest.param(LOOP + output(f"{TOLD}\n\n▸Story 3\n---\nx\n---"), "`Story 3` follows", id="a round more"),
        pytest.param(LOOP + output("▸Once upon a time"), "`Story 1`", id="something else"),
        pytest.param(LOOP + "It prints:\n\n" + output("▸Once", "```"), "`Story 1`", id="no label, and announced"),
        pytest.param(LOOP + output(TOLD), None, id="as it is printed"),
        pytest.param(LOOP + output(TOLD.replace("Twice", "Other\n\nwords")), None, id="other texts"),
        pytest.param(LOOP + output(f"{TOLD}\n\n"), None, id="blank lines at the end"),
        pytest.param(LOOP + output("Story 1\n---\nOnce\n...\n"), None, id="an excerpt that says so"),
        pytest.param(output("Once"), None, id="no code above"),
        pytest.param(python(then="tell(answer)") + output("Once"), None, id="a function that is not there prints"),
        pytest.param(python() + output("Once"), None, id="code that prints nothing"),
        pytest.param(
            sdk(then="if answer.usage.total_tokens > 9:\n    print('Many')") + output("Few"),
            None,
            id="under a condition",
        ),
    ],
)
def test_an_output_has_the_shape_of_what_is_printed(text: str, says: str | None) -> None:
    findings = speaks("output-shape", text)
    assert all(says is not None and says in one.message for one in findings)


def test_the_tab_that_differs_is_named_and_the_one_that_fits_is_confirmed() -> None:
    asked = 'Write-Host "Story 1`n---`n$($answer.choices[0].message.content)"'
    both = tabs(
        ("Python", sdk(then='print("Story 1\\n---")\nprint(answer.choices[0].message.content)')),
        ("PowerShell", powershell(then=asked.replace("Story", "Tale"))),
    )
    (finding,) = speaks("output-shape", both + output("▸Story 1\n---\nOnce"))
    assert finding.message.startswith("the code above does not print this output")
    assert [one.exchange for one in finding.related] == ["how-to.md:19"]
    assert confirms("output-shape", both + output("Story 1\n---\nOnce")) == [
        "The output has the shape of what line 3 prints."
    ]


def test_a_json_answer_is_no_text_and_a_text_no_json() -> None:
    dump = sdk(then="print(answer.model_dump_json(indent=2))")
    speaks("output-shape", dump + fence("output", "Once upon a time"))
    speaks("output-shape", LOOP + fence("json", '{"id": "x", "choices": []}'))
