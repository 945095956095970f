"""Requests in the words of HTTP, with the places of their parts."""

from decimal import Decimal

import pytest

from conformance.reading.http import read_http
from conformance.reading.predicting import Prediction, predictions

URL = "https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21"
PLAIN = f'POST {URL}\nContent-Type: application/json\napi-key: secret\n\n{{\n  "messages": [],\n  "seed": 42\n}}\n'


def read(text: str) -> list[Prediction]:
    return list(predictions(read_http("a.http", text)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PLAIN, id="plain"),
        pytest.param(PLAIN.replace("2024-10-21\n", "2024-10-21 HTTP/1.1\n"), id="with the protocol"),
        pytest.param(PLAIN.replace("?api-version", "\n  ?api-version"), id="a query below"),
        pytest.param(PLAIN.replace("\n\n{", "\n{"), id="no empty line before the body"),
        pytest.param(f"@host = https://x.openai.azure.com\n{PLAIN.replace('https://x.openai.azure.com', '{{host}}')}", id="a variable"),
        pytest.param(f"### Ask\n# a comment\n{PLAIN}\n###\n\nGET https://x.openai.azure.com/openai/models\n", id="of several"),
        pytest.param(PLAIN.replace("https://x.openai.azure.com", "") .replace("api-key", "Host: x.openai.azure.com\napi-key"), id="a host"),
        pytest.param(PLAIN.replace("\n", "\r\n"), id="CRLF"),
    ],
)  # fmt: skip
def test_a_request_is_read_with_its_places(text: str) -> None:
    (prediction,) = read(text)
    request = prediction.exchange.request
    assert request is not None and request.headers is not None and request.body is not None
    assert (request.method, request.url) == ("POST", URL)
    assert next(iter(request.headers)) == ("Content-Type", "application/json")
    assert "secret" not in repr(request)
    assert request.body.value == {"messages": [], "seed": 42}
    assert prediction.complete
    place = prediction.exchange.sources.of("request", "/seed")  # type: ignore[union-attr]
    assert text.split("\n")[(place.line or 0) - 1][(place.column or 0) - 1 :].startswith('"seed"')


def test_numbers_stay_as_they_are_written_and_broken_json_is_told() -> None:
    (prediction,) = read(PLAIN.replace("42", "42.0"))
    assert prediction.exchange.request.body.value["seed"] == Decimal("42.0")  # type: ignore[union-attr]
    (prediction,) = read(PLAIN.replace("42", "42,"))
    assert prediction.exchange.request.body.problem is not None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PLAIN.replace("[]", "[...]"), id="an elision"),
        pytest.param(PLAIN.replace("42", "<your seed>"), id="a placeholder"),
    ],
)
def test_a_body_that_leaves_something_out_is_not_known(text: str) -> None:
    (prediction,) = read(text)
    assert prediction.unknown == {""}


def test_a_variable_that_nobody_sets_is_a_setting() -> None:
    (prediction,) = read(PLAIN.replace("https://x.openai.azure.com", "{{ENDPOINT}}").replace("42", "{{seed}}"))
    assert prediction.exchange.request.url == "{ENDPOINT}/openai/deployments/d/chat/completions?api-version=2024-10-21"  # type: ignore[union-attr]
    assert prediction.unknown == {"/seed"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("GET https://x.openai.azure.com/openai/models\n", id="another operation"),
        pytest.param("POST to the endpoint\n", id="words"),
        pytest.param("HTTP/1.1 200 OK\n\n{}\n", id="an answer"),
        pytest.param("", id="nothing"),
        pytest.param("POST \n" * 1000 + "{{" * 10_000 + "\0" * 100, id="nonsense"),
    ],
)
def test_what_asks_for_no_chat_completion_is_no_request(text: str) -> None:
    assert read(text) == []
