"""From a reading to exchanges: what is known, what stands as unknown, where it was written, and what is judged of it."""

from dataclasses import replace

import pytest

from conformance.exchange import Position
from conformance.finding import Severity
from conformance.judging.rules.circumstances import Circumstances
from conformance.reading import (
    Call,
    Either,
    Element,
    Entry,
    Items,
    Joined,
    Known,
    Members,
    Reading,
    Setting,
    Unknown,
    Value,
)
from conformance.reading.judging import judge_prediction
from conformance.reading.predicting import Prediction, predictions

PLACE = Position("x.py", 9, 1)
URL = Joined(
    (
        Setting("AZURE_OPENAI_ENDPOINT"),
        Known("/openai/deployments/d/chat/completions?api-version="),
        Either(Setting("OPENAI_API_VERSION"), Known("2024-06-01")),
    )
)
MESSAGES = Items((Element(Members((Entry("role", Known("user")), Entry("content", Known("Hi"))))),))


def call(*entries: Entry, url: Value = URL, more: str | None = None, certain: bool = True) -> Call:
    body = Members((Entry("messages", MESSAGES, Position("x.py", 2, 5)), *entries), more)
    headers = Members((Entry("api-key", Known("k")), Entry("Content-Type", Known("application/json"), PLACE)))
    return Call("requests.post", PLACE, Known("POST"), url, headers, body, Position("x.py", 1, 1), certain=certain)


def predicted(one: Call, environment: dict[str, str] | None = None) -> Prediction:
    (found,) = predictions(Reading("x.py", "python", (one,)), environment)
    return found


def test_what_is_known_is_an_exchange_at_its_place() -> None:
    found = predicted(call(Entry("seed", Known(42))))
    request = found.exchange.request
    assert request is not None and request.body is not None and request.headers is not None
    assert found.complete
    assert found.exchange.place == "x.py:1"
    assert found.exchange.predicted
    assert request.url == "{AZURE_OPENAI_ENDPOINT}/openai/deployments/d/chat/completions?api-version=2024-06-01"
    assert request.body.value == {"messages": [{"role": "user", "content": "Hi"}], "seed": 42}
    assert list(request.headers) == [("Content-Type", "application/json")]  # the key is never shown


def test_the_default_of_the_version_is_what_the_exchange_names() -> None:
    assert predicted(call()).exchange.api_version == "2024-06-01"
    assert predicted(call(url=Known("http://h/chat/completions"))).exchange.api_version is None


def test_under_an_environment_the_url_is_whole() -> None:
    request = predicted(
        call(), {"AZURE_OPENAI_ENDPOINT": "http://h", "OPENAI_API_VERSION": "2024-02-01"}
    ).exchange.request
    assert request is not None
    assert request.url == "http://h/openai/deployments/d/chat/completions?api-version=2024-02-01"


def test_a_variable_is_unknown_and_yet_the_request_is_complete() -> None:
    found = predicted(call(Entry("model", Setting("DEPLOYMENT"))))
    assert found.unknown == found.symbolic == {"/model"}
    assert found.complete
    assert predicted(call(Entry("model", Setting("DEPLOYMENT"))), {"DEPLOYMENT": "d"}).unknown == frozenset()


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(call(Entry("seed", Unknown("f()"))), id="a member"),
        pytest.param(call(Entry("stop", Items((Element(Unknown("f()")),)))), id="an element"),
        pytest.param(call(more="**options"), id="unknown members"),
        pytest.param(call(url=Unknown("url()")), id="the URL"),
        pytest.param(call(url=Joined((Known("http://h/"), Unknown("f()")))), id="a part of the URL"),
        pytest.param(call(certain=False), id="whether it is sent"),
    ],
)
def test_what_is_not_known_makes_a_prediction_incomplete(one: Call) -> None:
    assert not predicted(one).complete


def test_what_is_not_known_stands_as_its_expression() -> None:
    found = predicted(
        call(Entry("seed", Unknown("f()")), Entry("stop", Items((), more="*words")), url=Unknown("url()"))
    )
    assert found.unknown == {"/seed"}
    assert found.open == {"/stop"}
    assert found.as_json()["request"]["url"] == {"$unknown": "url()"}
    assert found.as_json()["request"]["body"]["seed"] == {"$unknown": "f()"}


def test_each_member_has_the_place_that_writes_it() -> None:
    sources = predicted(call(Entry("seed", Known(42), Position("x.py", 4, 7)))).exchange.sources
    assert sources is not None
    assert sources.of("request", "/seed") == Position("x.py", 4, 7)
    assert sources.of("request", "/messages/0/role") == Position("x.py", 2, 5)
    assert sources.of("request", "/missing") == Position("x.py", 1, 1)
    assert sources.of("url", "") == PLACE


def judged(one: Call) -> dict[str, str]:
    return {
        finding.rule: finding.pointer
        for finding in judge_prediction(predicted(one), Circumstances(origin="source"))
        if finding.severity is Severity.ERROR
    }


def test_a_prediction_is_judged_by_the_rules() -> None:
    assert judged(call(Entry("sede", Known(42)))) == {"undeclared-member": "/sede"}
    assert judged(call(Entry("seed", Known("42")))) == {"seed-type": "/seed"}
    assert judged(call(Entry("seed", Known(42)))) == {}


def test_nothing_is_said_about_what_is_not_known() -> None:
    assert judged(call(Entry("seed", Unknown("f()")))) == {}
    assert judged(call(Entry("response_format", Unknown("f()")))) == {}


def test_a_member_that_may_be_added_is_not_said_to_be_missing() -> None:
    bare = replace(call(), body=Members((Entry("seed", Known(1)),)))
    assert "request-schema" in judged(bare)
    assert judged(replace(bare, body=Members((Entry("seed", Known(1)),), more="**options"))) == {}
