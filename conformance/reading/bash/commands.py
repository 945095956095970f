"""The commands that a document's shell blocks are made of, as far as they say what is sent."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from conformance.reading.bash.curl import run_curl
from conformance.reading.bash.shell import Shell
from conformance.reading.bash.words import arguments, word
from conformance.reading.engine.leaving import Ends
from conformance.reading.pieces import Piece, Text, known, known_text
from conformance.reading.value import Dump, FromAnswer

if TYPE_CHECKING:
    from tree_sitter import Node

# They neither send nor set anything, whatever they print.
_HARMLESS: Final = frozenset(
    [
        "true",
        "false",
        ":",
        "sleep",
        "wait",
        "cd",
        "mkdir",
        "pwd",
        "date",
        "which",
        "type",
        "command",
        "set",
        "shopt",
        "trap",
        "test",
        "[",
        "clear",
        "ls",
        "rm",
        "touch",
        "chmod",
        "source",
        ".",
        "pip",
        "pip3",
        "npm",
        "brew",
        "apt",
        "apt-get",
        "az",
        "azd",
        "dotnet",
        "python",
        "python3",
        "node",
        "git",
        "docker",
        "sudo",
        "unset",
        "shift",
        "return",
        "uuidgen",
        "seq",
    ]
)
_PATH: Final = re.compile(r"\.?(?:\.[A-Za-z_]\w*|\[\d+\]|\[\"\w+\"\])+")
_STEP: Final = re.compile(r"[A-Za-z_]\w*|\d+")
_FORMAT: Final = re.compile(r"%(s|%|d|b)|\\(n|t|\\|\")|(%|\\)")


def run_command(
    shell: Shell,
    node: "Node",
    given: Text | None,
    run: "Callable[[Shell, Node, Text | None], Text]",
    more: "Sequence[Node]" = (),
) -> Text:
    """Return what the command ``node`` writes; ``more`` are words of it that stand behind a here-document's mark."""
    if node.has_error:
        shell.does_not_understand(node)
        return shell.unknown(shell.written(node))
    named = [child for child in node.named_children if child.type != "comment"]
    at = next((index for index, child in enumerate(named) if child.type == "command_name"), None)
    for child in named[:at]:
        if child.type == "variable_assignment" and at is None:
            from conformance.reading.bash.statements import assign_all

            assign_all(shell, child)
    if at is None:
        return ()
    name = known_text(word(shell, named[at].named_children[0])) if named[at].named_children else None
    behind = node.children[node.children.index(named[at]) + 1 :]
    given_words = [*arguments(shell, behind), *arguments(shell, more)]
    stdin = next((_string(shell, child) for child in named if child.type == "herestring_redirect"), given)
    while name in ("command", "exec", "time", "sudo", "nohup", "env") and given_words:
        name, given_words = known_text(given_words[0]), given_words[1:]
    name = None if name is None else name.rpartition("/")[2].removesuffix(".exe")
    if name == "curl":
        return run_curl(shell, node, given_words, stdin)
    if name in shell.functions:
        return _function(shell, shell.functions[name], given_words, stdin, run)
    return _known(shell, node, name, given_words, stdin)


def _string(shell: Shell, node: "Node") -> Text:
    return (*word(shell, node.named_children[-1]), *known("\n")) if node.named_children else ()


def _function(
    shell: Shell,
    body: "Node",
    arguments: list[Text],
    given: Text | None,
    run: "Callable[[Shell, Node, Text | None], Text]",
) -> Text:
    before = {name: text for name, text in shell.names.held.items() if name.isdecimal()}
    shell.journal.touch(shell.names)
    shell.names.held.update({str(number): text for number, text in enumerate(arguments, 1)})
    try:
        return run(shell, body, given)
    finally:
        shell.journal.touch(shell.names)
        shell.names.held.update(before)


