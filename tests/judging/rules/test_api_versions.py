"""Which contract judges an exchange, by the URL, by what the recording names, and by ``--api-version``."""

import pytest

from conformance.exchange import Exchange
from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.traffic.exchange_line import exchange_of
from tests.judging.rules.judging import ANSWER, STORY, findings

DATED = "https://h/openai/deployments/d/chat/completions"
V1 = "https://h/openai/v1/chat/completions"
WITH_MODEL = STORY.replace("{", '{"model": "m", ', 1)
DIFFERS, MISSING, UNKNOWN, PATH = "api-version-differs", "api-version-missing", "api-version-unknown", "url-path"
CASES = [
    ("the URL's, where nothing else is named", f"{DATED}?api-version=2024-02-01", None, "2024-02-01", []),
    ("the URL's, where another is named", f"{DATED}?api-version=2024-02-01", "2024-06-01", "2024-02-01", [DIFFERS]),
    ("the recording's, where there is no URL", None, "2024-06-01", "2024-06-01", []),
    ("the recording's, where the URL has none", DATED, "2024-06-01", "2024-06-01", [MISSING]),
    ("none", DATED, None, None, [MISSING]),
    ("no URL and none", None, None, None, [MISSING]),
    ("an unknown one", f"{DATED}?api-version=2024-2-1", None, None, [UNKNOWN]),
    ("an unknown one in the recording", None, "2024-2-1", None, [UNKNOWN]),
    ("one without chat", f"{DATED}?api-version=2022-12-01", None, None, [UNKNOWN]),
    ("an empty one", f"{DATED}?api-version=", None, None, [MISSING]),
    ("v1 on a dated path", f"{DATED}?api-version=v1", None, None, [UNKNOWN]),
    ("v1 without a query", V1, None, "v1", []),
    ("v1 says v1", f"{V1}?api-version=v1", None, "v1", []),
    ("v1 says preview", f"{V1}?api-version=preview", None, "v1-preview", []),
    ("v1 says a date", f"{V1}?api-version=2024-02-01", None, None, [UNKNOWN]),
    ("v1 says the name of a contract", f"{V1}?api-version=v1-preview", None, None, [UNKNOWN]),
    ("v1, and the recording decides", V1, "v1-preview", "v1-preview", []),
    ("v1, and the recording names it as the wire does", V1, "preview", "v1-preview", []),
    ("v1 says preview, and so does the recording", f"{V1}?api-version=preview", "preview", "v1-preview", []),
    ("v1 says preview, and the recording v1", f"{V1}?api-version=preview", "v1", "v1-preview", [DIFFERS]),
    ("a revision without a name on the wire, beside nothing", V1, "v1-2026-01-28", "v1-2026-01-28", []),
    ("beside v1", f"{V1}?api-version=v1", "v1-2026-01-28", "v1-2026-01-28", []),
    ("beside preview", f"{V1}?api-version=preview", "v1-2026-01-28", "v1-preview", [DIFFERS]),
    ("a dated recording on the v1 path", V1, "2024-02-01", "2024-02-01", [PATH]),
    ("a URL that is none", "http://[::1/", "2024-02-01", "2024-02-01", [PATH]),
    ("a URL that is none, and nothing else", "http://[::1/", None, None, [PATH]),
]


def about_urls(found: list[Finding]) -> list[str]:
    return [one.rule for one in found if one.part == "url"]


@pytest.mark.parametrize(("url", "own", "judged_by", "rules"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_which_contract_judges(url: str | None, own: str | None, judged_by: str | None, rules: list[str]) -> None:
    body = WITH_MODEL.replace("0.7", '"hot"')
    found = findings(body, ANSWER.replace('"total_tokens": 2', '"total_tokens": 3'), url=url, api_version=own)
    assert about_urls(found) == rules
    by_contract = [one for one in found if one.pointer == "/temperature"]
    assert [one.api_version for one in by_contract] == ([judged_by] if judged_by else [])
    assert [one.rule for one in found if one.pointer == "/usage/total_tokens"] == ["usage-sum"]


@pytest.mark.parametrize("version", ["2023-12-01-preview", "v1", "v1-preview", "v1-2026-01-28"])
@pytest.mark.parametrize(("url", "own"), [(case[1], case[2]) for case in CASES if PATH not in case[4]])
def test_a_version_that_is_named_replaces_every_other(version: str, url: str | None, own: str | None) -> None:
    found = findings(WITH_MODEL, url=url, api_version=own, circumstances=Circumstances(api_version=version))
    assert about_urls(found) == []
    assert {one.api_version for one in found} <= {version}


def test_an_answer_alone_without_a_version_is_judged_by_what_needs_none() -> None:
    answer = ANSWER.replace('"index": 0', '"index": 7').replace('"created": 1', '"created": "x"')
    assert [one.rule for one in findings(answer=answer, api_version=None)] == [MISSING, "choice-index"]


def test_a_parameter_that_is_missing_is_placed_at_the_query_and_a_wrong_one_at_itself() -> None:
    (missing,) = findings(STORY, url=DATED, api_version=None)
    assert (missing.part, missing.pointer, missing.suggestion) == ("url", "", "api-version")
    (unknown,) = findings(STORY, url=f"{DATED}?api-version=2024-06-1", api_version=None)
    assert (unknown.pointer, unknown.suggestion) == ("/api-version", "2024-06-01")


@pytest.mark.parametrize("method", ["post", "POST"])
def test_a_method_in_any_case_is_the_operations_and_another_is_not(method: str) -> None:
    line = '{"request": {"method": "%s", "url": "' + f"{DATED}?api-version=2024-02-01" + '"}}'
    assert list(judge(exchange_of(line % method, "t"))) == []
    (found,) = judge(exchange_of(line % "GET", "t"))
    assert (found.rule, found.suggestion) == (PATH, "POST")
    assert isinstance(exchange_of(line % method, "t"), Exchange)
