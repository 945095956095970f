"""What can happen to someone who runs a sample: a table of situations, for each language and each set."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.samples.answers import completion, error, told
from tests.samples.running import KEY, Edit, Ran, Sample, everywhere, in_a_moment, replacing, run
from tests.samples.service import SILENCE, Answer, as_json, nobody_listens, serving
from tests.samples.shared_processes import SharedProcesses

DENIED = "Access denied due to invalid subscription key or wrong API endpoint."
REFUSED = "The API deployment for this resource does not exist. It is Azure OpenAI's: é"
GATEWAY = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n</html>"
JSON = {"Content-Type": "application/json"}
STORY = as_json(completion("In the beginning"))


@dataclass(frozen=True)
class Situation:
    """What a service answers and what is set; and what is printed, said last on standard error, and how often it asks.

    ``says`` are words of the last line; the SDK's own exceptions say less, ``sdk_says``.
    """

    script: tuple[Answer, ...] = (STORY,)
    variables: Mapping[str, str | None] = field(default_factory=dict)
    edit: Edit | None = None
    path: str = ""
    printed: str = "Story Version 1\n---\n"
    says: tuple[str, ...] = ()
    sdk_says: tuple[str, ...] = ()
    calls: int | None = 1


def missing(name: str) -> Situation:
    return Situation(variables={name: None}, printed="", says=(name,), sdk_says=(name,), calls=0)


def goes_well(*stories: str, **more: object) -> Situation:
    return Situation(printed=told(*stories), calls=3, **more)  # type: ignore[arg-type]


FAILS = {
    "no endpoint": missing("AZURE_OPENAI_ENDPOINT"),
    "no key": missing("AZURE_OPENAI_API_KEY"),
    "no deployment": missing("AZURE_OPENAI_DEPLOYMENT"),
    "wrong key": Situation((as_json(error("401", DENIED), 401),), says=("401", DENIED), sdk_says=("401", DENIED)),
    "unknown deployment": Situation(
        (as_json(error("DeploymentNotFound", REFUSED), 404),), says=("404", REFUSED), sdk_says=("404", REFUSED)
    ),
    "API Management": Situation((as_json({"statusCode": 401, "message": DENIED}, 401),), says=("401", DENIED)),
    "a refusal on several lines": Situation((Answer(GATEWAY.encode(), 403),), says=("403", "Forbidden")),
    "a refusal without a body": Situation((Answer(status=403, headers=JSON),), says=("403",), sdk_says=("403",)),
    "the second call is refused": Situation(
        (STORY, as_json(error("401", DENIED), 401)),
        printed=f"{told('In the beginning')}Story Version 2\n---\n",
        says=("401", DENIED),
        calls=2,
    ),
    "nobody listens": Situation(variables={"AZURE_OPENAI_ENDPOINT": nobody_listens()}, calls=0),
    "no answer": Situation((SILENCE,), edit=in_a_moment, calls=None),
    "half an answer": Situation((Answer(b'{"choices": [', 200, JSON, stops_after=7),), edit=in_a_moment, calls=None),
    "an answer that is not JSON": Situation((Answer(b"<html>Welcome</html>", 200, {"Content-Type": "text/html"}),)),
}  # fmt: skip

GOES_WELL = {
    "a story": goes_well("One.", "Two.", "Three.", script=tuple(as_json(completion(f"{n}.")) for n in ("One", "Two", "Three"))),
    "a filtered answer": goes_well(
        "content_filter", "Two.", "Two.",
        script=(as_json(completion(None, "content_filter")), as_json(completion("Two."))),
    ),
    "a filtered answer without the member": goes_well(
        *["content_filter"] * 3,
        script=(as_json({"choices": [{"index": 0, "finish_reason": "content_filter", "message": {"role": "assistant"}}]}),),
    ),
    "slashes behind the endpoint": goes_well(*["In the beginning"] * 3, path="//"),
    "empty and foreign variables": goes_well(
        *["In the beginning"] * 3,
        variables={
            "OPENAI_API_VERSION": "",
            "AZURE_OPENAI_AD_TOKEN": "a-token",
            "OPENAI_API_KEY": "another-key",
            "OPENAI_ADMIN_KEY": "another-key",
            "OPENAI_BASE_URL": nobody_listens(),
        },
    ),
}  # fmt: skip

samples = pytest.mark.parametrize("sample", everywhere("story_with_seed"), ids=str)


def in_situation(processes: SharedProcesses, sample: Sample, situation: Situation) -> Ran:
    ran = run(
        processes, sample, *situation.script, path=situation.path, edit=situation.edit, variables=situation.variables
    )
    if situation.calls is not None:
        assert len(ran.service.requests) == situation.calls
    return ran


@samples
@pytest.mark.parametrize("situation", GOES_WELL.values(), ids=GOES_WELL)
def test_what_goes_well_prints_the_same_in_all_languages(
    situation: Situation, sample: Sample, processes: SharedProcesses
) -> None:
    ran = in_situation(processes, sample, situation)
    assert (ran.outcome.exit_code, ran.outcome.stdout, ran.outcome.stderr) == (0, situation.printed, "")
    for request in ran.service.requests:
        assert request.target == sample.target()
        by_bearer = sample.is_sdk and sample.set == "v1"
        sent = "api-key", request.headers["api-key"], request.headers["authorization"]
        assert sent == ("api-key", None, f"Bearer {KEY}") if by_bearer else ("api-key", KEY, None)


@samples
@pytest.mark.parametrize("situation", FAILS.values(), ids=FAILS)
def test_what_fails_ends_the_sample_and_says_why(
    situation: Situation, sample: Sample, processes: SharedProcesses
) -> None:
    ran = in_situation(processes, sample, situation)
    assert ran.outcome.exit_code == 1
    assert ran.outcome.stdout == situation.printed
    for words in situation.sdk_says if sample.is_sdk else situation.says:
        assert words in ran.last_line
    if situation.says and not sample.is_sdk and (sample.language == "powershell" or situation.calls):
        assert ran.outcome.stderr.count("\n") == 1


@pytest.mark.parametrize("sample", [one for one in everywhere("print_response") if not one.is_sdk], ids=str)
@pytest.mark.parametrize("status", [302, 307])
def test_a_redirect_takes_neither_the_key_nor_the_question_elsewhere(
    status: int, sample: Sample, processes: SharedProcesses
) -> None:
    with serving(STORY) as elsewhere:
        ran = run(processes, sample, redirect_to(elsewhere.url, status))
    assert ran.outcome.exit_code == 1
    assert str(status) in ran.last_line
    assert (len(ran.service.requests), elsewhere.requests) == (1, [])


def test_a_sample_that_followed_a_redirect_would_be_noticed(processes: SharedProcesses) -> None:
    follow = replacing("allow_redirects=False", "allow_redirects=True")
    with serving(STORY) as elsewhere:
        run(processes, Sample("python/rest", "print_response"), redirect_to(elsewhere.url, 307), edit=follow)
    assert [request.headers["api-key"] for request in elsewhere.requests] == [KEY]


def redirect_to(url: str, status: int) -> Answer:
    return Answer(status=status, headers={"Location": f"{url}/openai"})


def test_the_sdk_tries_again_by_itself_before_it_gives_up(processes: SharedProcesses) -> None:
    busy = as_json(error("429", "Too many requests."), 429, **{"Retry-After-Ms": "1"})
    ran = run(processes, Sample("python/sdk", "print_response"), busy, busy, STORY)
    assert (ran.outcome.exit_code, len(ran.service.requests)) == (0, 3)
