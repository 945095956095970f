"""The comparison with the wire is able to fail: a request that differs in one thing is told, and so is other text."""

import re

import pytest

from conformance.exchange import Exchange, Headers, Request
from conformance.reading.powershell import read_powershell
from conformance.reading.predicting import predictions
from conformance.wire.body import Body
from tests.reading.powershell.comparing import differences, pattern_of

URL = "https://h/openai/deployments/d/chat/completions?api-version=2024-06-01"
SENT = {"method": "POST", "url": URL, "type": "application/json", "body": '{"seed":42,"stop":["a",{"x":1.5}]}'}
SOURCE = (
    "$body = @{ seed = 42; stop = @('a', @{ x = 1.5 }) } | ConvertTo-Json -Depth 4\n"
    f"$r = irm '{URL}' -Method Post -Body $body -ContentType 'application/json'\n"
    'Write-Host "$($r.model)!"\n'
)


def told(**changes: str) -> list[str]:
    sent = SENT | changes
    request = Request(
        sent["method"], sent["url"], Headers.of({"Content-Type": sent["type"]}), Body.from_text(sent["body"])
    )
    (prediction,) = predictions(read_powershell("ask.ps1", SOURCE))
    return differences(prediction, Exchange("wire:1", request))


def test_the_same_request_differs_nowhere() -> None:
    assert told() == []
    assert told(body='{"stop":["a",{"x":1.5}],"seed":42}') == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"method": "PUT"}, id="method"),
        pytest.param({"url": URL.replace("openai/", "openai//")}, id="path"),
        pytest.param({"url": URL.replace("2024-06-01", "2024-02-01")}, id="query"),
        pytest.param({"type": "text/plain"}, id="content type"),
        pytest.param({"body": '{"seed":43,"stop":["a",{"x":1.5}]}'}, id="value"),
        pytest.param({"body": '{"seed":42.0,"stop":["a",{"x":1.5}]}'}, id="a number written otherwise"),
        pytest.param({"body": '{"seed":"42","stop":["a",{"x":1.5}]}'}, id="type"),
        pytest.param({"body": '{"stop":["a",{"x":1.5}]}'}, id="a member less"),
        pytest.param({"body": '{"seed":42,"n":1,"stop":["a",{"x":1.5}]}'}, id="a member more"),
        pytest.param({"body": '{"seed":42,"stop":["a",{"x":1.5},1]}'}, id="an element more"),
        pytest.param({"body": '{"seed":42,"stop":["a",{"y":1.5}]}'}, id="deep inside"),
    ],
)
def test_a_request_that_differs_is_told(change: dict[str, str]) -> None:
    assert told(**change)


@pytest.mark.parametrize(("text", "fits"), [("gpt!\n", True), ("gpt!", False), ("other!\n", False), ("", False)])
def test_text_fits_with_the_answer_filled_in(text: str, fits: bool) -> None:
    pattern = pattern_of(read_powershell("ask.ps1", SOURCE), [{"model": "gpt"}], {})
    assert bool(re.fullmatch(pattern, text)) is fits
