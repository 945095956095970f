"""Tests that fail, each in its way."""

import pytest
import requests
from story import ask_rest, ask_sdk


def test_a_response(azure_openai, conformance):
    response = ask_rest({"seed": "42"})
    conformance.check(response)


def test_a_block(azure_openai, conformance):
    with conformance.recording():
        ask_rest({"sede": 42})


@pytest.mark.conformance(require_seed=True)
def test_without_a_seed(azure_openai):
    ask_sdk()


@pytest.mark.conformance(require_seed=True)
class TestOfAClass:
    def test_of_it(self, azure_openai, conformance):
        conformance.check(ask_sdk())


@pytest.mark.conformance(api_version="2023-05-15")
def test_judged_by_another_version(azure_openai):
    azure_openai.script(text="Fine.")
    ask_rest({"seed": 42})


def test_an_empty_block(conformance):
    with conformance.recording():
        pass


def test_an_exception_tells_what_may_have_caused_it(azure_openai, conformance):
    with conformance.recording():
        ask_sdk(extra_body={"seed": "42"})


def test_a_stream_that_nobody_kept(azure_openai, request):
    stream = ask_sdk(stream=True)
    list(stream)
    request.getfixturevalue("conformance").check(stream)


def test_an_answer_that_nobody_saw(azure_openai, request):
    answer = ask_sdk()
    request.getfixturevalue("conformance").check(answer)


def test_another_object(conformance):
    conformance.check(42)


def test_another_service(conformance):
    conformance.check(requests.Request("GET", "https://example.com/"))


@pytest.mark.conformance(api_version="2024-2-1")
def test_a_version_that_there_is_not(azure_openai):
    pass


@pytest.mark.conformance(require_sede=True)
def test_an_argument_that_there_is_not(conformance):
    pass


def test_a_row_that_cannot_be_meant(azure_openai):
    azure_openai.script(message="Hi")
