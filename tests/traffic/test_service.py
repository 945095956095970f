"""Which exchanges are Azure OpenAI's chat completions: host and path decide, and the rest is counted by kind."""

import json
from pathlib import Path

import pytest

from conformance.exchange import Exchange, Request, Response
from conformance.judging.judge import judge
from conformance.judging.paths import chat_path
from conformance.traffic.service import Hosts, Service, service_of
from tests.commands.checking import check, ndjson, report
from tests.judging.exchanges import ANSWER, SEEDED, for_version

AZURE = "https://r.openai.azure.com"
DATED = "/openai/deployments/d/chat/completions"
V1 = "/openai/v1/chat/completions"
OURS, INFERENCE, COMPATIBLE, OTHER = (
    Service.AZURE, Service.MODEL_INFERENCE, Service.COMPATIBLE, Service.OTHER,
)  # fmt: skip
CASES = [
    # The dated path is nobody else's, whatever the host.
    (f"{AZURE}{DATED}", OURS),
    (f"https://gateway.example.com{DATED}", OURS),
    (f"https://gateway.example.com/team/api{DATED}", OURS),
    (f"http://127.0.0.1:8080{DATED}", OURS),
    (f"{AZURE}/{DATED}", OURS),
    (f"{AZURE}/openai/deployments/d/extensions/chat/completions", OURS),
    (f"{AZURE}{DATED}/chat/completions", OURS),
    # The v1 path is another service's too; there the host decides.
    *((f"https://{host}{V1}", OURS) for host in (
        "r.openai.azure.com", "R.OpenAI.Azure.com", "r.cognitiveservices.azure.com", "r.services.ai.azure.com",
        "gw.azure-api.net", "eastus.api.cognitive.microsoft.com", "localhost:5000", "127.0.0.1", "[::1]:80", "127.8.8.8",
    )),
    (f"{AZURE}{V1}/", OURS),
    (f"https://r.services.ai.azure.com/api/projects/p{V1}", OURS),
    (V1, OURS),
    (f"https://api.groq.com{V1}", COMPATIBLE),
    (f"https://openai.azure.com.example.com{V1}", COMPATIBLE),
    (f"https://notopenai.azure.com{V1}", COMPATIBLE),
    (f"https://gateway.example.com{V1}", COMPATIBLE),
    # Nearly a path of Azure's.
    *((f"{AZURE}{path}", OURS) for path in (
        "/openai/deployments/d/chat/completion", "/openai/deployments/d/chat", "/openai/deployments/d/chats/completions",
        "/openai/deployment/d/chat/completions", "/deployments/d/chat/completions", "/openai/deployments/chat/completions",
        "/openai/v1/chat/completion", "/v1/chat/completions", "/openai/v2/chat/completions", "/openai/chat/completions",
        "/openai/engines/d/chat/completions", "/OpenAI/deployments/d/chat/completions",
        "/openai/deployments/d/v1/chat/completions", "/openai/deployments/d/extension/chat/completions",
    )),
    ("https://gw.azure-api.net/openai-eastus2/deployments/d/chat/completions", OURS),
    ("https://gateway.example.com/openai/deployment/d/chat/completions", OURS),
    ("https://gateway.example.com/x/openai/deployments/d/chat/completion", OURS),
    ("http://localhost:5000/openai/v1/chat/completion", OURS),
    # Its nearest neighbours are other operations.
    *((f"{AZURE}{path}", OTHER) for path in (
        "/openai/deployments/d/completions", "/openai/v1/completions", "/openai/deployments/d/embeddings",
        "/openai/deployments/d/audio/transcriptions", "/openai/deployments/d/images/generations", "/openai/v1/responses",
        f"{V1}/chatcmpl-1", f"{V1}/chatcmpl-1/messages", "/openai/models", "/openai/v1/chat/kit", "/",
    )),
    ("https://gateway.example.com/openai/deployments/d/embeddings", OTHER),
    # Other services.
    ("https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview", INFERENCE),
    ("https://models.github.ai/inference/chat/completions", COMPATIBLE),
    ("https://api.openai.com/v1/chat/completions", COMPATIBLE),
    ("https://api.openai.com/v1/embeddings", OTHER),
    ("http://localhost:11434/v1/chat/completions", COMPATIBLE),
    ("http://localhost:8787/groq/openai/v1/chat/completions", COMPATIBLE),
    ("/v1/chat/completions", COMPATIBLE),
    ("https://recorded.invalid/chat/completions", COMPATIBLE),
]  # fmt: skip


def service(url: str | None, method: str | None = "POST", *hosts: str) -> Service:
    return service_of(Exchange("t", Request(method, url)), Hosts(hosts))


