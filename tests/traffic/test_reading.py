"""Traffic is read exactly: what is an exchange is judged, what is none is one sentence, and the rest goes on."""

import gzip
import io
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.exchange import Exchange
from conformance.traffic import blocks
from conformance.traffic.chunks import chunks_of_file
from conformance.traffic.inputs import blocks_of
from conformance.traffic.reading import read_traffic
from conformance.traffic.unreadable import Unreadable
from tests.judging.exchanges import ANSWER, SEEDED, for_version

LINE = json.dumps(for_version("2024-02-01", SEEDED, ANSWER)).encode()


def read(*paths: str, stdin: bytes = b"", bare: bool = True) -> list[Exchange | Unreadable]:
    return list(read_traffic(paths, io.BytesIO(stdin), bare))


def places(found: list[Exchange | Unreadable]) -> list[str]:
    return [one.place if isinstance(one, Exchange) else str(one) for one in found]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_lines_are_named_by_file_and_number_and_blank_ones_are_passed_over(folder: Path) -> None:
    (folder / "traffic.ndjson").write_bytes(LINE + b"\n\n  \r\n" + LINE + b"\r\n")
    assert places(read("traffic.ndjson")) == ["traffic.ndjson:1", "traffic.ndjson:4"]
    assert places(read("-", stdin=LINE)) == ["-:1"]


def test_a_file_outside_the_current_folder_is_named_by_its_whole_path(folder: Path) -> None:
    (folder / "here").mkdir()
    (folder / "traffic.ndjson").write_bytes(LINE)
    os.chdir(folder / "here")
    assert places(read("../traffic.ndjson")) == [f"{folder.as_posix()}/traffic.ndjson:1"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param(b"{", "is not JSON at column 2", id="broken"),
        pytest.param(b"\xff\xfe{}", "is not UTF-8 at byte 1", id="no UTF-8"),
        pytest.param(b"[1]", "is a list and no exchange", id="list"),
        pytest.param(b"42", "is a number and no exchange", id="number"),
        pytest.param(b'"x"', "is a string and no exchange", id="string"),
        pytest.param(b"{}", "neither `request` nor `response`", id="empty"),
        pytest.param(b'{"requst": {}}', "did you mean request?", id="misspelt"),
        pytest.param(b'{"request": 1}', "has a `request` that is a number; write an object.", id="request"),
        pytest.param(b'{"response": {"status": "200"}}', "`response.status` that is a string", id="status"),
        pytest.param(b'{"response": {"status": true}}', "`response.status` that is true or false", id="true"),
        pytest.param(b'{"request": {"headers": []}}', "`request.headers` that are a list", id="headers"),
        pytest.param(b'{"request": {"headers": {"A": 1}}}', "a header `A`", id="header"),
        pytest.param(b'{"request": {"headers": {"\\n": 1}}}', "a header `\\n`", id="a header's name on one line"),
        pytest.param(b'{"request": {"url": 1}}', "`request.url` that is a number", id="url"),
        pytest.param(b'{"id": 1, "request": {}}', "`id` that is a number", id="id"),
        pytest.param(b'{"request": {"body": {}, "body_text": ""}}', "keep one of them", id="both bodies"),
        pytest.param(b'{"request": {"body_text": {}}}', "`request.body_text` that is an object", id="body_text"),
        pytest.param(b'{"id": NaN, "request": {}}', "`NaN` is not a JSON value", id="NaN outside a body"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, "nests deeper than 100 levels", id="deep"),
        pytest.param(b"[" * 100_000, "is not JSON", id="deep and broken"),
    ],
)
def test_a_line_that_is_no_exchange_is_one_sentence_and_the_rest_goes_on(line: bytes, says: str) -> None:
    first, bad, last = read("-", stdin=LINE + b"\n" + line + b"\n" + LINE)
    assert isinstance(first, Exchange) and isinstance(last, Exchange) and last.place == "-:3"
    assert isinstance(bad, Unreadable)
    assert bad.place == "-:2"
    assert says in bad.reason
    assert "\n" not in str(bad)
    assert str(bad)[-1] in ".?"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_only_a_lenient_parser_takes_is_the_bodys_problem(word: str) -> None:
    line = f'{{"request": {{"body": {{"seed": {word}}}}}, "response": {{"body": {{"id": "x"}}}}}}'
    (exchange,) = read("-", stdin=line.encode())
    assert isinstance(exchange, Exchange) and exchange.request and exchange.response
    assert exchange.request.body is not None and exchange.request.body.problem is not None
    assert exchange.response.body is not None and exchange.response.body.value == {"id": "x"}


