"""A table of sentences with what they claim: types, optional members, and the api-versions that have a member."""

import time
from collections.abc import Callable

import pytest

from conformance.document.markdown import read_document
from conformance.document.prose.api_versions import mentions_in
from conformance.document.prose.claims import moods
from conformance.document.prose.claims.types import type_claims, type_claims_of_cell
from conformance.document.prose.claims.versions import version_claim_of_item, version_claims
from conformance.document.prose.sentences import Sentence, sentences_of
from conformance.document.prose.tables import cells_of
from conformance.document.prose.words import words_before

TITLE = "api-version"


def sentence_of(text: str) -> Sentence:
    (sentence,) = sentences_of(read_document(text, "page.md"))
    return sentence


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # subject, verb, object
        ("`seed` is an integer.", ["seed integer"]),
        ("`seed` takes an integer.", ["seed integer"]),
        ("`seed` must be an integer", ["seed integer"]),
        ("The `seed` parameter, which can be an integer", ["seed integer"]),
        ("`seed`'s type is integer", ["seed integer"]),
        ("`stop` is a string or an array of strings.", ["stop array or string"]),
        ("`stop` is a `string`, an `array` or `null`.", ["stop array or null or string"]),
        ("`n` is an int and `stream` is a bool.", ["n integer", "stream boolean"]),
        ("Set `seed` to an integer.", ["seed integer"]),
        # fillers
        ("`seed` is always a single valid 64-bit integer", ["seed integer"]),
        ("`messages` (required) is a list of objects", ["messages array"]),
        # a definition in a list
        ("- `seed` (integer, optional): makes it repeat", ["seed integer"]),
        ("- `seed`: an integer or null", ["seed integer or null"]),
        ("- `seed`: integer of your choice", []),
        # optional or not
        ("`seed` is optional.", ["seed is optional"]),
        ("`messages` is a required parameter", ["messages is required"]),
        ("`messages` is mandatory", ["messages is mandatory"]),
        # negation
        ("`seed` is not a string.", []),
        ("`seed` can't be a string.", []),
        ("`seed` is an integer rather than a string.", ["seed integer"]),
        ("`seed` is not optional", []),
        # another subject, another sense
        ("The value of `seed` is a string.", []),
        ("If `seed` is an integer, it repeats.", []),
        ("Compare `seed` to an integer.", []),
        ("`seed` and then the answer is a string", []),
        ("`text` is a string of fate.", []),
        ("`system_fingerprint` is null.", []),
        ("Nothing is a string.", []),
    ],
)
def test_what_a_sentence_claims_of_types(text: str, claims: list[str]) -> None:
    sentence = sentence_of(text)
    found = list(type_claims(sentence))
    told = [one.says if one.optional is not None else " or ".join(sorted(one.types)) for one in found]
    assert [f"{one.name} {says}" for one, says in zip(found, told, strict=True)] == claims
    assert all(sentence.text[one.start : one.end] == f"`{one.name}`" for one in found)


@pytest.mark.parametrize(
    ("column", "cell", "claims"),
    [
        ("Type", "integer", ["integer"]),
        ("Type", "string or array", ["string or array"]),
        ("Type", r"string \| null", ["string or null"]),
        ("Type", "any of them", []),
        ("Required", "yes", ["is required"]),
        ("Required?", "No", ["is optional"]),
        ("Optional", "Yes", ["is optional"]),
        ("Optional", "no", ["is required"]),
        ("Required or optional", "Optional", ["is optional"]),
        ("Default", "yes", []),
    ],
)
def test_what_a_row_of_a_table_claims(column: str, cell: str, claims: list[str]) -> None:
    document = read_document(f"| Name | {column} |\n| --- | --- |\n| `seed` | {cell} |\n", "page.md")
    cells = {one.prose.range: one for one in cells_of(document)}
    found = [
        claim
        for sentence in sentences_of(document)
        if sentence.prose.range in cells
        for claim in type_claims_of_cell(sentence, cells[sentence.prose.range])
    ]
    assert [one.says for one in found] == claims
    assert {one.name for one in found} <= {"seed"}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("`seed` was first added in 2023-12-01-preview.", ["2023-12-01-preview first seed"]),
        ("`seed` is available starting with 2023-12-01-preview.", ["2023-12-01-preview first seed"]),
        ("Since api-version 2023-12-01-preview you can set `seed`.", ["2023-12-01-preview first seed"]),
        ("2023-12-01-preview is the first version with `seed`.", ["2023-12-01-preview first seed"]),
        ("`seed` is available in 2024-02-01.", ["2024-02-01 has seed"]),
        ("`seed` requires 2024-02-01 or later", ["2024-02-01 has seed"]),
        ("Use 2024-02-01 or later for `seed`", []),
        ("Available since 2024-02-01 or later for `seed`", ["2024-02-01 first seed"]),
        ("`seed` is not supported in 2023-05-15.", ["2023-05-15 lacks seed"]),
        ("`seed` isn't available in 2023-05-15.", ["2023-05-15 lacks seed"]),
        (
            "`seed` was added in 2023-12-01-preview, and `logprobs` in 2024-02-01.",
            ["2023-12-01-preview first seed", "2024-02-01 first logprobs"],
        ),
        ("It was added in 2023-12-01-preview.", ["2023-12-01-preview first the subject"]),
        ("`seed` was removed in 2023-12-01-preview.", []),
        ("`functions` was deprecated, and is only supported until 2023-12-01-preview.", []),
        ("`seed` is a parameter; see 2023-12-01-preview.", []),
        ("`stream_options.include_usage` was added in 2024-09-01-preview", ["2024-09-01-preview first include_usage"]),
    ],
)
def test_what_a_sentence_claims_of_versions(text: str, claims: list[str]) -> None:
    sentence = sentence_of(text)
    found = list(version_claims(sentence, list(mentions_in(sentence, TITLE))))
    told = [f"{one.version} {one.kind} {'the subject' if one.of_subject else ' '.join(one.members)}" for one in found]
    assert told == claims
    assert [text[one.start : one.end] for one in found] == [one.version for one in found]


