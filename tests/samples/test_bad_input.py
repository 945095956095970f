"""Bad input ends every sample in the same way: one sentence that says what to do, exit code 1 and nothing printed."""

import re

import pytest

from tests.samples.answers import completion, error, told
from tests.samples.running import (
    ALL,
    KEY,
    Edit,
    Outcome,
    at_once,
    everywhere,
    in_a_second,
    run_all,
    run_served,
    settings,
)
from tests.samples.sentences import (
    CHECK_KEY,
    CHECK_PATH,
    CHECK_REQUEST,
    LATER,
    MISSING,
    NO_CHOICES,
    NO_KEY,
    NO_URL,
    NOT_JSON,
    WAIT,
    cut,
    late,
    no_text,
    refused,
)
from tests.samples.service import SILENCE, Answer, answering, as_json, nobody_listens

JSON = {"Content-Type": "application/json"}
STORY_AND_OBJECT = ("story_with_seed", "print_response")


def assert_each_says(sentence: str, variables: dict[str, str], *scenarios: str, edit: Edit | None = None) -> None:
    samples = everywhere(*scenarios)
    assert run_all(samples, variables, edit) == dict.fromkeys(samples, refused(sentence))


@pytest.mark.parametrize(("name", "sentence"), MISSING.items(), ids=MISSING)
def test_a_missing_variable_is_named_and_an_empty_one_is_missing(name: str, sentence: str) -> None:
    variables = settings(nobody_listens()) | {name: ""}
    assert_each_says(sentence, variables, "story_without_seed")
    del variables[name]
    assert_each_says(sentence, variables, *STORY_AND_OBJECT)


def test_an_endpoint_that_is_no_url_is_said_to_be_none() -> None:
    assert_each_says(NO_URL, settings("my-resource.openai.azure.com"), "story_with_seed")
    assert_each_says(NO_URL, settings("http://127.0.0.1:8080\n"), "print_response")


ENDPOINT = re.compile(r"""(?:fullmatch\(r"\(\?i\)|endpoint -notmatch '\^)(?P<pattern>https\?.+?)(?:"|\\z'[)])""")


