"""Documents at random, from the lines that Learn's are made of and from the ones that break them."""

from hypothesis import strategies as st

# One line each; what is wrong in one is closed or not by another.
LINES = [
    "",
    "---",
    "***",
    "====",
    "# Title",
    "## Output",
    "### Closed ##",
    "# [Python](#tab/python)",
    "# [PowerShell](#tab/powershell/linux)",
    "#### [Bad](#tab/a_b)",
    "```python",
    "```",
    "````",
    "~~~",
    "```output",
    "``` JSON  {1}",
    "text with `code` and [link](https://example.test/?api-version=2024-02-01 'a title')",
    "[multi",
    "text](u) ``x `y` ``",
    "`multi",
    "line`",
    "[ref]: <https://example.test/y> 'T'",
    "[ref] ![image](a.png) <https://auto.test/> [a](b c)",
    "| a | b\\|c `x\\|y` |",
    "|---|---|",
    "c | d",
    "| e | f | g |",
    "\u00a0| h |\u00a0",
    "[!NOTE]",
    "[!INCLUDE [a](../b.md)]",
    "<!-- sample: python/x.py -->",
    "<!-- open",
    "-->",
    "<details>",
    '::: zone pivot="a"',
    "::: zone-end",
    ':::code source="a.py" id="x":::',
    ":::code broken",
    "é😀 `ü` \u2028 x",
    "\u00a0",
    "nul \0 `\0`",
    "\tx",
    "title: 'a' # b",
    "ms.date: 01/02/2024",
    "text\\",
    "text  ",
]
MARKS = ["", "", "", "", "  ", "    ", "\t", "> ", ">", ">\t", "- ", "-\t", "1. ", "   ", "> - ", "- > "]

_line = st.builds(str.__add__, st.sampled_from(MARKS), st.sampled_from(LINES))
_ended = st.tuples(_line, st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return the text of a document with line ends of all kinds, and with or without a last one."""
    text = "".join(draw(st.lists(_ended, max_size=14)))
    if draw(st.booleans()):
        text = "---\n" + text
    if draw(st.booleans()):
        text += draw(_line)
    return "\ufeff" + text if draw(st.booleans()) else text
