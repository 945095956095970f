"""Each part of a request knows the line and column that write it."""

import pytest

from conformance.exchange import SourceMap
from conformance.reading.predicting import predictions
from conformance.reading.python import read_python

SDK = """\
from openai import AzureOpenAI

é = client = AzureOpenAI(azure_endpoint="http://h", api_key="k",
    api_version="2024-06-01")
answer = client.chat.completions.create(
    model="d", seed=42,
    messages=[{"role": "user", "content": "Hi"},
              {"role": "user"}],
    extra_body={"sede": 1},
)
"""

REST = """\
import requests
url = "http://h/openai/deployments/d/chat/completions"
body = {"seed": 1,
    "messages": [{"role": "user", "content": "Hi"}]}
body["temperature"] = 0.7
body.update(
    top_p=1)
more = {"stop": "é", "n": 1}
body = {**body, **more}
headers = {"api-key": "k",
   "x-team": "docs"}
if True:
    reply = requests.post(url, json=body, headers=headers,
        params={"api-version": "2024-06-01"})
"""


def sources_of(text: str) -> SourceMap:
    found = next(predictions(read_python("x.py", text))).exchange.sources
    assert found is not None
    return found


def at(text: str, sources: SourceMap, part: str, pointer: str) -> str:
    """Return what stands at the place of ``pointer``."""
    place = sources.of(part, pointer)
    assert place.line is not None and place.column is not None
    return text.splitlines()[place.line - 1][place.column - 1 :]


@pytest.mark.parametrize(
    ("part", "pointer", "expected"),
    [
        pytest.param("request", "", "answer = client", id="the body is the statement of the call"),
        pytest.param("request", "/seed", "seed=42", id="a keyword"),
        pytest.param("request", "/messages/0", '{"role"', id="an element is its value"),
        pytest.param("request", "/messages/1/role", '"role": "user"}]', id="a key in an element"),
        pytest.param("request", "/sede", '"sede"', id="a member of extra_body"),
        pytest.param("url", "", "azure_endpoint=", id="the URL is the endpoint"),
        pytest.param("url", "/api-version", 'api_version="2024-06-01"', id="the version is its keyword"),
    ],
)
def test_a_request_of_the_sdk_is_placed(part: str, pointer: str, expected: str) -> None:
    assert at(SDK, sources_of(SDK), part, pointer).startswith(expected)


@pytest.mark.parametrize(
    ("part", "pointer", "expected"),
    [
        pytest.param("request", "", "body = {**body", id="the body is the assignment that makes the dict"),
        pytest.param("request", "/seed", '"seed"', id="a key"),
        pytest.param("request", "/messages/0/content", '"content"', id="a key further in"),
        pytest.param("request", "/temperature", '"temperature"]', id="a subscript's key"),
        pytest.param("request", "/top_p", "top_p=1", id="a keyword of update"),
        pytest.param("request", "/n", '"n": 1', id="a column counts characters"),
        pytest.param("url", "", "url = ", id="the URL is its assignment"),
        pytest.param("url", "/api-version", '"api-version"', id="the version is its parameter"),
    ],
)
def test_a_request_of_requests_is_placed(part: str, pointer: str, expected: str) -> None:
    assert at(REST, sources_of(REST), part, pointer).startswith(expected)


def test_a_header_is_placed_by_its_key() -> None:
    place = sources_of(REST).headers["x-team"]
    assert (place.line, place.column) == (11, 4)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        pytest.param("x = 1\ny = = 2\n", 2, 5, id="an operator too many"),
        pytest.param("print('é' 1 2)\n", 1, 7, id="a comma that is missing"),
        pytest.param("def f(:\n  pass\n", 1, 7, id="a parameter"),
        pytest.param("if x:\npass\n", 2, 1, id="no indent"),
    ],
)
def test_a_source_that_does_not_parse_says_where(text: str, line: int, column: int) -> None:
    problem = read_python("x.py", text).problem
    assert problem is not None
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.reason and not problem.reason.endswith(".")


def test_comments_are_read_with_their_places() -> None:
    text = "# above\nx = '# no comment'  # beside\n    # indented\n"
    found = read_python("x.py", text).comments
    assert [(one.text, one.place.line, one.place.column, one.beside) for one in found] == [
        ("above", 1, 1, False),
        ("beside", 2, 21, True),
        ("indented", 3, 5, False),
    ]


def test_comments_before_a_syntax_error_are_read() -> None:
    assert [one.text for one in read_python("x.py", "# a model\nx = (\n").comments] == ["a model"]


def test_settings_are_read_with_their_places_also_those_that_the_sdk_reads_itself() -> None:
    text = (
        "import os\nfrom openai import AzureOpenAI\n"
        "v = os.getenv('OPENAI_API_VERSION')\nclient = AzureOpenAI(api_version=v)\n"
    )
    assert [(one.name, one.place.line) for one in read_python("x.py", text).settings] == [
        ("OPENAI_API_VERSION", 3),
        ("AZURE_OPENAI_API_KEY", 4),
        ("AZURE_OPENAI_ENDPOINT", 4),
    ]