@pytest.mark.parametrize(("url", "kind"), CASES)
def test_host_and_path_decide(url: str, kind: Service) -> None:
    assert service(url) is kind


@pytest.mark.parametrize(
    ("method", "kind"), [("post", OURS), (None, OURS), ("GET", OTHER), ("OPTIONS", OTHER), ("DELETE", OTHER)]
)
def test_another_method_is_another_operation(method: str | None, kind: Service) -> None:
    assert service(f"{AZURE}{DATED}", method) is kind


@pytest.mark.parametrize(
    ("named", "kind"),
    [("gw.example.com", OURS), ("*.example.com", OURS), ("example.com", COMPATIBLE), ("*.gw.example.com", COMPATIBLE)],
)
def test_a_host_that_is_named_answers_as_azure(named: str, kind: Service) -> None:
    assert service(f"https://GW.example.com:8443{V1}", "POST", named) is kind
    assert service("https://gw.example.com/v1/chat/completions", "POST", named) is kind
    assert service("https://gw.example.com/v1/embeddings", "POST", named) is OTHER


def test_without_a_url_an_exchange_is_taken_for_azures() -> None:
    assert service(None) is OURS
    assert service_of(Exchange("t")) is OURS


def test_what_is_skipped_is_counted_by_kind_and_only_such_is_exit_code_3(tmp_path: Path) -> None:
    lines = [
        {"request": {"method": "POST", "url": url, "body": {"sede": 1}}} for url, kind in CASES if kind is not OURS
    ]
    (tmp_path / "t.ndjson").write_text(ndjson(*lines))
    told = check(tmp_path, "t.ndjson", "--format", "json")
    value = report(told.stdout)
    assert (told.code, value["findings"]) == (3, [])
    counts = {kind.value: sum(one is kind for _, one in CASES) for kind in (INFERENCE, COMPATIBLE, OTHER)}
    assert value["checked"]["skipped_by"] == counts
    assert value["checked"]["skipped"] == sum(counts.values()) == len(lines)
    assert "--azure-host" in told.stderr and len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "path", [url.removeprefix(AZURE) for url, kind in CASES if kind is OURS and url.startswith(AZURE)]
)
def test_a_path_that_is_not_exactly_azures_is_url_path(path: str) -> None:
    on_v1 = chat_path(path).family == "v1"  # type: ignore[union-attr]
    version = "v1" if on_v1 else "2023-08-01-preview"  # which has the /extensions/ operation
    one = Exchange("t", Request("POST", f"{AZURE}{path}?api-version={version}"))
    exact = path in (DATED, V1, "/openai/deployments/d/extensions/chat/completions")
    assert [found.rule for found in judge(one)] == ([] if exact else ["url-path"])


def test_bodies_of_a_compatible_service_are_judged_by_the_version_that_is_asked_for(tmp_path: Path) -> None:
    line = for_version("2024-02-01", SEEDED | {"seed": "42", "messages": []}, ANSWER | {"created": "now"})
    line["request"]["url"] = "https://api.example.com/v1/chat/completions"
    line["request"]["headers"] = {"content-type": "text/plain"}
    line.pop("api_version")
    (tmp_path / "t.ndjson").write_text(json.dumps(line))
    value = report(check(tmp_path, "t.ndjson", "--format", "json", "--api-version", "2024-02-01").stdout)
    assert {(one["rule"], one["part"]) for one in value["findings"]} == {
        ("seed-type", "request"), ("request-schema", "request"), ("response-schema", "response"),
    }  # fmt: skip
    assert value["checked"] == {"exchanges": 1, "requests": 1, "responses": 1, "chunks": 0}


@pytest.mark.parametrize("host", ["https://gw", "a b", "", "gw/x"])
def test_a_host_that_is_none_is_bad_usage(tmp_path: Path, host: str) -> None:
    told = check(tmp_path, "t.ndjson", "--azure-host", host)
    assert told.code == 2 and len(told.stderr.splitlines()) == 1
    assert "is not a host name such as gateway.example.com" in told.stderr


def test_a_server_of_this_machine_that_answers_at_a_path_knows_it() -> None:
    request = Request("POST", "http://localhost:8787/openai/chat/completions")
    for status, kind in ((None, OURS), (404, OURS), (200, COMPATIBLE)):
        response = None if status is None else Response(status)
        assert service_of(Exchange("t", request, response), Hosts(())) is kind
    near = Request("POST", f"{AZURE}/openai/chat/completions")
    assert service_of(Exchange("t", near, Response(200)), Hosts(())) is OURS
