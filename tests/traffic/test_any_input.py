"""Whatever the bytes are: exchanges or sentences come out, no exception, and what is JSON is judged without one."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.catalog import catalog
from conformance.exchange import Exchange
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.reports.json_report import dumps
from conformance.reports.text import TextReport
from conformance.traffic.reading import read_traffic
from conformance.traffic.unreadable import Unreadable
from tests.contract.test_engines_agree import ANSWER, REQUEST, mutated
from tests.fuzzing import TRIED, budget, inputs_are_told  # noqa: F401 - a fixture
from tests.judging.exchanges import for_version
from tests.judging.test_engines_find_the_same import text_of

pytestmark = pytest.mark.usefixtures("inputs_are_told")
PROFILE = budget(50, 20_000)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(alphabet=st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = ["messages", "seed", "model", "choices", "error", "usage", "object", "system_fingerprint", "n", "tools"]
BODY = JSON | st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6)
EXCHANGE = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON,
        "api_version": st.sampled_from([*catalog().with_chat, "x"]) | JSON,
        "request": st.fixed_dictionaries(
            {},
            optional={
                "url": st.text() | JSON,
                "method": st.text(),
                "headers": JSON,
                "body": BODY,
                "body_text": st.text(),
            },
        ),
        "response": st.fixed_dictionaries(
            {}, optional={"status": st.integers(0, 999), "headers": JSON, "body": BODY, "body_text": st.text()}
        ),
    },
)


def judged(raw: bytes) -> None:
    stream = io.StringIO()
    report = TextReport(stream, every=True)
    for one in read_traffic(["-"], io.BytesIO(raw)):
        if isinstance(one, Unreadable):
            assert "\n" not in one.reason
            continue
        assert isinstance(one, Exchange)
        for circumstances in (Circumstances(), Circumstances(api_version="2024-10-21", require_seed=True)):
            for finding in judge(one, circumstances):
                report.finding(finding)
                json.loads(dumps(finding.as_json()).encode())
    stream.getvalue().encode()


@PROFILE
@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"\n", b"{", b'{"request":', b"\x1f\x8b", b"\xef\xbb\xbf"])))
def test_any_bytes(pieces: list[bytes]) -> None:
    TRIED["any bytes"] += 1
    judged(b"".join(pieces))


@PROFILE
@given(EXCHANGE)
def test_any_json(exchange: object) -> None:
    TRIED["any JSON in the form of an exchange"] += 1
    judged(json.dumps(exchange).encode())


@PROFILE
@given(st.sampled_from(catalog().with_chat), st.integers(0, 2**32), st.integers(0, 4))
def test_mutated_sound_exchanges(api_version: str, seed: int, damage: int) -> None:
    TRIED["mutated sound exchanges, some with damaged bytes"] += 1
    line = text_of(for_version(api_version, mutated(REQUEST, seed), mutated(ANSWER, seed // 5))).encode()
    for step in range(damage):
        at = (seed >> step) % len(line)
        line = line[:at] + bytes(((seed >> 3 * step) & 0xFF,)) + line[at + 1 :]
    judged(line)