def test_a_deep_body_is_the_bodys_problem() -> None:
    line = b'{"request": {"body": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    (exchange,) = read("-", stdin=line)
    assert isinstance(exchange, Exchange) and exchange.request and exchange.request.body
    assert exchange.request.body.problem is not None
    assert "deeper" in exchange.request.body.problem.reason


def test_a_body_of_100_levels_is_in_order_wherever_it_stands() -> None:
    body = "[" * 100 + "]" * 100
    text = json.dumps({"request": {"body_text": body}})
    for line in (text, f'{{"request": {{"body": {body}}}}}'):
        (exchange,) = read("-", stdin=line.encode())
        assert isinstance(exchange, Exchange) and exchange.request and exchange.request.body
        assert exchange.request.body.problem is None


def test_numbers_stay_as_written() -> None:
    digits = "9" * 6000
    line = f'{{"request": {{"body": {{"a": 42.0, "b": 1e3, "c": {digits}, "d": -0}}}}}}'
    (exchange,) = read("-", stdin=line.encode())
    assert isinstance(exchange, Exchange) and exchange.request and exchange.request.body
    body = exchange.request.body
    assert [body.written((name,)) for name in "abcd"] == ["42.0", "1e3", digits, "-0"]


def test_lone_surrogates_are_kept() -> None:
    (exchange,) = read("-", stdin=b'{"id": "\\ud800", "request": {"body": {"a": "\\udfff"}}}')
    assert isinstance(exchange, Exchange) and exchange.id == "\ud800"


def test_a_byte_order_mark_is_passed_over_and_utf_16_is_told() -> None:
    assert places(read("-", stdin=b"\xef\xbb\xbf" + LINE)) == ["-:1"]
    (told,) = read("-", stdin=LINE.decode().encode("utf-16"))
    assert "save it as UTF-8" in str(told)


def test_a_file_of_server_sent_events_is_one_answer_and_told_once_where_no_version_is_named(folder: Path) -> None:
    events = "data: {}\n\ndata: [DONE]\n\n"
    (folder / "answer.sse").write_text(events)
    (one,) = read("answer.sse")
    assert isinstance(one, Exchange) and one.response and one.response.body and one.response.body.text == events
    assert [str(one) for one in read("answer.sse", bare=False)] == [
        "answer.sse holds a streamed answer, and nothing names its api-version; add --api-version."
    ]


def test_bare_bodies_are_named_by_their_file(folder: Path) -> None:
    (folder / "a.json").write_text(json.dumps(ANSWER, indent=2))
    (folder / "b.json").write_text(json.dumps(SEEDED))
    (folder / "c.json").write_bytes(LINE + b"\n" + LINE)
    (folder / "d.json").write_text(json.dumps(json.loads(LINE), indent=2))
    found = read(".")
    assert places(found) == ["a.json", "b.json", "c.json:1", "c.json:2", "d.json:1"]
    assert isinstance(found[0], Exchange) and found[0].response and not found[0].request
    assert isinstance(found[1], Exchange) and found[1].request and not found[1].response
    told = read("a.json", bare=False)
    assert isinstance(told[0], Unreadable) and "--api-version" in told[0].reason


@pytest.mark.parametrize("text", ["", "[]", "1", "{", '{"seed": NaN}', "\x00"])
def test_a_json_file_that_holds_no_object(folder: Path, text: str) -> None:
    (folder / "x.json").write_text(text)
    found = read("x.json")
    assert all(isinstance(one, Unreadable) for one in found) or "NaN" in text


