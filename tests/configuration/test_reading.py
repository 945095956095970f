"""A configuration: found, read, placed, refused in one sentence."""

from datetime import date
from pathlib import Path

import pytest

from conformance.configuration.configuration import NONE
from conformance.configuration.keys import KEYS
from conformance.configuration.reading import configuration_for, read_configuration
from conformance.errors import InputError
from conformance.finding import Finding, Severity
from tests.shared_folder import ROOT

WHOLE = """# what counts here
paths = ["docs", "more/how-to.md"]
azure-hosts = ["Gateway.example.com", "*.azure.example.com"]
azure-clients = ["make_client", "company.llm.Client"]
api-version = "2024-10-21"
today = 2024-05-31
max-age = 90
fail-on = "warning"
baseline = "known.json"

[rules]
tab-id = "off"
"errors-pass" = "error"

[repositories]
samples = "elsewhere"
"""


def written(folder: Path, text: str, name: str = "conformance.toml") -> Path:
    (folder / "elsewhere").mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_key_is_read_and_its_line_known(tmp_path: Path) -> None:
    found = read_configuration(written(tmp_path, WHOLE))
    assert found.paths == (str(tmp_path / "docs"), str(tmp_path / "more/how-to.md"))
    assert found.azure_hosts == ("gateway.example.com", "*.azure.example.com")
    assert found.azure_clients == ("make_client", "company.llm.Client")
    assert (found.api_version, found.today, found.max_age) == ("2024-10-21", date(2024, 5, 31), 90)
    assert (found.fail_on, found.baseline) == ("warning", tmp_path / "known.json")
    assert found.rules == {"tab-id": None, "errors-pass": Severity.ERROR}
    assert found.repositories == {"samples": tmp_path / "elsewhere"}
    lines = {name: origin.line for name, origin in found.origins.items()}
    assert lines == {
        "paths": 2, "azure-hosts": 3, "azure-clients": 4, "api-version": 5, "today": 6, "max-age": 7, "fail-on": 8,
        "baseline": 9, "rules.tab-id": 12, "rules.errors-pass": 13, "repositories.samples": 16,
    }  # fmt: skip


def test_a_rule_is_hidden_or_weighs_otherwise(tmp_path: Path) -> None:
    found = read_configuration(written(tmp_path, WHOLE))

    def severity(rule: str) -> Severity | None:
        adjusted = found.adjusted(Finding(rule, Severity.WARNING, "…", "document"))
        return None if adjusted is None else adjusted.severity

    assert severity("tab-id") is None
    assert severity("errors-pass") is Severity.ERROR
    assert severity("json-depth") is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\npathes = []", "conformance.toml:2: unknown key pathes; did you mean paths?"),
        ("paths = 'docs'", 'conformance.toml:1: paths takes a list of texts, such as ["docs"].'),
        ("paths = [1]", "conformance.toml:1: paths takes a list of texts"),
        ("azure-hosts = ['a b']", "takes host names such as gateway.example.com, and a b is none."),
        ("azure-clients = ['1()']", "takes names as code writes them, such as make_client, and 1() is none."),
        (
            "x = 1\n",
            "conformance.toml:1: unknown key x; there are paths, azure-hosts",
        ),
        ("api-version = '2024-10-12'", "api-version is 2024-10-12, which has no contract here; did you mean"),
        ("today = 'soon'", "conformance.toml:1: today takes a day such as 2024-05-31."),
        ("today = 2024-05-31T10:00:00", "today takes a day"),
        ("today = '2024-02-31'", "today takes a day"),
        ("max-age = true", "max-age takes a number of days, such as 180."),
        ("max-age = -1", "max-age takes a number of days"),
        ("fail-on = 'warn'", "fail-on takes one of error, warning, note, never; did you mean warning?"),
        ("rules = 1", "conformance.toml:1: rules takes a table; write [rules]."),
        ("[rules]\n\ntab-ids = 'off'", 'conformance.toml:3: rules.tab-ids names a rule that is unknown; did you mean tab-id?'),
        ("[rules]\ntab-id = 'of'", "conformance.toml:2: rules.tab-id takes one of error, warning, note, off; did you mean off?"),
        ("rules.tab-id = 1", "conformance.toml:1: rules.tab-id takes one of error"),
        ("[repositories]\nx = 'nowhere'", "conformance.toml:2: repositories.x names nowhere, which is not a folder"),
        ("paths = ?", "conformance.toml is not TOML (at line 1, column 9): invalid value; fix it."),
        ("paths = ", "conformance.toml is not TOML (at its end): invalid value; fix it."),
        ("a = " + "[" * 100_000, "conformance.toml is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refused:
        read_configuration(written(tmp_path, text))
    sentence = str(refused.value)
    assert says in sentence
    assert sentence[-1] in ".?" and "\n" not in sentence and "??" not in sentence


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "conformance.toml").write_bytes("# é".encode("latin-1"))
    with pytest.raises(InputError, match="is not UTF-8"):
        read_configuration(tmp_path / "conformance.toml")


def test_it_is_looked_for_up_to_the_repository_and_no_further(tmp_path: Path) -> None:
    top = tmp_path / "repository"
    deep = top / "docs" / "deep"
    deep.mkdir(parents=True)
    written(tmp_path, "max-age = 1\n")
    assert configuration_for(deep) == NONE  # outside of a repository the folder alone counts
    (top / ".git").mkdir()
    assert configuration_for(deep) == NONE
    written(top, "max-age = 2\n")
    assert configuration_for(deep).max_age == 2
    written(top / "docs", "max-age = 3\n")
    assert configuration_for(deep).max_age == 3


def test_pyproject_counts_where_it_has_the_table_and_no_other_file_stands_beside_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    written(tmp_path, "max-age = 1\n")
    project = written(tmp_path / "docs", "[tool.ruff]\n# conformance\nline-length = 1\n", "pyproject.toml")
    assert configuration_for(tmp_path / "docs").max_age == 1
    project.write_text('[tool.conformance]\nmax-age = 2\n[tool.conformance.rules]\ntab-id = "off"\n', encoding="utf-8")
    found = configuration_for(tmp_path / "docs")
    assert found.max_age == 2
    assert [origin.line for origin in found.origins.values()] == [2, 4]
    written(tmp_path / "docs", "max-age = 3\n")
    assert configuration_for(tmp_path / "docs").max_age == 3


def test_the_example_of_the_page_is_one(tmp_path: Path) -> None:
    import re

    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "azureai-samples").mkdir()
    (tmp_path / "here").mkdir()
    found = read_configuration(written(tmp_path / "here", example))
    keys = {name.split(".")[0] for name in found.values}
    assert keys == set(KEYS)  # the page leaves none out
