"""``conformance document check`` as a user meets it: a process with arguments, files and an exit code."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from conformance.document.rules.registry import RULES
from conformance.reports.visible import is_visible
from tests.commands.documents import Ended, document, written
from tests.document.rules.writing import answer, fence, powershell, python, sdk, tabs
from tests.shared_folder import needs_shared, pwsh

SOUND = "# Tell a story\n\n`seed` is an integer or null.\n\n" + python()
WRONG = "# Tell a story\n\n`seed` is a string.\n"
WARNED = "# Tell a story\n\nSet the parameter `max_token` to 50.\n"
NOTED = "# Tell a story\n\n" + sdk()
# One of each: a rule of the document, a predicted request, an answer that is shown, and a claim that holds.
EVERYTHING = (
    "# Tell a story\n\n`seed` is an integer or null. `seed` is a string.\n\n"
    + python('"seed": "42", ')
    + "\n### Output\n\n"
    + answer(usage={"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 3})
)
DOCUMENT_IDS = {rule.id for rule in RULES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("sound", SOUND), ("wrong", WRONG), ("warned", WARNED), ("noted", NOTED)):
        written(tmp_path / f"{name}.md", text)
    (tmp_path / "latin.md").write_bytes("é".encode("latin-1"))
    (tmp_path / "none").mkdir()
    return tmp_path


def check(folder: Path, *arguments: str) -> Ended:
    ended = document("check", *arguments, folder=folder)
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended


def report(ended: Ended) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(ended.stdout)
    assert list(value) == ["format", "tool", "findings", "checked", "confirmed", "blocks"]
    return value


def found(ended: Ended) -> list[tuple[str, int, int]]:
    findings = report(ended)["findings"]
    return [(one["rule"], one["source"]["line"], one["source"]["column"]) for one in findings]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param("sound.md", 0, id="nothing"),
        pytest.param("wrong.md", 1, id="an error"),
        pytest.param("wrong.md --fail-on never", 0, id="never"),
        pytest.param("warned.md", 0, id="a warning is below error"),
        pytest.param("warned.md --fail-on warning", 1, id="a warning"),
        pytest.param("noted.md --fail-on warning", 0, id="a note is below warning"),
        pytest.param("noted.md --fail-on note", 1, id="a note"),
        pytest.param("sound.md --fail-on note", 0, id="not even a note"),
        pytest.param("none", 3, id="a folder without documents"),
        pytest.param("none --fail-on never", 3, id="never is no excuse for nothing"),
        pytest.param("none sound.md", 0, id="a folder without documents beside a document"),
        pytest.param("latin.md", 2, id="not UTF-8"),
        pytest.param("absent.md", 2, id="no such file"),
        pytest.param("absent.md wrong.md", 2, id="2 outranks 1"),
        pytest.param("none latin.md", 2, id="2 outranks 3"),
        pytest.param("latin.md --fail-on never", 2, id="never is no excuse for unreadable input"),
    ],
)
def test_exit_codes_and_a_report_that_is_whole_with_each(folder: Path, arguments: str, code: int) -> None:
    ended = check(folder, *arguments.split(), "--format", "json")
    assert ended.code == code, ended.stderr
    report(ended)
    assert all(line.startswith("conformance document check: ") for line in ended.stderr.splitlines())
    assert bool(ended.stderr) == (code in (2, 3))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("sound.md --fail-on warn", "--fail-on"),
        ("sound.md --formt json", "did you mean --format?"),
        ("sound.md --max-age old", "old is not a number of days"),
        ("sound.md --max-age -1", "--max-age"),
        ("sound.md --pwsh nowhere/pwsh", "--pwsh nowhere/pwsh is not a program"),
        ("sound.md -o nowhere/report.json", "-o nowhere/report.json cannot be written"),
        ("sound.md -o none", "it is a folder"),
        ("", "PATH"),
    ],
)
def test_bad_usage_is_one_sentence_and_no_report(folder: Path, arguments: str, says: str) -> None:
    ended = check(folder, *shlex.split(arguments))
    assert (ended.code, ended.stdout) == (2, "")
    assert says in ended.stderr and len(ended.stderr.splitlines()) == 1


def test_what_can_be_read_is_judged_beside_what_cannot(folder: Path) -> None:
    ended = check(folder, "latin.md", "wrong.md", "absent.md", "--format", "json")
    assert found(ended) == [("prose-type", 3, 1)]
    absent, not_utf8 = ended.stderr.splitlines()
    assert "latin.md is not UTF-8" in not_utf8
    assert "absent.md is not there" in absent


def test_the_text_report_shows_the_documents_line_with_carets(folder: Path) -> None:
    ended = check(folder, "wrong.md")
    assert ended.code == 1
    lines = ended.stdout.splitlines()
    shown = lines.index("    `seed` is a string.")
    assert lines[shown + 1] == "    ^^^^^^"
    assert any(line.startswith("error prose-type") for line in lines)
    assert any("wrong.md:3:1" in line for line in lines)
    assert lines[-1] == "Checked 1 document (0 claims confirmed): 1 error."


def test_a_document_without_mistakes_is_one_line_that_counts_what_holds(folder: Path) -> None:
    ended = check(folder, "sound.md")
    assert ended == Ended(0, "Checked 1 document (1 block read, 1 claim confirmed): nothing to report.\n", "")


UNREAD = "# A\n\n```csharp\nChatCompletion completion = client.CompleteChat(messages);\n```\n"


def test_a_document_that_is_left_unread_is_not_nothing_to_report(tmp_path: Path) -> None:
    written(tmp_path / "a.md", UNREAD)
    written(tmp_path / "b.md", "# B\n\nText.\n")
    says = (
        "conformance document check: a.md: its one block of code that names the API could not be read; "
        "what it sends was not checked.\n"
    )
    alone = check(tmp_path, "a.md")
    assert (alone.code, alone.stderr) == (3, says)
    assert alone.stdout.endswith("Checked nothing of 1 document: no block of code could be read.\n")
    assert "note block-not-read  a.md:3:1" in alone.stdout
    beside = check(tmp_path, "a.md", "b.md")
    assert (beside.code, beside.stderr) == (0, says)
    assert "note block-not-read  a.md:3:1" in beside.stdout


def test_a_document_without_text_is_nothing(tmp_path: Path) -> None:
    written(tmp_path / "a.md", "\n \n")
    told = check(tmp_path, "a.md")
    assert (told.code, told.stdout) == (3, "Checked nothing of 1 document: there is no text.\n")


def test_each_block_is_told_with_what_was_done_with_it(tmp_path: Path) -> None:
    written(tmp_path / "a.md", UNREAD + "\n```bash\nls\n```\n\nText.\n")
    assert report(check(tmp_path, "a.md", "--format", "json"))["blocks"] == [
        {
            "source": {"file": "a.md", "line": 3, "column": 1},
            "language": "csharp",
            "state": "not read",
            "reason": "C# is not read",
        },
        {"source": {"file": "a.md", "line": 7, "column": 1}, "language": "bash", "state": "no chat call"},
    ]


CURL = "```bash\ncurl $E/openai/deployments/d/chat/completions?api-version=2024-10-21{}\n```\n\n"
READ = CURL.format(' --json \'{"messages": [{"role": "user", "content": "Hi"}]}\'')


@pytest.mark.parametrize(
    ("text", "languages", "code", "says"),
    [
        pytest.param(READ, ["bash"], 0, "", id="all blocks"),
        pytest.param(READ, ["python"], 3, "python is required and was not read.", id="no block"),
        pytest.param(
            READ + CURL.format(" -d '{"),
            ["bash"],
            3,
            "a.md:5: bash is required, and this block was not read",
            id="one block",
        ),
        pytest.param(READ, ["ruby"], 2, "--require ruby is unknown", id="a language that nobody reads"),
    ],
)
def test_a_required_language_counts_by_block(
    text: str, languages: list[str], code: int, says: str, tmp_path: Path
) -> None:
    written(tmp_path / "a.md", text)
    told = check(tmp_path, "a.md", *(f"--require={language}" for language in languages))
    assert told.code == code
    assert says in told.stderr


def test_carets_stand_under_what_is_wide_and_behind_what_is_invisible(tmp_path: Path) -> None:
    written(tmp_path / "a.md", "é日本\u200b `seed` is a string.\n")
    shown, carets = check(tmp_path, "a.md").stdout.splitlines()[2:4]
    assert is_visible(shown)
    assert "`seed` is a string." in shown and carets.strip() == "^^^^^^"


def test_a_finding_as_json_has_what_the_format_says(tmp_path: Path) -> None:
    written(tmp_path / "docs" / "a.md", EVERYTHING)
    value = report(check(tmp_path, "docs", "--format", "json"))
    by_rule = {one["rule"]: one for one in value["findings"]}
    assert set(by_rule) == {"prose-type", "seed-type", "usage-sum"}
    for finding in value["findings"]:
        assert finding["source"]["file"] == "docs/a.md"
        assert finding["source"]["line"] > 0 and finding["source"]["column"] > 0
        assert (finding["part"] == "document") == (finding["rule"] in DOCUMENT_IDS)
        if "spec" in finding:
            assert finding["spec"]["file"] == "spec/2024-02-01/inference.json"

    assert list(by_rule["prose-type"]) == [
        "rule", "severity", "message", "part", "pointer", "api_version", "spec", "source", "suggestion",
    ]  # fmt: skip
    asked = by_rule["seed-type"]
    assert (asked["part"], asked["pointer"], asked["predicted"]) == ("request", "/seed", True)
    assert asked["exchange"] == "docs/a.md:5"
    lines = (tmp_path / "docs" / "a.md").read_text(encoding="utf-8").splitlines()
    assert lines[asked["source"]["line"] - 1][asked["source"]["column"] - 1 :].startswith('"seed"')
    answered = by_rule["usage-sum"]
    assert (answered["part"], answered["pointer"]) == ("response", "/usage/total_tokens")
    assert "predicted" not in answered
    assert lines[answered["source"]["line"] - 1].lstrip().startswith('"total_tokens": 3')
    assert value["checked"] == {"exchanges": 1, "requests": 0, "responses": 1, "chunks": 0, "predicted": 1}


def test_a_claim_that_holds_has_its_place_and_its_proof(folder: Path) -> None:
    (claim,) = report(check(folder, "sound.md", "--format", "json"))["confirmed"]
    assert claim["claim"] == "`seed` is integer or null in 2024-02-01."
    assert claim["source"] == {"file": "sound.md", "line": 3, "column": 1}
    assert claim["spec"]["file"] == "spec/2024-02-01/inference.json"
    assert claim["spec"]["pointer"].endswith("/properties/seed")


def test_a_request_that_stands_there_as_json_is_judged_and_counted(tmp_path: Path) -> None:
    text = fence("json", '{\n  "seed": 42.0,\n  "messages": [{"role": "user", "content": "Hi"}]\n}')
    written(tmp_path / "a.md", python() + "\n" + text)
    ended = check(tmp_path, "a.md", "--format", "json")
    assert found(ended) == [("seed-type", 14, 3)]
    (finding,) = report(ended)["findings"]
    assert (finding["part"], finding["exchange"]) == ("request", "a.md:12")
    assert report(ended)["checked"] == {"exchanges": 1, "requests": 1, "responses": 0, "chunks": 0, "predicted": 1}


def test_a_seed_that_the_text_announces_and_the_code_does_not_send_is_missed(tmp_path: Path) -> None:
    written(tmp_path / "a.md", "# Story\n\nNow send `seed=7` as well.\n\n" + python(""))
    (finding,) = report(check(tmp_path, "a.md", "--format", "json"))["findings"]
    assert (finding["rule"], finding["part"], finding["suggestion"]) == ("seed-missing", "request", "seed")
    written(tmp_path / "a.md", "# Story\n\nNow send `seed=7` as well.\n\n" + python())
    (finding,) = report(check(tmp_path, "a.md", "--format", "json"))["findings"]
    assert (finding["rule"], finding["pointer"]) == ("seed-value", "/seed")


def test_folders_are_gone_through_and_each_document_is_checked_once(folder: Path) -> None:
    written(folder / "deep" / "er" / "a.MD", WRONG)
    written(folder / ".hidden" / "b.md", WRONG)
    written(folder / "deep" / "notes.txt", WRONG)
    (folder / "latin.md").unlink()
    ended = check(folder, ".", "wrong.md", str(folder / "wrong.md"), "--format", "json")
    files = [one["source"]["file"] for one in report(ended)["findings"] if one["severity"] == "error"]
    assert sorted(files) == ["deep/er/a.MD", "wrong.md"]


def test_documents_that_are_checked_together_are_compared(tmp_path: Path) -> None:
    group = tabs(("Linux", "linux", "Text."), ("Windows", "windows", "Text."))
    written(tmp_path / "a.md", group)
    written(tmp_path / "b.md", group)
    written(tmp_path / "c.md", group.replace("#tab/windows", "#tab/wsl"))
    assert found(check(tmp_path, "c.md", "--format", "json")) == []
    ended = check(tmp_path, ".", "--format", "json")
    (finding,) = report(ended)["findings"]
    assert (finding["rule"], finding["source"]["file"], finding["suggestion"]) == ("tab-id", "c.md", "windows")


def test_a_report_goes_to_a_file_whole_or_not_at_all(folder: Path) -> None:
    ended = check(folder, "wrong.md", "--format", "json", "-o", "report.json")
    assert (ended.code, ended.stdout) == (1, "")
    assert json.loads((folder / "report.json").read_text())["findings"][0]["rule"] == "prose-type"
    before = sorted(folder.iterdir())
    bad = check(folder, "wrong.md", "--fail-on", "warn", "-o", "other.json")
    assert bad.code == 2
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        pytest.param(b"Text.\r\n\r\n`seed` is a string.\r\n", 3, 1, id="CRLF"),
        pytest.param(b"\xef\xbb\xbf`seed` is a string.\n", 1, 1, id="a byte order mark"),
        pytest.param("é😀 `seed` is a string.\n".encode(), 1, 4, id="code points and no bytes"),
        pytest.param("> - é `seed` is a string.".encode(), 1, 7, id="in a quote and a list, without a last line end"),
        pytest.param(b"\t- x\n\n  `seed` is a string.\n", 3, 3, id="behind a tab"),
        pytest.param("é\u2028`seed` is a string.\n".encode(), 1, 3, id="a line separator ends no line"),
    ],
)
def test_lines_and_columns_are_those_of_the_file(raw: bytes, line: int, column: int, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    assert found(check(tmp_path, "a.md", "--format", "json")) == [("prose-type", line, column)]
    assert (tmp_path / "a.md").read_bytes() == raw


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("```python\nx = 1\n", "is not closed", id="an unclosed fence"),
        pytest.param("# [Python](#tab/python)\n\nText.\n", "tab group", id="an unclosed tab group"),
        pytest.param('::: zone pivot="a"\n\nText.\n', "zone", id="an unclosed zone"),
        pytest.param("<!-- open\n", "comment", id="an unclosed comment"),
        pytest.param("[!INCLUDE [a](gone.md)]\n", "`gone.md` is not there", id="an include that is missing"),
        pytest.param("[!INCLUDE [a](../../etc/passwd)]\n", "leaves the folder", id="an include outside"),
        pytest.param(':::code source="../x.py" id="a":::\n', "leaves the folder", id="code outside"),
        pytest.param(':::code source="link.py" id="a":::\n', "leaves the folder", id="a link that leads outside"),
        pytest.param(':::code source="latin.md" id="a":::\n', "UTF-8", id="code that is not UTF-8"),
    ],
)
def test_broken_markdown_is_a_finding(text: str, says: str, folder: Path) -> None:
    outside = written(folder.parent / f"{folder.name}-outside" / "secret.py", "# <a>\nx = 'secret'\n# </a>\n")
    (folder / "link.py").symlink_to(outside)
    written(folder / "broken.md", text)
    ended = check(folder, "broken.md", "--format", "json")
    (finding,) = report(ended)["findings"]
    assert (ended.code, finding["rule"]) == (1, "learn-markdown")
    assert says in finding["message"]
    assert "secret'" not in ended.stdout


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("> " * 100_000 + "x\n", id="100,000 quotes"),
        pytest.param("- " * 20_000 + "x\n", id="20,000 lists"),
        pytest.param("x" * 2_000_000, id="a line of 2 MB"),
        pytest.param("`seed` is a string. " * 2_000, id="a line of claims"),
        pytest.param("`" * 200_000 + "\n", id="200,000 backticks"),
        pytest.param(fence("json", '{"choices":' * 100_000), id="JSON that nests 100,000 deep"),
        pytest.param(fence("json", '{"choices": [], "created": ' + "9" * 5_000 + "}"), id="a number of 5,000 digits"),
        pytest.param(fence("python", "x = " + "-" * 100_000 + "1"), id="Python that nests 100,000 deep"),
        pytest.param(fence("python", "x = " + "+".join("1" * 2_000)), id="Python with 2,000 terms"),
        pytest.param(fence("powershell", "(" * 20_000), id="PowerShell that nests 20,000 deep"),
        pytest.param("nul \0 in `see\0d`\n\n" + fence("python", "x = '\0'"), id="characters that nobody writes"),
        pytest.param("\x1b[31m`seed` is a string.\x1b[0m\n", id="what a terminal obeys"),
        pytest.param("", id="an empty document"),
    ],
)
def test_whatever_a_document_holds_there_is_a_report_and_no_traceback(text: str, tmp_path: Path) -> None:
    written(tmp_path / "a.md", text)
    ended = check(tmp_path, "a.md")
    assert ended.code in (0, 1, 3)
    assert ended.stderr == ""
    assert ended.stdout.splitlines()[-1].startswith(("Checked 1 document", "Checked nothing of 1 document"))
    assert "\x1b" not in ended.stdout


def test_samples_are_taken_from_the_folder_that_is_named(tmp_path: Path) -> None:
    written(tmp_path / "mine" / "hello.py", "# <snippet_hello>\nprint(1)\n# </snippet_hello>\n")
    written(tmp_path / "a.md", "<!-- sample: hello.py -->\n" + fence("python", "print(2)"))
    assert found(check(tmp_path, "a.md", "--samples", "mine", "--format", "json")) == [("sample-differs", 3, 1)]


def test_the_age_that_is_allowed_is_the_users(tmp_path: Path) -> None:
    written(tmp_path / "a.md", "---\nms.date: 01/01/2020\n---\n\n# Title\n")
    assert found(check(tmp_path, "a.md", "--format", "json")) == [("ms-date", 2, 10)]
    assert found(check(tmp_path, "a.md", "--format", "json", "--max-age", "36500")) == []


@needs_shared
def test_powershell_that_does_not_parse_is_told_with_its_parser_and_not_without(tmp_path: Path) -> None:
    written(tmp_path / "a.md", powershell(then="$x = @{"))
    assert check(tmp_path, "a.md").code == 0
    ended = check(tmp_path, "a.md", "--pwsh", str(pwsh()), "--format", "json")
    assert ended.code == 1
    assert [rule for rule, _, _ in found(ended)] == ["code-syntax"]


@pytest.mark.skipif(not Path("/bin/true").exists(), reason="there is no /bin/true that does nothing")
def test_a_pwsh_that_does_not_parse_is_told_once_and_all_else_is_checked(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        written(tmp_path / name, WRONG + "\n" + powershell())
    ended = check(tmp_path, ".", "--pwsh", "/bin/true", "--format", "json")
    assert ended.code == 2
    assert [rule for rule, _, _ in found(ended)] == ["prose-type"] * 2
    (sentence,) = ended.stderr.splitlines()
    assert "/bin/true did not parse the PowerShell; name" in sentence


def test_nothing_is_written_and_nothing_is_executed(tmp_path: Path) -> None:
    harm = f"open({str(tmp_path / 'harm')!r}, 'w').write('x')\n"
    written(tmp_path / "a.md", fence("python", harm) + python())
    before = sorted(tmp_path.iterdir())
    check(tmp_path, "a.md")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("form", ["text", "json", "junit", "sarif", "github", "markdown", "baseline", "html"])
def test_no_report_quotes_a_key_that_a_page_shows(form: str, tmp_path: Path) -> None:
    key = "sk-proj-" + "Ab3dEf9" * 6
    code = (
        f"import requests\n\nheaders = {{'api_key': '{key}'}}\n"
        f"body = {{'messages': [], 'seed': '{key}', 'sede': '{key}'}}\n"
        f"requests.post('https://u:{key}@x.openai.azure.com/openai/deployments/d/chat/completion?code={key}', headers=headers, json=body)\n"
        f"print('{key}')\n"
    )
    written(
        tmp_path / "a.md",
        f"Set the parameter `max_token` to {key}.\n\n{fence('python', code)}\n{fence('output', 'no')}",
    )
    ended = document("check", "--format", form, "--all", "a.md", folder=tmp_path)
    assert ended.code == 1
    assert key not in ended.stdout + ended.stderr