@pytest.mark.parametrize(
    ("text", "title", "members"),
    [
        ("- `store` added", "2024-10-21", ["store"]),
        ("- Introduced `store`", "2024-10-21", []),
        ("- `store` added", "News", []),
        ("- `store` added", "2024-10-21 and 2024-06-01", []),
        ("`store` added", "2024-10-21", []),
        ("- `nothing_of_ours` added", "2024-10-21", []),
    ],
)
def test_what_an_item_claims_below_the_heading_of_a_version(text: str, title: str, members: list[str]) -> None:
    found = list(version_claim_of_item(sentence_of(text), title))
    assert [name for one in found for name in one.members] == members
    assert all((one.kind, one.version, one.stable) == ("first", title, True) for one in found)


@pytest.mark.parametrize(
    ("mood", "yes", "no"),
    [
        (moods.tells_of_the_future, "It will be there in 2027-01-01.", "It is there in 2024-02-01."),
        (moods.tells_of_retirement, "2023-05-15 is no longer served.", "2023-05-15 is served."),
        (moods.tells_history, "It was added in 2023-12-01-preview.", "Use 2024-02-01."),
        (moods.offers_a_choice, "or gpt-4", "gpt-4 in Sweden"),
        (moods.tells_of_a_difference, "REST differs: it is not supported there.", "Both send a seed."),
        (moods.asks_to_add, "Add this to app.py:", "This prints a story:"),
        (moods.is_about_chat, "Chat completions have it.", "Chatter has it."),
        (moods.is_about_parameters, "Send the `seed`.", "Plant the tree."),
        (moods.is_about_tokens, "Microsoft Entra ID", "Entra ID or API key"),
        (moods.is_about_seeds, "Reproduce with a seed", "Reproduce with luck"),
        (moods.leaves_out_the_seed, "Ask again without a seed.", "Ask again with a seed."),
        (moods.is_commented_seed, "seed=42,", "a seed would be 42"),
    ],
)
def test_what_a_text_is_about(mood: Callable[[str], bool], yes: str, no: str) -> None:
    assert mood(yes)
    assert not mood(no)


@pytest.mark.parametrize(
    ("code", "seed"),
    [("seed=42", 42), ('"seed": -1,', -1), ("seed", None), ("seed=x", None), (f"seed={'9' * 5000}", None)],
)
def test_a_seed_that_inline_code_gives(code: str, seed: int | None) -> None:
    assert moods.seed_in(code) == seed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("set the ", "set the "),
        ("", ""),
        ("x" * 200, ""),
        ("long " * 100, "long " * 32),
        ("prof" * 60 + " of the ", "of the "),
    ],
)
def test_the_words_before_a_place_are_whole_and_near(text: str, words: str) -> None:
    assert words_before(f"{text}`seed`", len(text)) == words


def seconds(text: str) -> float:
    sentence = sentence_of(text)
    mentions = list(mentions_in(sentence, TITLE))
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        list(type_claims(sentence))
        list(version_claims(sentence, mentions))
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "piece",
    ["`seed` is an integer and ", "`seed`, `n`, ", "`seed` was added in 2023-12-01-preview, ", "the same is the "],
)
def test_a_sentence_eight_times_as_long_costs_eight_times_as_much(piece: str) -> None:
    short = seconds(piece * 250)
    assert seconds(piece * 2000) < 8 * 4 * max(short, 0.002)
