"""Tests that share one emulator, and find nothing of each other."""

import pytest
from story import ask_rest


@pytest.mark.parametrize("turn", [1, 2, 3, 4])
def test_a_test_begins_anew(azure_openai, turn):
    assert azure_openai.requests == []
    azure_openai.script(times=1, text=f"Turn {turn}.")
    assert ask_rest({"seed": turn}).json()["choices"][0]["message"]["content"] == f"Turn {turn}."
    assert [request.json["seed"] for request in azure_openai.requests] == [turn]
