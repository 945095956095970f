"""How fast streams are judged, beside a bare validator in the same run.

    python benchmarks/streams.py [--chunks 300] [--streams 40] [--repeat 5]

Judging: streams of tokens through the event reader, every rule and the answer that they make, beside `json.loads` and
`list(validator.iter_errors(chunk))` on each chunk, with jsonschema_rs: by the letter of the official schema, and by one
that knows the habits. Then one stream at three lengths: the cost of a chunk must stay. Times are the processor's, the best
of the repetitions, taken in turns. What varies from chunk to chunk: the text and its length, the padding
(`obfuscation`), and the filter's verdicts; no two streams are alike.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from conformance.contract.contract import contract
from conformance.exchange import Exchange, Headers, Request, Response
from conformance.judging.judge import judge_under
from conformance.judging.rules.circumstances import Circumstances
from conformance.streams.chunk_contract import chunk_contract
from conformance.wire.body import Body

VERSION: Final = "2024-10-21"
URL: Final = f"https://h.openai.azure.com/openai/deployments/d/chat/completions?api-version={VERSION}"
ASKED: Final = {"messages": [{"role": "user", "content": "Tell me a story"}], "stream": True, "seed": 42}
HARMS: Final = ("hate", "self_harm", "sexual", "violence")
LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def chunk(chance: random.Random, delta: dict[str, Any], finish: str | None = None) -> str:
    """Return one chunk as the service writes it."""
    severity = "safe" if chance.random() < 0.9 else "low"
    harms = {name: {"filtered": False, "severity": severity} for name in HARMS}
    choice = {"content_filter_results": harms, "delta": delta, "finish_reason": finish, "index": 0, "logprobs": None}
    value = {
        "choices": [choice], "created": 1700000000, "id": "chatcmpl-DPTBg29yUne0qG2XCotTwUgvJqaSb",
        "model": "gpt-4.1-mini-2025-04-14", "obfuscation": "".join(chance.choices(LETTERS, k=chance.randrange(12))), "object": "chat.completion.chunk",
        "system_fingerprint": "fp_b6f445fc1c",
    }  # fmt: skip
    return json.dumps(value, separators=(",", ":"))


def stream(count: int, seed: int = 0) -> list[str]:
    """Return the chunks of stream ``seed``, ``count`` of them."""
    chance = random.Random(seed)
    words = [" " + "".join(chance.choices(LETTERS, k=chance.randrange(1, 9))) for _ in range(count - 2)]
    deltas: list[dict[str, Any]] = [
        {"role": "assistant", "content": "", "refusal": None},
        *({"content": word} for word in words),
    ]
    return [*(chunk(chance, delta) for delta in deltas), chunk(chance, {}, "stop")]


def exchange(chunks: list[str]) -> Exchange:
    text = "".join(f"data: {one}\n\n" for one in (*chunks, "[DONE]"))
    headers = Headers.of({"Content-Type": "text/event-stream"})
    request = Request("POST", URL, None, Body.from_text(json.dumps(ASKED)))
    return Exchange("t:1", request, Response(200, headers, Body.from_text(text)))


def as_meant() -> Any:
    """Return jsonschema_rs on our own schema of a chunk, habits included: it finds no error in any chunk."""
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(chunk_contract(VERSION, "jsonschema-rs").schema.compiled.schema)


def by_letter() -> Any:
    """Return jsonschema_rs on the very schema that the official file has for a chunk: it finds an error in each."""
    import jsonschema_rs

    known = contract(VERSION).operation.chunk
    tree = json.loads((ROOT / "spec" / VERSION / "inference.json").read_text(encoding="utf-8"))
    pointer = known.shape.pointers[0] if known else ""
    return jsonschema_rs.Draft202012Validator({"$ref": f"#{quote(pointer, safe='/~')}", **tree})


def in_turns(jobs: dict[str, Callable[[], None]], repeat: int) -> dict[str, float]:
    """Return the best time in seconds of each job; every turn runs each once, so that a busy machine hits all alike."""
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(repeat):
        for name, job in jobs.items():
            start = time.process_time()
            job()
            best[name] = min(best[name], time.process_time() - start)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=300)
    parser.add_argument("--streams", type=int, default=40)
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    judge = judge_under(Circumstances())
    streams = [stream(arguments.chunks, seed) for seed in range(arguments.streams)]
    exchanges = [exchange(chunks) for chunks in streams]

    def ours() -> None:
        for one in exchanges:
            for found in judge.findings(one):
                assert str(found.severity) == "note", found

    def theirs(validator: Any) -> None:
        for chunks in streams:
            for text in chunks:
                list(validator.iter_errors(json.loads(text)))

    ours()
    letter, meant = by_letter(), as_meant()
    jobs = {"judged": ours, "by the letter": lambda: theirs(letter), "as meant": lambda: theirs(meant)}
    best = in_turns(jobs, arguments.repeat)
    total = arguments.chunks * arguments.streams
    for name, seconds in best.items():
        print(f"{name:13} {total / seconds:10,.0f} chunks/s  {seconds / total * 1e6:6.1f} µs a chunk")
    for name in ("by the letter", "as meant"):
        print(f"judged / {name}: {best[name] / best['judged']:.2f} ×")
    sizes = {count: exchange(stream(count)) for count in (1_000, 4_000, 16_000)}
    by_size = {str(count): (lambda whole=whole: list(judge.findings(whole))) for count, whole in sizes.items()}
    for name, seconds in in_turns(by_size, 3).items():  # type: ignore[arg-type]
        print(f"{name:>8} chunks: {seconds / int(name) * 1e6:6.1f} µs a chunk")


if __name__ == "__main__":
    main()
