"""Write exchanges in each format that is read, as its recorder does: what comes out again is the same exchange."""

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import yaml

URL: Final = "https://contoso.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01"
JSON_TYPE: Final = "application/json"


@dataclass(frozen=True)
class Sample:
    """One exchange as bytes and texts, before a recorder has it."""

    request: str
    response: str | None
    status: int = 200
    url: str = URL
    content_type: str = JSON_TYPE
    answer_type: str = JSON_TYPE


def ndjson(samples: list[Sample]) -> bytes:
    lines = []
    for one in samples:
        value: dict[str, Any] = {
            "request": {
                "method": "POST",
                "url": one.url,
                "headers": {"Content-Type": one.content_type},
                "body_text": one.request,
            }
        }
        if one.response is not None:
            value["response"] = {
                "status": one.status,
                "headers": {"Content-Type": one.answer_type},
                "body_text": one.response,
            }
        lines.append(json.dumps(value))
    return "\n".join(lines).encode()


def json_array(samples: list[Sample]) -> bytes:
    return json.dumps([json.loads(line) for line in ndjson(samples).splitlines()], indent=1).encode()


def _har_entry(one: Sample, content: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    answer: dict[str, Any] = {"status": 0, "headers": [], "content": {"size": 0}}
    if one.response is not None:
        headers = [{"name": "content-type", "value": one.answer_type}]
        answer = {
            "status": one.status,
            "headers": headers,
            "content": {"mimeType": one.answer_type, **content(one.response)},
        }
    return {
        "startedDateTime": "2024-05-01T10:00:00Z", "time": 1.5,
        "request": {
            "method": "POST", "url": one.url, "httpVersion": "http/2.0",
            "headers": [{"name": ":authority", "value": "contoso"}, {"name": "content-type", "value": one.content_type}],
            "postData": {"mimeType": one.content_type, "text": one.request},
        },
        "response": answer, "cache": {}, "timings": {"send": 0, "wait": 1, "receive": 0},
    }  # fmt: skip


def _har(samples: list[Sample], content: Callable[[str], dict[str, Any]], indent: int | None) -> bytes:
    entries = [_har_entry(one, content) for one in samples]
    log = {
        "version": "1.2",
        "creator": {"name": "t", "version": "1"},
        "pages": [{"id": "p", "title": "log"}],
        "entries": entries,
    }
    return json.dumps({"log": log}, indent=indent).encode()


def har(samples: list[Sample]) -> bytes:
    return _har(samples, lambda text: {"text": text}, 2)


def har_minified(samples: list[Sample]) -> bytes:
    return _har(samples, lambda text: {"text": text}, None)


def har_base64(samples: list[Sample]) -> bytes:
    return _har(samples, lambda text: {"text": base64.b64encode(text.encode()).decode(), "encoding": "base64"}, 2)


def har_compressed(samples: list[Sample]) -> bytes:
    def packed(text: str) -> dict[str, Any]:
        return {"text": base64.b64encode(gzip.compress(text.encode())).decode(), "encoding": "base64"}

    return _har(samples, packed, None)


def _vcr(samples: list[Sample], body: Callable[[str], Any]) -> dict[str, Any]:
    interactions = []
    for one in samples:
        headers = {"content-type": [one.content_type], "host": ["contoso.openai.azure.com"]}
        interaction: dict[str, Any] = {
            "request": {"body": one.request, "headers": headers, "method": "POST", "uri": one.url}
        }
        if one.response is not None:
            answer = {"code": one.status, "message": "OK"}
            interaction["response"] = {
                "body": {"string": body(one.response)}, "headers": {"content-type": [one.answer_type]}, "status": answer
            }  # fmt: skip
        interactions.append(interaction)
    return {"interactions": interactions, "version": 1}


def vcrpy(samples: list[Sample]) -> bytes:
    return yaml.dump(_vcr(samples, str)).encode()


def vcrpy_binary(samples: list[Sample]) -> bytes:
    return yaml.dump(_vcr(samples, lambda text: gzip.compress(text.encode()))).encode()


def vcrpy_literal(samples: list[Sample]) -> bytes:
    return yaml.dump(_vcr(samples, str), default_style="|", allow_unicode=True).encode()


def vcrpy_quoted(samples: list[Sample]) -> bytes:
    return yaml.dump(_vcr(samples, str), default_style='"', width=40).encode()


def vcrpy_json(samples: list[Sample]) -> bytes:
    return json.dumps(_vcr(samples, str), indent=4).encode()


def vcrpy_httpx(samples: list[Sample]) -> bytes:
    """As vcrpy up to 5 kept what httpx was answered."""
    value = _vcr(samples, str)
    for one in value["interactions"]:
        if "response" in one:
            answer = one["response"]
            one["response"] = {
                "content": answer["body"]["string"], "headers": answer["headers"],
                "http_version": "HTTP/1.1", "status_code": answer["status"]["code"],
            }  # fmt: skip
    return yaml.dump(value).encode()


def ruby_vcr(samples: list[Sample]) -> bytes:
    interactions = []
    for one in _vcr(samples, str)["interactions"]:
        asked = one["request"] | {"method": "post", "body": {"encoding": "UTF-8", "string": one["request"]["body"]}}
        entry = {"request": asked, "recorded_at": "Wed, 19 Aug 2026 14:34:28 GMT"}
        if "response" in one:
            entry["response"] = one["response"] | {
                "body": {"encoding": "ASCII-8BIT", "string": one["response"]["body"]["string"]}
            }
        interactions.append(entry)
    return yaml.dump({"http_interactions": interactions, "recorded_with": "VCR 6.2.0"}, explicit_start=True).encode()


def go_vcr(samples: list[Sample]) -> bytes:
    text = "---\nversion: 2\ninteractions:\n"
    for number, one in enumerate(_vcr(samples, str)["interactions"]):
        asked = one["request"]
        entry: dict[str, Any] = {
            "id": number, "request": {"proto": "HTTP/1.1", "body": asked["body"], "headers": asked["headers"], "url": asked["uri"], "method": "POST"},
        }  # fmt: skip
        if "response" in one:
            answer = one["response"]
            entry["response"] = {
                "body": answer["body"]["string"], "headers": answer["headers"],
                "status": f"{answer['status']['code']} OK", "code": answer["status"]["code"], "duration": "2.1s",
            }  # fmt: skip
        text += yaml.dump([entry], sort_keys=False)
    return text.encode()


def test_proxy(samples: list[Sample]) -> bytes:
    def body(text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError:
            return text.splitlines(keepends=True)

    entries = []
    for one in samples:
        entry = {
            "RequestUri": one.url, "RequestMethod": "POST",
            "RequestHeaders": {"Content-Type": one.content_type, "api-key": "Sanitized"}, "RequestBody": body(one.request),
        }  # fmt: skip
        if one.response is not None:
            entry |= {
                "StatusCode": one.status,
                "ResponseHeaders": {"Content-Type": one.answer_type},
                "ResponseBody": body(one.response),
            }
        entries.append(entry)
    return json.dumps({"Entries": entries, "Variables": {}}, indent=2).encode()


WRITERS: Final[dict[str, Callable[[list[Sample]], bytes]]] = {
    "ndjson": ndjson,
    "json-array": json_array,
    "har": har,
    "har in one line": har_minified,
    "har in base64": har_base64,
    "har compressed": har_compressed,
    "vcrpy": vcrpy,
    "vcrpy binary": vcrpy_binary,
    "vcrpy literal": vcrpy_literal,
    "vcrpy quoted": vcrpy_quoted,
    "vcrpy in JSON": vcrpy_json,
    "vcrpy of httpx": vcrpy_httpx,
    "ruby-vcr": ruby_vcr,
    "go-vcr": go_vcr,
    "test-proxy": test_proxy,
}
# Whose bodies are values of the file, and no text of the wire.
REWRITTEN: Final = ("test-proxy",)
