"""What a page includes is read as a part of it, and what is wrong there is told of the included file, once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from conformance.document.analysis.question import Question
from conformance.document.caching.cached_check import check_with_cache
from conformance.document.caching.store import Store
from conformance.document.checking.check import CheckedDocument
from conformance.document.checking.page import Page
from conformance.document.checking.several import analyse
from conformance.document.fixing import fix
from conformance.document.markdown import including
from conformance.finding import Severity
from tests.commands.documents import document
from tests.document.checking.analysing import TODAY
from tests.document.rules.writing import fence

CLIENT: Final = fence(
    "python",
    "import os\nfrom openai import AzureOpenAI\n"
    'client = AzureOpenAI(azure_endpoint=os.environ["E"], api_key=os.environ["K"], api_version="2024-02-01")',
)
SLIP: Final = fence(
    "python",
    'answer = client.chat.completions.create(model="d", sede=42, messages=[{"role": "user", "content": "Hi"}])',
)
JSON: Final = fence("python", "print(json.dumps(os.name))")
IMPORT: Final = fence("python", "import json")

Told = tuple[str, str, int, int]


def include(path: str) -> str:
    return f"[!INCLUDE [part]({path})]\n"


def pages(folder: Path, files: Mapping[str, str], names: tuple[str, ...] | None = None) -> list[Page]:
    """Write ``files``, and return those of ``names``, or all, as pages."""
    (folder / ".git").mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [Page(folder / name, name, (folder / name).read_bytes()) for name in names or files]


def results(
    folder: Path, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str], names: tuple[str, ...] | None = None
) -> list[CheckedDocument]:
    monkeypatch.chdir(folder)
    return check_with_cache(pages(folder, files, names), Question(TODAY), 1, None).results


def told(found: list[CheckedDocument], least: Severity = Severity.WARNING) -> list[Told]:
    """Return rule, file, line and column of what weighs at least so much."""
    return [
        (one.rule, one.source.file, one.source.line or 0, one.source.column or 0)
        for result in found
        for one in result.findings
        if one.source is not None and one.severity >= least
    ]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param({"a.md": f"# A\n\n{include('set.md')}\n{SLIP}", "set.md": CLIENT},
                     [("undeclared-member", "a.md", 6, 52)], id="a page asks with the client of an include"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n{include('ask.md')}", "ask.md": SLIP},
                     [("undeclared-member", "ask.md", 2, 52)], id="an include asks with the client of the page"),
        pytest.param({"a.md": f"# A\n\n{include('set.md')}{include('ask.md')}", "set.md": CLIENT, "ask.md": SLIP},
                     [("undeclared-member", "ask.md", 2, 52)], id="an include asks with the client of another"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n{include('in/b.md')}", "in/b.md": f"{include('c.md')}", "in/c.md": SLIP},
                     [("undeclared-member", "in/c.md", 2, 52)], id="an include in an include, beside it"),
        pytest.param({"in/a.md": f"# A\n\n{CLIENT}\n1. Ask.\n\n    {include('~/ask.md')}", "ask.md": SLIP},
                     [("undeclared-member", "ask.md", 2, 52)], id="below the top folder, in a list"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n{include('j.md')}", "j.md": JSON},
                     [("code-name-undefined", "j.md", 2, 7)], id="nothing on the page imports it"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n{IMPORT}\n{include('j.md')}", "j.md": JSON}, [], id="the page imports it"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n{include('j.md')}\n{JSON}", "j.md": IMPORT}, [], id="the include imports it"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n{JSON}\n{include('j.md')}", "j.md": IMPORT},
                     [("code-name-undefined", "a.md", 10, 7)], id="the include imports it too late"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n{include('j.md')}", "b.md": f"# B\n\n{CLIENT}{IMPORT}{include('j.md')}", "j.md": JSON},
                     [], id="one of two pages imports it"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n{include('j.md')}", "b.md": f"# B\n\n{CLIENT}{include('j.md')}", "j.md": JSON},
                     [("code-name-undefined", "j.md", 2, 7)], id="neither of two pages imports it"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\nSee {include('j.md').strip()} here.\n\n{JSON}", "j.md": IMPORT},
                     [("code-name-undefined", "a.md", 12, 7)], id="in a line of prose"),
        pytest.param({"a.md": f"# A\n\n{CLIENT}\n```text\n{include('j.md')}```\n", "j.md": CLIENT + JSON},
                     [("code-name-undefined", "j.md", 7, 7)], id="shown as code, it is no include"),
    ],
)  # fmt: skip
def test_blocks_are_read_with_what_the_page_set_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], found: list[Told]
) -> None:
    assert told(results(tmp_path, monkeypatch, files)) == found


def test_tabs_around_an_include_are_around_its_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tabbed(first: str, second: str) -> str:
        return f"# A\n\n{CLIENT}\n#### [One](#tab/one)\n\n{first}\n#### [Two](#tab/two)\n\n{second}\n---\n"

    apart = {"a.md": tabbed(include("set.md"), include("j.md")), "set.md": IMPORT, "j.md": JSON}
    assert told(results(tmp_path, monkeypatch, apart)) == [("code-name-undefined", "j.md", 2, 7)]
    same = {**apart, "a.md": tabbed(include("set.md") + "\n" + include("j.md"), "Nothing.\n")}
    assert told(results(tmp_path, monkeypatch, same)) == []
    inner = "##### [Linux](#tab/linux)\n\n{}\n##### [Windows](#tab/windows)\n\n{}\n---\n"
    nested = {**same, "j.md": inner.format(JSON, JSON)}
    assert told(results(tmp_path, monkeypatch, nested)) == []
    crossed = {**same, "set.md": "Nothing.\n", "j.md": inner.format(IMPORT, JSON)}
    assert told(results(tmp_path, monkeypatch, crossed)) == [("code-name-undefined", "j.md", 10, 7)]


def test_a_call_of_one_page_is_told_where_an_include_makes_its_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, right = SLIP.replace('model="d", sede', "seed"), SLIP.replace("sede", "seed")
    files = {
        "a.md": f"# A\n\n{include('set.md')}\n{wrong}",
        "b.md": f"# B\n\n{include('set.md')}\n{right}",
        "c.md": f"# C\n\n{include('set.md')}\n{wrong}",
        "set.md": CLIENT,
    }
    assert told(results(tmp_path, monkeypatch, files)) == [("url-path", "set.md", 4, 22)]


def test_the_api_version_of_the_page_judges_the_include(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = fence("json", '{"messages": [{"role": "user", "content": "Hi"}], "seed": 42}')
    asking = (
        "Use `api-version=2023-05-15`.\n\nPOST https://x.openai.azure.com/openai/deployments/d/chat/completions\n\n"
    )
    files = {"a.md": f"# A\n\n{asking}{include('body.md')}", "body.md": body}
    found = results(tmp_path, monkeypatch, files)
    (finding,) = [one for one in found[1].findings if one.rule == "member-not-in-version"]
    assert (finding.source and finding.source.file, finding.api_version) == ("body.md", "2023-05-15")
    assert finding.excerpt is not None
    assert '"seed": 42' in finding.excerpt.text
    later = {"b.md": files["a.md"].replace("2023-05-15", "2024-02-01")}
    assert told(results(tmp_path, monkeypatch, {**files, **later})) == []


def test_a_file_is_one_result_whoever_includes_it_and_is_read_though_no_path_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"# A\n\n{CLIENT}\n{include('ask.md')}\n{include('ask.md')}"
    found = results(tmp_path, monkeypatch, {"a.md": page, "b.md": page, "ask.md": SLIP}, ("a.md", "b.md"))
    assert [one.name for one in found] == ["a.md", "ask.md", "b.md"]
    assert told(found) == [("undeclared-member", "ask.md", 2, 52)]
    assert [len(one.blocks) for one in found] == [1, 1, 1]
    assert [one.checked.predicted for one in found] == [0, 1, 0]
    assert not any(one.included for one in found)


def test_front_matter_and_comments_of_an_include_are_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    front = "---\nms.date: 01/01/2020\n---\n"
    ignored = f"{front}\n<!-- conformance: ignore undeclared-member, because it shows one -->\n{SLIP}"
    files = {"a.md": f"{front}\n# A\n\n{CLIENT}\n{include('ask.md')}", "ask.md": ignored}
    found = results(tmp_path, monkeypatch, files)
    assert [one[:3] for one in told(found, Severity.NOTE)] == [
        ("ms-date", "a.md", 2),
        ("ms-date", "ask.md", 2),
    ]
    assert [one.hidden for one in found] == [0, 2]
    unused = {**files, "ask.md": ignored.replace("undeclared-member", "tab-id")}
    assert ("ignore-unused", "ask.md", 5, 26) in told(results(tmp_path, monkeypatch, unused))


@pytest.mark.parametrize(
    ("files", "found", "says"),
    [
        pytest.param({"a.md": f"# A\n\n{include('b.md')}", "b.md": include("a.md")},
                     ("b.md", 1, 18), "`a.md` includes this file again; remove one of the two includes", id="circle"),
        pytest.param({"a.md": f"# A\n\n{include('a.md')}"},
                     ("a.md", 3, 18), "`a.md` includes this file again; remove one of the two includes", id="itself"),
        pytest.param({"a.md": f"# A\n\n{include('in/b.md')}", "in/b.md": include("c.md"), "c.md": "# C\n"},
                     ("in/b.md", 1, 18), "`c.md` is not there; did you mean b.md?", id="missing beside the include"),
        pytest.param({"a.md": f"# A\n\n{include('../../b.md')}"},
                     ("a.md", 3, 18), "`../../b.md` leaves the folder that the document may take files from; move the file into it", id="outside"),
        pytest.param({"a.md": f"# A\n\n{include('b.md')}", "b.md": ':::code language="python" source="no.py":::\n'},
                     ("b.md", 1, 35), "`no.py` is not there; correct the path or add the file", id="code of an include"),
        pytest.param({"a.md": f"# A\n\n{include('0.md')}", **{f"{n}.md": include(f"{n + 1}.md") for n in range(20)}, "20.md": "x\n"},
                     ("7.md", 1, 18), "includes nest deeper than 8 levels here, and `8.md` is not read; include it further up", id="too deep"),
    ],
)  # fmt: skip
def test_an_include_that_cannot_be_followed_is_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], found: tuple[str, int, int], says: str
) -> None:
    got = [one for result in results(tmp_path, monkeypatch, files, ("a.md",)) for one in result.findings]
    assert [(one.rule, one.message) for one in got] == [("learn-markdown", says)]
    place = got[0].source
    assert place is not None
    assert (place.file, place.line, place.column) == found


def test_pages_of_a_circle_are_checked_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.md": f"# A\n\n{include('b.md')}", "b.md": f"{include('a.md')}\n{CLIENT}{JSON}"}
    assert [one[:3] for one in told(results(tmp_path, monkeypatch, files))] == [
        ("learn-markdown", "b.md", 1),
        ("code-name-undefined", "b.md", 9),
    ]


def test_bytes_that_are_no_text_are_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.md").write_bytes(b"\xff\xff")
    found = results(tmp_path, monkeypatch, {"a.md": f"# A\n\n{include('b.md')}"})
    assert [one.message for result in found for one in result.findings] == ["`b.md` is not UTF-8; save it as UTF-8"]


def test_paths_that_no_file_can_have_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "folder").mkdir()
    names = ("n" * 5_000, "loop.md", "folder", "no/file.md")
    found = results(tmp_path, monkeypatch, {"a.md": "# A\n\n" + "\n".join(map(include, names))})
    said = [one.message for result in found for one in result.findings]
    assert len(said) == len(names)
    assert all(f"`{name}` is not there" in message for name, message in zip(names, said, strict=True))


def test_includes_that_double_at_each_level_stay_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(including, "MAX_CHARACTERS", 20_000)
    files = {f"{n}.md": include(f"{n + 1}.md") * 20 for n in range(6)} | {"6.md": "Word.\n" * 20}
    written = pages(tmp_path, files, ("0.md",))
    monkeypatch.chdir(tmp_path)
    analysis = analyse(written[0], Question(TODAY), ())
    assert len(analysis.document.text) < 25_000
    assert any(problem.kind == "include-too-much" for problem in analysis.document.problems)


def test_places_of_the_whole_are_those_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "a.md": f"# A\n\nWords `a`.\n\n> {include('b.md')}> {include('c.md')}\n## After\n\n{SLIP}",
        "b.md": f"## B\n\n| `x` | y |\n|---|---|\n| `z` | w |\n\n{include('c.md')}\n\nEnd of `b`.",
        "c.md": f"---\nms.topic: include\n---\n\nWords `c`.\n\n{CLIENT}",
    }  # fmt: skip
    written = pages(tmp_path, files, ("a.md",))
    monkeypatch.chdir(tmp_path)
    document = analyse(written[0], Question(TODAY), ()).document
    for prose in document.prose:
        for span in prose.code:
            place = document.position(span.range.start)
            line = files[place.file].split("\n")[(place.line or 1) - 1]
            assert line[(place.column or 1) - 1 :].startswith(f"`{span.text}`")
            assert span.range.of(document.text) == f"`{span.text}`"
    assert [(place.file, place.line) for place in (document.position(one.range.start) for one in document.blocks)] == [
        ("c.md", 7), ("c.md", 7), ("a.md", 10),
    ]  # fmt: skip
    assert [one.title for one in document.sections] == ["A", "B", "After"]


def test_what_is_kept_is_stale_where_an_include_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(tmp_path / "cache")
    files = {"a.md": f"# A\n\n{CLIENT}\n{include('in/b.md')}", "in/b.md": include("c.md"), "in/c.md": SLIP}

    def run() -> list[CheckedDocument]:
        written = pages(tmp_path, files, ("a.md",))
        kept = check_with_cache(written, Question(TODAY), 1, store).results
        assert kept == check_with_cache(written, Question(TODAY), 1, None).results
        assert [one.excerpt and one.excerpt.text for result in kept for one in result.findings] == [
            files["in/c.md"].split("\n")[1] if one.rule == "undeclared-member" else include("c.md").strip()
            for result in kept
            for one in result.findings
        ]
        return kept

    first = run()
    assert told(first) == [("undeclared-member", "in/c.md", 2, 52)]
    assert run() == first
    files["in/c.md"] = SLIP.replace("sede", "seed")
    assert told(run()) == []
    del files["in/c.md"]
    (tmp_path / "in" / "c.md").unlink()
    found = check_with_cache(pages(tmp_path, files, ("a.md",)), Question(TODAY), 1, store).results
    assert told(found) == [("learn-markdown", "in/b.md", 1, 18)]


def test_a_fix_writes_the_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tabs = "#### [Python](#tab/pyton)\n\nOne.\n\n#### [Two](#tab/two)\n\nTwo.\n\n---\n"
    files = {"a.md": f"# A\n\n{include('b.md')}\n{tabs}\n{include('b.md')}", "b.md": f"Words.\n\n{tabs}"}
    (page,) = pages(tmp_path, files, ("a.md",))
    monkeypatch.chdir(tmp_path)
    fixed = fix(page, Question(TODAY), ())
    assert not fixed.refused
    assert fixed.after.text == files["a.md"].replace("pyton", "python")
    assert {one.source.file for one in fixed.mended if one.source} == {"a.md"}
    own = replace(page, path=tmp_path / "b.md", name="b.md", raw=files["b.md"].encode())
    assert fix(own, Question(TODAY), ()).after.text == files["b.md"].replace("pyton", "python")


def test_a_run_tells_of_an_include_in_every_report(tmp_path: Path) -> None:
    filler = f"\n<!-- {'long ' * 15_000} -->\n"  # the pages behind it are another process's
    page = f"# A\n\n{CLIENT}\n{include('ask.md')}"
    # On the third page nothing makes the client, and the api-version is assumed.
    files = {"a.md": page + filler, "b.md": page, "c.md": f"# C\n\n{include('ask.md')}", "ask.md": SLIP}
    pages(tmp_path, files)
    named = ("a.md", "b.md", "c.md", "--no-cache", "--jobs", "2", "--report", "html=found.html")
    ended = document("check", *named, folder=tmp_path)
    assert ended.code == 1, ended.stderr
    assert ended.stdout.count("error undeclared-member  ask.md:1 request /sede") == 1
    assert "Checked 4 documents" in ended.stdout
    assert "ask.md" in (tmp_path / "found.html").read_text(encoding="utf-8")