def test_zipped_truncated_and_damaged_files(folder: Path) -> None:
    lines = (LINE + b"\n") * 2000
    whole = gzip.compress(lines)
    (folder / "a.ndjson.gz").write_bytes(whole)
    (folder / "b.ndjson.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "c.ndjson.gz").write_bytes(b"\x1f\x8b" + b"\x00" * 40)
    assert len(read("a.ndjson.gz")) == 2000
    assert len(read("-", stdin=whole)) == 2000
    cut = read("b.ndjson.gz")
    assert isinstance(cut[-1], Unreadable) and "in the middle of its gzip data" in str(cut[-1])
    assert all(isinstance(one, Exchange) for one in cut[:-1])
    assert "damaged" in str(read("c.ndjson.gz")[0])


def test_a_line_beyond_the_bound_is_told_and_skipped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "LONGEST_LINE", 4 << 20)
    bomb = gzip.compress(LINE + b"\n" + b" " * (32 << 20) + b"\n" + LINE, compresslevel=1)
    (folder / "bomb.ndjson.gz").write_bytes(bomb)
    first, told, last = read("bomb.ndjson.gz")
    assert places([first, last]) == ["bomb.ndjson.gz:1", "bomb.ndjson.gz:3"]
    assert str(told).startswith("bomb.ndjson.gz:2 is longer than 4 MiB")


def test_of_a_file_that_grows_what_was_there_is_read_to_the_end_of_its_line(folder: Path) -> None:
    path = folder / "grows.ndjson"
    half = len(LINE) // 2
    path.write_bytes(LINE + b"\n" + LINE[:half])
    pieces = chunks_of_file(path)
    with path.open("ab") as writer:  # the generator has not begun: it sees this
        writer.write(LINE[half:] + b"\n")
    got = b""
    for piece in pieces:
        assert isinstance(piece, bytes)
        got += piece
        with path.open("ab") as writer:
            writer.write(LINE + b"\n")
    assert got == (LINE + b"\n") * 2


def test_a_cut_last_line_says_so() -> None:
    told = read("-", stdin=LINE + b"\n" + LINE[:-5])[-1]
    assert "is it still being written?" in str(told)


def test_folders_are_walked_sorted_and_loops_once(folder: Path) -> None:
    below = folder / "t" / "b"
    below.mkdir(parents=True)
    for name in ("t/z.ndjson", "t/a.jsonl", "t/b/m.ndjson.gz", "t/README.md", "t/.hidden.ndjson"):
        data = gzip.compress(LINE) if name.endswith(".gz") else LINE
        (folder / name).write_bytes(data)
    (below / "loop").symlink_to(folder / "t", target_is_directory=True)
    os.mkfifo(folder / "t" / "pipe.ndjson")
    assert places(read("t")) == ["t/a.jsonl:1", "t/b/m.ndjson.gz:1", "t/z.ndjson:1"]


def test_what_cannot_be_opened_is_told_and_the_rest_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "t.ndjson").write_bytes(LINE)
    (folder / "locked").mkdir()
    scan = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = places(read("absent.ndjson", ".", "t.ndjson"))
    assert found[0] == "absent.ndjson does not exist; name a file, a folder, or - for standard input."
    assert found[1].startswith("locked cannot be read (Permission denied)")
    assert found[2:] == ["t.ndjson:1", "t.ndjson:1"]


def test_a_pipe_is_read_as_it_comes() -> None:
    reading, writing = os.pipe()

    def write() -> None:
        os.write(writing, LINE + b"\n" + LINE)
        os.close(writing)

    writer = threading.Thread(target=write)
    writer.start()
    with os.fdopen(reading, "rb") as stream:
        assert places(list(read_traffic(["-"], stream))) == ["-:1", "-:2"]
    writer.join()


@pytest.mark.parametrize(
    ("chunks", "needed"),
    [
        pytest.param([LINE + b"\n", LINE], 1, id="a whole line tells the format"),
        pytest.param([b"\n \n", LINE + b"\n", LINE], 2, id="behind blank lines"),
        pytest.param([LINE[:9], LINE[9:] + b"\n", LINE], 2, id="a line in two pieces"),
        pytest.param([b"{\n", b'"request": {}}', b"\n"], 3, id="a document of several lines needs its end"),
    ],
)
def test_the_format_is_told_from_no_more_pieces_than_it_takes(chunks: list[bytes], needed: int) -> None:
    taken = []

    def pieces() -> Iterator[bytes]:
        for chunk in chunks:
            taken.append(chunk)
            yield chunk

    next(iter(blocks_of("-", pieces())), None)
    assert len(taken) == needed
