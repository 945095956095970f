"""What JSON texts are read as: values, where they stop being JSON, keys that stand twice, and where each member stands."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from conformance.wire.body import Body
from conformance.wire.json_text import read_quickly
from conformance.wire.json_writing import write_json
from conformance.wire.locate import locate
from conformance.wire.pointer import Path, pointer_of, tokens_of
from tests.goldens.golden import compare, line

TEXTS = (
    "", " ", "null", "true", "-0", "-0.0", "42.0", "1e3", "1E-2", "1e99999999999999999999", "-1e-99999999999999999999", "0e99999999999999999999", "1.5e99999999999999999999", "9" * 4000, "9" * 4001, "01", "1.", ".5", "+1", "- 1", "NaN", "-Infinity", "Infinity", "[NaN, Infinity]",
    '{"a": "NaN", "b": NaN}', '{"NaN": [-Infinity]}', '"é"', '"\\u00e9\\ud83d\\ude00\\ud800"', '"\\x"', '"\\u12"', '"a\tb"', '"open', '"open\\', "[1, 2", "[1 2]", '{"a" 1}', '{"a": 1 "b": 2}', "{a: 1}", "{1: 2}", "{", "[", "]", "1 2", "{} {}", "nope", "\ufeff{}", "'a'",
    '{"a": 1, "a": 2}', '{"a": {"b": 1, "b": 2, "b": 3}, "c": [{"d": 1}, {"d": 1, "d": {"e": 1, "e": 2}}]}', '{"": 1, "": 2, "~/": {"a": 1}}', '{"a": 1, "\\u0061": 2}', '[{"a": 1}, {"a": 1}]', '{"a": [1, {"a": 2}], "b": "a"}', '{"a": "\\"a\\": 1", "b": "{[", "c": 1}', ' {"a" : [ 1 , "x" ,\n{ } ] , "b":{"c" :null}}\n',
    '{"a": [[], [[1], 2]], "b": {"0": 5}}', '{"a":1,"b":-2.5e3,"c":true,"d":"x,]}"}', "[" * 100 + "]" * 100, "[" * 101 + "]" * 101, '{"a": ' * 101 + "1" + "}" * 101, "[" * 5000, '"' + "[" * 200 + '"', "[]" * 60, '["' + "{" * 120 + '", [[1]]]', "\n\n  [1,\n 2,\n x]", '{"a": 1}\x00', "tru", "nul", "[1e5, 1.0, 1]",
)  # fmt: skip
PATHS: tuple[Path, ...] = (
    (), ("a",), ("b",), ("c",), ("d",), ("a", 0), ("a", "0"), ("a", 1), ("a", 2), ("a", "x"), ("a", "b"), ("a", 1, "a"), ("a", 1, 0, 0), ("b", "c"), ("b", 0), ("b", "0"), ("c", 1, "d"), ("c", 1, "d", "e"), (0,), (1,), (1, "a"), (2,), ("",), ("~/", "a"), ("0",),
)  # fmt: skip


def short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 90 else f"{text[:40]}…{len(text)}"


def test_what_texts_are_read_as() -> None:
    def every() -> Iterator[str]:
        for text in TEXTS:
            body = Body.from_text(text)
            problem = body.problem and [body.problem.reason, body.problem.offset]
            twice = [pointer_of(key.path) for key in body.duplicate_keys]
            quickly = short(read_quickly(text))
            places = {pointer_of(path) + (" (text)" if "0" in path else ""): [span.key_start, span.key_end, span.value_start, span.value_end] for path in PATHS if (span := body.locate(path)) is not None}  # fmt: skip
            assert not places or [*places.values()] == [
                [one.key_start, one.key_end, one.value_start, one.value_end] for path in PATHS if (one := locate(text, path)) is not None
            ]  # fmt: skip
            yield line({"text": text if len(text) < 120 else f"{text[:9]}…{len(text)}", "is": short(body.value), "quickly": quickly, "problem": problem, "twice": twice, "places": places})  # fmt: skip

    compare("json.jsonl", every())


def test_what_a_body_within_a_line_is() -> None:
    text = '{"x": {"a": 1}, "request": {"body": {"a": [1.0, {"b": "c"}], "a": 2, "d": {"e": 1, "e": 2}}, "url": "a", "url": "b"}}'
    inner = Body(json.loads(text)["request"]["body"], text, ("request", "body"), duplicates=True)
    found: list[Any] = [[path, inner.written(path)] for path in ((), ("a",), ("d",), ("d", "e"), ("x",), ("a", 0))]
    found += [[key.path for key in inner.duplicate_keys], Body(5).locate(()), Body(5).written(()), Body(5, text).written(()), Body(5, text, duplicates=False).duplicate_keys]  # fmt: skip
    for raw in (b"{}", b"\xff", b'{"a": "\xc3\xa9\xff"}', b"\xc3"):
        body = Body.from_bytes(raw)
        found.append([body.text, body.value, body.problem and [body.problem.reason, body.problem.offset]])
    compare("json-bodies.jsonl", map(line, found))


def test_what_values_are_written_as() -> None:
    values: tuple[Any, ...] = (
        None, True, 5, -(10**30), Decimal("42.0"), Decimal(42), Decimal("-0"), Decimal("1E+3"), Decimal("1.50"), Decimal("1E-7"), 0.5, "é\n", [], {}, [1, [Decimal(2)]], (1, "a"), {"é": {"b": None}, 5: 1}, Decimal("NaN"), Decimal("-Infinity"), float("nan"), object(), {"a": [object]},
    )  # fmt: skip

    def written(value: Any) -> str:
        try:
            return write_json(value)
        except (TypeError, ValueError) as error:
            return type(error).__name__

    compare("json-written.jsonl", (line([short(value).partition(" at 0x")[0], written(value)]) for value in values))


def test_pointers() -> None:
    pointers = ("", "/", "/a", "/a/0", "/~0~1", "/~01", "//", "/a~1b/c~0d")
    assert [tokens_of(one) for one in pointers] == [
        (),
        ("",),
        ("a",),
        ("a", "0"),
        ("~/",),
        ("~1",),
        ("", ""),
        ("a/b", "c~d"),
    ]
    assert [pointer_of(tokens_of(one)) for one in pointers] == [*pointers]