def _known(shell: Shell, node: "Node", name: str | None, arguments: list[Text], given: Text | None) -> Text:
    match name:
        case "cat":
            return _cat(shell, node, arguments, given)
        case "echo":
            return _echo(arguments)
        case "printf":
            return _printf(shell, node, arguments)
        case "jq":
            return _jq(shell, node, arguments, given)
        case "tee":
            for target in arguments:
                if (file := known_text(target)) and not file.startswith("-"):
                    shell.hold(shell.files, file, given or ())
            return given or ()
        case "read":
            for target in arguments:
                if (variable := known_text(target)) and variable.isidentifier():
                    shell.hold(shell.names, variable, shell.unknown(f"${variable}"))
            return ()
        case "exit":
            raise Ends
        case _ if name in _HARMLESS:
            return (
                ()
                if name in ("true", ":", "cd", "set", "sleep", "mkdir", "test", "[", "unset")
                else shell.unknown(shell.written(node))
            )
    shell.does_not_understand(node)
    return shell.unknown(shell.written(node))


def _cat(shell: Shell, node: "Node", arguments: list[Text], given: Text | None) -> Text:
    found: list[Piece] = []
    for argument in arguments or [known("-")]:
        name = known_text(argument)
        text = given if name == "-" else None if name is None else shell.files.held.get(name)
        if text is None and name not in (None, "-"):
            text = shell.read_file(str(name))
        found += shell.unknown(shell.written(node)) if text is None else shell.counted(text)
    return tuple(found)


def _echo(arguments: list[Text]) -> Text:
    found: list[Piece] = []
    ended = True
    while arguments and (option := known_text(arguments[0])) in ("-n", "-e", "-E", "-ne", "-en"):
        ended = ended and "n" not in str(option)
        arguments = arguments[1:]
    for index, argument in enumerate(arguments):
        found += known(" ") if index else ()
        found += argument
    return (*found, *known("\n")) if ended else tuple(found)


def _printf(shell: Shell, node: "Node", arguments: list[Text]) -> Text:
    """Return what ``printf FORMAT …`` writes, of the usual formats."""
    pattern = known_text(arguments[0]) if arguments else None
    if pattern is None:
        return shell.unknown(shell.written(node))
    rest, found, at = list(arguments[1:]), list[Piece](), 0
    for one in _FORMAT.finditer(pattern):
        found += known(pattern[at : one.start()])
        at = one.end()
        if one[3] or (one[1] and one[1] not in ("s", "%")):
            return shell.unknown(shell.written(node))
        if one[1] == "s":
            found += rest.pop(0) if rest else ()
        else:
            found += known({"n": "\n", "t": "\t"}.get(one[2], one[2]) if one[2] else "%")
    return (*found, *known(pattern[at:])) if not rest else shell.unknown(shell.written(node))


def _jq(shell: Shell, node: "Node", arguments: list[Text], given: Text | None) -> Text:
    """Return what ``jq`` makes of an answer: all of it, or the part that a plain path leads to."""
    options = [text for one in arguments if (text := known_text(one)) is not None and text.startswith("-")]
    filters = [one for one in arguments if not (known_text(one) or "").startswith("-")]
    wanted = known_text(filters[0]) if len(filters) == 1 else "." if not filters else None
    whole = [one.value for one in given or () if isinstance(one.value, Dump)]
    if wanted is None or len(whole) != 1 or not set(options) <= {"-r", "--raw-output", "-c", "-M", "-C", "-s"}:
        return shell.unknown(shell.written(node))
    answer, end = whole[0].of, known("\n")
    if wanted == ".":
        return (Piece(Dump(answer, "wire", None if "-c" in options else 2)), *end)
    if not _PATH.fullmatch(wanted):
        return shell.unknown(shell.written(node))
    steps = (int(step) if step.isdecimal() else step for step in _STEP.findall(wanted))
    part = FromAnswer(answer.call, (*answer.path, *steps))
    raw = {"-r", "--raw-output"} & set(options)
    return (Piece(part if raw else Dump(part, "wire", 2)), *end)