@pytest.mark.parametrize(
    ("endpoint", "is_one"),
    [
        ("https://my-resource.openai.azure.com", True),
        ("HTTPS://My-Resource.OpenAI.Azure.COM", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:1/behind/a/gateway", True),
        ("my-resource.openai.azure.com", False),
        ("ftp://my-resource.openai.azure.com", False),
        ("https:", False),
        ("https://my resource.openai.azure.com", False),
        ("https://my-resource.openai.azure.com/openai?api-version=2024-02-01", False),
        ("https://me@my-resource.openai.azure.com", False),
        ("http://localhost:port", False),
        ("http://a..b", False),
        (f"http://{'a' * 64}", False),
        (KEY, False),
    ],
)
def test_the_samples_share_one_notion_of_an_endpoint(endpoint: str, is_one: bool) -> None:
    patterns = {found["pattern"] for sample in ALL if (found := ENDPOINT.search(sample.text))}
    assert len(patterns) == 1
    assert bool(re.fullmatch(patterns.pop(), endpoint, re.IGNORECASE)) is is_one


def test_a_key_that_no_header_can_carry_is_neither_sent_nor_shown() -> None:
    assert_each_says(NO_KEY, settings(nobody_listens(), AZURE_OPENAI_API_KEY=f"{KEY}é\n"), "print_response")


def test_a_connection_that_fails_is_told_from_an_answer() -> None:
    endpoint = nobody_listens()
    assert_each_says(cut(endpoint), settings(f"{endpoint}/"), *STORY_AND_OBJECT)


def test_a_port_that_cannot_be_is_a_connection_that_fails() -> None:
    endpoint = "http://127.0.0.1:65536"
    assert_each_says(cut(endpoint), settings(endpoint), "print_response", edit=at_once)


@pytest.mark.parametrize(
    ("scheme", "reply"),
    [
        pytest.param("http", b"", id="hangs up"),
        pytest.param("http", b"SSH-2.0-OpenSSH_9.6\r\n", id="no HTTP"),
        pytest.param("http", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", id="breaks off"),
        pytest.param("https", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", id="no TLS"),
    ],
)
def test_whoever_does_not_speak_to_the_end_is_a_connection_that_fails(scheme: str, reply: bytes) -> None:
    with answering(reply) as host:
        endpoint = f"{scheme}://{host}"
        assert_each_says(cut(endpoint), settings(endpoint), "print_response", edit=at_once)


@pytest.mark.parametrize(
    ("silence", "scenarios"),
    [
        pytest.param(SILENCE, STORY_AND_OBJECT, id="no answer"),
        pytest.param(
            Answer(b'{"choices": [', 200, JSON, stops_after=7),
            ("print_response",),
            id="half of one",
        ),
    ],
)
def test_a_time_limit_ends_the_wait_where_nobody_answers(silence: Answer, scenarios: tuple[str, ...]) -> None:
    for each in run_served(everywhere(*scenarios), silence, edit=in_a_second):
        assert each.outcome == refused(late(each.service.url)), each.sample


WRONG_KEY = (
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an "
    "active subscription and use a correct regional API endpoint for your resource."
)
NO_DEPLOYMENT = (
    "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, "
    "please wait a moment and try again."
)
HTML = Answer(b"<html><body>Welcome</body></html>", 200, {"Content-Type": "text/html"})


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(as_json(error("401", WRONG_KEY), 401), f"{CHECK_KEY}: {WRONG_KEY}", id="401"),
        pytest.param(
            as_json(error("DeploymentNotFound", NO_DEPLOYMENT), 404),
            f"{CHECK_PATH}: {NO_DEPLOYMENT}",
            id="unknown deployment",
        ),
        pytest.param(as_json(error("429", "Requests are limited."), 429), f"{WAIT}: Requests are limited.", id="429"),
        pytest.param(HTML, NOT_JSON, id="an answer that is not JSON"),
        pytest.param(as_json({"id": "chatcmpl-1"}), NO_CHOICES, id="an answer without choices"),
        pytest.param(as_json(completion(None, "content_filter")), no_text("content_filter"), id="a filtered answer"),
    ],
)
def test_an_answer_that_is_no_completion_is_explained(answer: Answer, sentence: str) -> None:
    for each in run_served(everywhere(*STORY_AND_OBJECT), answer):
        assert each.outcome == refused(sentence), each.sample


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(
            as_json({"statusCode": 401, "message": WRONG_KEY}, 401), f"{CHECK_KEY}: {WRONG_KEY}", id="API Management"
        ),
        pytest.param(Answer(status=401), f"{CHECK_KEY}.", id="an error without a body"),
        pytest.param(
            Answer(b"<html>Bad gateway</html>", 503, {"Content-Type": "text/html"}),
            f"{LATER}.",
            id="an error that is not JSON",
        ),
        pytest.param(
            as_json(error("x", " 2024-01-01T00:00:00Z\n <b>Größe</b>\r\n\tis  wrong "), 400),
            f"{CHECK_REQUEST}: 2024-01-01T00:00:00Z <b>Größe</b> is wrong",
            id="a message of several lines",
        ),
        pytest.param(as_json({"error": "no"}, 400), f"{CHECK_REQUEST}.", id="an error that is no object"),
        pytest.param(Answer(), NOT_JSON, id="an empty answer"),
        pytest.param(as_json([completion("a story")]), NOT_JSON, id="an array of one completion"),
        pytest.param(Answer(b'{"choices": [', 200, JSON), NOT_JSON, id="JSON that breaks off"),
        pytest.param(as_json({"choices": []}), NO_CHOICES, id="no choice"),
        pytest.param(
            as_json({"choices": [{"message": {"role": "assistant"}}]}), no_text(""), id="no content, no reason"
        ),
    ],
)
def test_so_are_its_nearest_neighbours(answer: Answer, sentence: str) -> None:
    for each in run_served(everywhere("print_response"), answer, edit=at_once):
        assert each.outcome == refused(sentence), each.sample


def test_what_was_told_before_a_failure_stays_and_the_failed_call_prints_nothing() -> None:
    script = [as_json(completion("One.")), as_json(completion("Two.")), HTML]
    for each in run_served(everywhere("story_with_seed"), *script):
        assert each.outcome == Outcome(1, told("One.", "Two."), f"{NOT_JSON}\n".encode()), each.sample
