"""Reading and naming variables: scopes, the environment, and what PowerShell itself holds."""

from typing import Final

from conformance.reading.powershell.data import NULL, Encoding, Operand, Text
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.syntax import Node
from conformance.reading.value import Known, Setting, Unknown

_CONSTANTS: Final[dict[str, Operand]] = {"true": Known(True), "false": Known(False), "null": NULL}
_SCOPES: Final = {"script": 0, "global": 0, "local": -1, "private": -1, "variable": -1}
# What is set in every session; what it holds is not known.
_AUTOMATIC: Final = frozenset(
    {
        "?", "^", "$", "args", "error", "executioncontext", "home", "host", "input", "iscoreclr", "islinux", "ismacos",
        "iswindows", "lastexitcode", "matches", "myinvocation", "nestedpromptlevel", "pid", "profile",
        "psboundparameters", "pscmdlet", "pscommandpath", "psculture", "psedition", "pshome", "psscriptroot",
        "psuiculture", "psversiontable", "pwd", "shellid", "stacktrace", "switch", "outputencoding",
        "progresspreference", "warningpreference", "verbosepreference", "debugpreference", "informationpreference",
        "confirmpreference", "whatifpreference", "erroractionpreference", "errorview", "maximumhistorycount",
        "psnativecommanduseerroractionpreference", "psstyle", "psdefaultparametervalues", "enabledexperimentalfeatures",
    }
)  # fmt: skip


def name_of(machine: Machine, node: Node) -> str:
    """Return the name that a variable's node writes, without its mark: ``Env:X``, ``script:x``, ``body``."""
    text = machine.syntax.text(node)[1:]
    return text[1:-1] if text.startswith("{") and text.endswith("}") else text


def split(name: str) -> tuple[str, str]:
    """Return the scope (in lower case, empty where none is named) and the rest of a variable's name."""
    scope, colon, rest = name.partition(":")
    return (scope.lower(), rest) if colon and rest else ("", name)


def scope_of(name: str) -> tuple[int, str] | None:
    """Return which scope ``name`` is assigned in and its bare name in lower case, None where it is no variable."""
    scope, rest = split(name)
    if scope and scope not in _SCOPES:
        return None
    return _SCOPES.get(scope, -1), rest.lower()


def read_variable(machine: Machine, name: str, start: int) -> Operand:
    """Return what the variable ``name`` holds; ``start`` is where that is asked."""
    scope, rest = split(name)
    if scope == "env":
        return environment(machine, rest, start)
    plain = rest.lower()
    if plain in _CONSTANTS and scope in ("", *_SCOPES):
        return _CONSTANTS[plain]
    if scope and scope not in (*_SCOPES, "using"):
        # A drive: what is there may be a file.
        machine.does_not_understand()
        return Unknown(f"${name}")
    variable = machine.state.find(plain) if _SCOPES.get(scope, -1) else machine.state.scopes[0].held.get(plain)
    if variable is not None:
        return variable.value
    if plain == "ofs":
        return Text.of(" ")
    if plain in _AUTOMATIC or machine.frames[0].doubted:
        return Encoding(f"${plain}") if plain == "host" else Unknown(f"${name}")
    return NULL


def environment(machine: Machine, name: str, start: int) -> Operand:
    """Return the variable ``name`` of the environment, and note that it is read at ``start``."""
    own = machine.state.environment.held.get(name.lower())
    if own is not None:
        return own.value
    machine.record.reads(name, machine.place(start))
    return Setting(name)


def written_at(machine: Machine, node: Node) -> int | None:
    """Return the byte of the assignment that wrote what ``node`` stands for, None where it is written here."""
    while True:
        match node.kind:
            case "variable":
                variable = machine.state.find(split(name_of(machine, node))[1].lower())
                return variable.assigned if variable else None
            case "parenthesized_expression" | "pipeline" | "pipeline_chain" | "command" | "cast_expression":
                inner = [child for child in node.named if child.kind not in ("type_literal", "command_name")]
            case "expression_with_unary_operator" | "command_elements" | "argument_expression_list" | "argument_list":
                inner = [one for one in node.named if one.kind not in ("command_parameter", "command_argument_sep")]
            case "invokation_expression":
                inner = [child for child in node.named if child.kind == "argument_list"]
            case _:
                return None
        if not inner:
            return None
        node = inner[0]
