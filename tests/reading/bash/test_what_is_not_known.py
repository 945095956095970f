"""What cannot be known stays unknown, nothing is executed or opened by reading, and no text takes long."""

from pathlib import Path

import pytest

from conformance.reading.bash import read_bash
from conformance.reading.engine.limits import MOST_STEPS
from conformance.reading.nearby import files_below
from conformance.reading.predicting import Prediction, predictions

CURL = "curl https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01"


def read(text: str, folder: Path | None = None) -> list[Prediction]:
    return list(predictions(read_bash("a.sh", text, files_below(folder) if folder else None)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f'{CURL} -d "{{\\"messages\\": [], \\"user\\": \\"$(cat /etc/passwd)\\"}}"', id="a command"),
        pytest.param(f'{CURL} -d "{{\\"messages\\": [], \\"user\\": \\"`id`\\"}}"', id="backticks"),
        pytest.param(f'{CURL} -d "{{\\"messages\\": [], \\"user\\": $((1 + 1))}}"', id="arithmetic"),
        pytest.param(f'U=1\n((U++))\n{CURL} -d "{{\\"messages\\": [], \\"user\\": $U}}"', id="counted"),
        pytest.param(f'read -r U\n{CURL} -d "{{\\"messages\\": [], \\"user\\": \\"$U\\"}}"', id="typed by a person"),
    ],
)
def test_one_value_is_unknown_and_the_rest_is_not(text: str) -> None:
    (prediction,) = read(text)
    assert prediction.unknown == {"/user"}
    assert not prediction.symbolic
    assert prediction.call.certain


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../secret.json", "../../etc/passwd", "a/../../secret.json", "link.json", "folder", "missing", "-"],
)
def test_no_file_outside_of_the_folder_is_opened(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"messages": [], "user": "secret"}', encoding="utf-8")
    folder = tmp_path / "docs"
    (folder / "folder").mkdir(parents=True)
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    (prediction,) = read(f"{CURL} -d @{name}", folder)
    assert prediction.unknown == {""}
    assert "secret" not in repr(prediction.exchange.request).replace(name, "")


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        pytest.param(f"{CURL} -d '{{}}'", [True], id="a command"),
        pytest.param(f'if [ -n "$A" ]; then {CURL}; else {CURL}; fi', [False, False], id="branches"),
        pytest.param(f"while true; do {CURL}; done", [False], id="a loop"),
        pytest.param(f"for f in *.json; do {CURL}; done", [True], id="one pattern"),
        pytest.param(f"for f in $FILES; do {CURL}; done", [False], id="a loop over what is not known"),
        pytest.param(f"test -f x || {CURL}", [False], id="an alternative"),
        pytest.param(f"case $1 in a) {CURL};; b) {CURL};; esac", [False, False], id="cases"),
        pytest.param(f"{CURL} $OPTIONS", [False], id="options that are not known"),
        pytest.param(f"{CURL} -K settings", [False], id="options in a file"),
        pytest.param(f"ask() {{ {CURL}; }}", [], id="a function that nobody calls"),
        pytest.param(f"f() {{ f; {CURL}; }}; f", [], id="a function without end"),
        pytest.param(f'{CURL} -d \'{{"messages": []}}', [], id="a quote that is not closed"),
    ],
)
def test_what_may_not_run_is_not_certain(text: str, certain: list[bool]) -> None:
    assert [prediction.call.certain for prediction in read(text)] == certain


@pytest.mark.parametrize("words", ["$OPTIONS", '"${OPTIONS[@]}"', "$(options)"])
def test_a_word_that_is_not_known_may_be_the_data(words: str) -> None:
    (prediction,) = read(f"curl {words} https://x.openai.azure.com/openai/deployments/d/chat/completions")
    assert prediction.exchange.request is not None
    assert prediction.exchange.request.method != "GET"


def test_an_array_that_a_branch_changes_is_not_known_behind_it() -> None:
    text = f'A=(-H a:b)\nif [ "$X" ]; then A+=(-d 1); fi\n{CURL} "${{A[@]}}"'
    (prediction,) = read(text)
    assert not prediction.call.certain


def test_a_here_document_without_its_end_is_not_known() -> None:
    assert [one.unknown for one in read(f'{CURL} -d @- <<EOF\n{{"messages": []}}\n')] in ([], [{""}])


def test_a_variable_that_a_branch_changes_is_not_known_behind_it() -> None:
    text = f'S=1\nif [ "$X" ]; then S=2; fi\n{CURL} -d "{{\\"messages\\": [], \\"seed\\": $S}}"'
    (prediction,) = read(text)
    assert prediction.unknown == {"/seed"}


def test_json_that_leaves_something_out_is_not_known_and_not_wrong() -> None:
    for body in ('{"messages": [...]}', '{"messages": [], // more\n "seed": 1}', '{"messages": <your messages>}'):
        (prediction,) = read(f"{CURL} -d '{body}'")
        assert prediction.unknown == {""}, body


N = 3_000
HOSTILE: dict[str, str] = {
    "substitutions in each other": "echo " + "$(" * N + "x" + ")" * N,
    "braces in each other": "echo " + "${a:-" * N + "x" + "}" * N,
    "text that doubles": "A=aaaaaaaaaa\n" + "A=$A$A\n" * N + CURL + ' -d "$A"',
    "files that double": "echo aaaaaaaaaa > f\n" + "cat f f > f\n" * N + CURL + " -d @f",
    "loops in each other": "for i in {1..16}; do " * 12 + CURL + ";" + "done;" * 12,
    "functions that call twice": "f() { f; f; }\nf\n",
    "deep JSON": f"{CURL} -d '{'[' * N}'",
    "a line of dollars": "$" * N,
    "many pipes": "a|" * N + "a",
    "ifs": "if a; then " * N,
    "half characters": f"{CURL} -d '\ud800\0'",
    "marks of our own": f"{CURL} -d '{{\"a\": \"\ue1000\ue101\"}}' \"$X\"",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_to_an_end(text: str) -> None:
    reading = read_bash("a.sh", text)
    assert len(reading.calls) <= MOST_STEPS


@pytest.mark.parametrize("size", [400_000, 1_000_000])
def test_what_nobody_writes_is_not_followed_at_all(size: int) -> None:
    reading = read_bash("a.sh", f"{CURL} -d '{'x' * size}'")
    assert not reading.calls and reading.not_understood
