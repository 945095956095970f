"""Which block is output, and of which code."""

import pytest

from conformance.document.markdown import Document
from tests.document.markdown.reading import line, of, own

CODE = ("```python", "x", "```")


def ownership(document: Document) -> dict[int, list[int]]:
    """Return the line of each output with the lines of the code that it belongs to."""
    return {
        line(document, output.block.range): [line(document, owner.range) for owner in output.owners]
        for output in document.outputs
    }


def test_below_a_tab_group_an_output_belongs_to_the_code_of_each_tab() -> None:
    document = own("three-languages.md")
    assert ownership(document) == {40: [34], 54: [26, 34, 46], 70: [66]}
    assert [output.group for output in document.outputs] == [None, document.tab_groups[0], None]
    assert [output.block.language for output in document.outputs_of(document.blocks[1])] == ["output"]


def test_an_output_in_a_tab_without_code_belongs_to_the_tab_of_that_id_before() -> None:
    document = own("dependent-tabs.md")
    assert ownership(document) == {39: [17, 23], 45: [29]}
    assert [output.group for output in document.outputs] == [document.tab_groups[1]] * 2


def test_an_output_in_a_dependent_tab_belongs_to_the_code_of_that_condition() -> None:
    code = ["# [P](#tab/p/x)", *CODE, "# [P](#tab/p/y)", *CODE, "", "---", ""]
    document = of(*code, "# [P](#tab/p/y)", "```output", "1", "```", "", "---")
    assert ownership(document) == {13: [6]}


def test_in_a_list_an_output_belongs_to_the_code_above_it() -> None:
    assert ownership(own("lists.md")) == {13: [5]}


def test_below_zones_side_by_side_an_output_belongs_to_the_code_of_each() -> None:
    assert ownership(own("zones.md")) == {23: [7, 17]}


def test_an_http_answer_is_output_and_a_request_is_code() -> None:
    assert ownership(own("v1.md")) == {9: [5], 15: [5]}


@pytest.mark.parametrize(
    ("between", "label", "is_output"),
    [
        pytest.param([], "output", True, id="output by its label"),
        pytest.param(["Words."], "output", True, id="output by its label wherever it stands"),
        pytest.param([], "json", True, id="json right below code"),
        pytest.param([], "", True, id="unlabelled right below code"),
        pytest.param([], "text", True, id="text right below code"),
        pytest.param([], "console", False, id="console right below code"),
        pytest.param([], "python", False, id="code right below code"),
        pytest.param([], "yaml", False, id="yaml is neither"),
        pytest.param(["<!-- a -->"], "json", True, id="a comment in between"),
        pytest.param(["Words."], "json", False, id="words in between"),
        pytest.param(["It prints the following output:"], "json", True, id="words that announce it"),
        pytest.param(["Look at the response. Then send this:"], "json", False, id="the last sentence announces none"),
        pytest.param(["**Example output**"], "", True, id="a title in bold"),
        pytest.param(["Output:"], "console", True, id="console below a title"),
        pytest.param(["## Output"], "json", True, id="json below a heading"),
        pytest.param(["## Example response"], "json", True, id="a longer heading"),
        pytest.param(["## Output"], "console", True, id="console below a heading"),
        pytest.param(["## Output", "It looks so."], "", True, id="words below the heading"),
        pytest.param(["## Reproducible output support"], "json", False, id="a heading about something else"),
        pytest.param(["## Output", *CODE, "Words."], "json", False, id="the heading's own code in between"),
        pytest.param(["## Output", *CODE], "python", False, id="code below the heading"),
    ],
)
def test_a_block_is_output_where_label_title_or_words_say_so(between: list[str], label: str, is_output: bool) -> None:
    document = of(*CODE, "", *between, "", f"```{label}", "{}", "```")
    assert [output.block for output in document.outputs] == [document.blocks[-1]] * is_output


def test_an_output_without_code_before_it_belongs_to_nothing() -> None:
    document = of("```output", "1", "```", *CODE)
    assert ownership(document) == {1: []}


def test_a_console_block_that_is_output_owns_no_output_itself() -> None:
    document = of(*CODE, "## Output", "```console", "1", "```", "```output", "2", "```")
    assert ownership(document) == {5: [1], 8: [1]}


def test_several_outputs_belong_to_the_same_code() -> None:
    document = of(*CODE, "```output", "1", "```", "or", "```output", "2", "```")
    assert ownership(document) == {4: [1], 8: [1]}


def test_an_output_in_a_tab_belongs_to_the_code_of_that_tab_alone() -> None:
    document = of("# [A](#tab/a)", *CODE, "# [B](#tab/b)", *CODE, "```output", "```", "", "---")
    assert ownership(document) == {9: [6]}


def test_a_tab_group_without_code_is_passed_over() -> None:
    document = of(*CODE, "", "# [A](#tab/a)", "words", "", "---", "", "```output", "```")
    assert ownership(document) == {10: [1]}
