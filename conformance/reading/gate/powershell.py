"""The gate for PowerShell: the policy looks at every node of the tree, dead code included."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.reading.gate import policy
from conformance.reading.gate.powershell_names import PowershellNames, arguments, inner
from conformance.reading.gate.verdict import Refused
from conformance.reading.powershell.syntax import Node, Syntax

# Outside: classes, data sections, workflows, dynamic parameters, stop-parsing, files in a switch, dot-sourcing.
_NODES: Final = policy.words(
    """
    program statement_list pipeline pipeline_chain pipeline_chain_tail assignment_expression assignement_operator variable
    braced_variable cast_expression type_literal type_spec type_name type_identifier array_type_name generic_type_name
    generic_type_arguments dimension hash_literal_expression hash_literal_body hash_entry simple_name array_expression
    array_literal_expression verbatim_string_characters expandable_string_literal expandable_here_string_literal
    verbatim_here_string_characters decimal_integer_literal hexadecimal_integer_literal real_literal command command_name
    command_elements command_argument_sep command_parameter command_invokation_operator generic_token member_access
    element_access invokation_expression argument_list argument_expression_list sub_expression parenthesized_expression
    multiplicative_expression additive_expression comparison_expression comparison_operator logical_expression
    additive_argument_expression multiplicative_argument_expression comparison_argument_expression
    logical_argument_expression bitwise_argument_expression format_argument_expression range_argument_expression
    bitwise_expression range_expression format_expression format_operator unary_expression expression_with_unary_operator
    post_increment_expression pre_increment_expression post_decrement_expression pre_decrement_expression
    foreach_statement for_statement while_statement do_statement if_statement elseif_clauses elseif_clause else_clause
    switch_statement switch_condition switch_body switch_clauses switch_clause switch_clause_condition switch_parameters
    switch_parameter try_statement catch_clauses catch_clause catch_type_list finally_clause trap_statement
    statement_block script_block script_block_expression script_block_body named_block_list named_block block_name
    function_statement function_name function_parameter_declaration param_block parameter_list script_parameter
    script_parameter_default attribute_list attribute attribute_name attribute_arguments attribute_argument
    flow_control_statement label label_expression redirections redirection merging_redirection_operator
    file_redirection_operator redirected_file_name for_initializer for_condition for_iterator while_condition
    """
)
_STRINGS: Final = (
    "verbatim_string_characters",
    "verbatim_here_string_characters",
    "expandable_string_literal",
    "expandable_here_string_literal",
)
# Quotation marks and dashes that PowerShell takes for the plain ones; what is no character of a line.
_ODD: Final = re.compile("[\u2018-\u201f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]|\r(?!\n)")
_OUTSIDE_A_TEXT: Final = re.compile(r"[^\t\r\n -~]|`(?!\r?\n)")
_REQUIRES: Final = re.compile(r"#\s*requires\b(?!\s+-version\s+[\d.]+\s*$)", re.IGNORECASE)
_NOT_READ: Final = re.compile(r"\$[({\w]")
_ESCAPED: Final = re.compile(r"`.", re.DOTALL)
_SWITCHES: Final = frozenset(
    {"usebasicparsing", "skiphttperrorcheck", "disablekeepalive", "allowunencryptedauthentication"}
)
_SEPARATOR: Final = "command_argument_sep"
_BLOCKS: Final = frozenset({"foreach-object", "measure-command"})
_TOKEN: Final = re.compile(r"[\w.:/\\*?=&+%@,~-]*\Z")
_TEMPORARY_FILE: Final = re.compile(r"\[(?:system\.)?io\.path\]::gettempfilename\(\)")
_NAMES: Final = re.compile(r"[\w.`]+")
_FUNCTION: Final = re.compile(r"[a-z][\w-]*\Z")


def refused_powershell(text: str, base: str, settings: set[str]) -> Iterator[Refused]:
    """Yield what of ``text`` is outside the gate; fill ``settings``."""
    syntax = Syntax("", text)
    gate = _Gate(syntax, base, settings)
    yield from gate.characters(text)
    broken = [node for node in _all(syntax.root) if node.broken]
    if broken:
        yield gate.no(broken[-1], "is not read whole")
    for node in _all(syntax.root):
        if node.is_named:
            yield from gate.look_at(node)


def _all(root: Node) -> Iterator[Node]:
    todo = [root]
    while todo:
        node = todo.pop()
        yield node
        todo.extend(reversed(node.children))


class _Gate:
    def __init__(self, syntax: Syntax, base: str, settings: set[str]) -> None:
        self.syntax, self.settings, self.text = syntax, settings, syntax.text
        self.names = PowershellNames(syntax, base)
        self.targets = {
            node.named[0].start
            for node in syntax.root.below("assignment_expression")
            if node.named and len(node.named) == 3 and self.text(node.named[1]) == "="
        }

    def no(self, node: Node, why: str) -> Refused:
        return Refused(self.syntax.place(node.start).line or 1, why)

    def characters(self, text: str) -> Iterator[Refused]:
        """The grammar and PowerShell read a text alike where only plain characters stand between literals."""
        outside = bytearray(self.syntax.raw)
        for node in [*self.syntax.root.below(*_STRINGS), *self.syntax.comments]:
            outside[node.start : node.end] = b" " * (node.end - node.start)
        for found in (_ODD.search(text), _OUTSIDE_A_TEXT.search(outside.decode(errors="replace"))):
            if found is not None:
                yield Refused(
                    found.string.count("\n", 0, found.start()) + 1,
                    "holds a character that reads otherwise than it looks",
                )
        for comment in self.syntax.comments:
            if _REQUIRES.match(self.text(comment)):
                yield self.no(comment, "requires more than a version")
            if comment.start and self.syntax.slice(comment.start - 1, comment.start) not in " \t\n;{}(),|":
                yield self.no(comment, "holds a `#` that may be no comment")

    def look_at(self, node: Node) -> Iterator[Refused]:
        match node.kind, node.named:
            case kind, _ if kind not in _NODES:
                yield self.no(node, f"holds `{kind.removesuffix('_statement')}`")
            case (("expandable_string_literal" | "expandable_here_string_literal"), held):
                if _NOT_READ.search(_ESCAPED.sub("", self._between(node, held))):
                    yield self.no(node, "holds a text that is not read whole")
            case "generic_token", _ if not _TOKEN.match(self.text(node)):
                yield self.no(node, "holds a word that is not read whole")
            case "command", _:
                yield from self._command(node)
            case "invokation_expression", [owner, name, *given]:
                yield from self._call(node, owner, name, arguments(given[0]) if given else [])
            case "command_elements", _:
                yield from self._elements(node)
            case "member_access", [owner, name]:
                yield from self._member(node, owner, name)
            case "assignment_expression", [target, operator, value]:
                yield from self._assign(node, target, self.text(operator), value)
            case "variable", _ if node.start not in self.targets:
                yield from self._variable(node)
            case "type_literal", _:
                yield from (
                    self.no(node, f"names the type `{one}`")
                    for one in _types(self.text(node)[1:-1])
                    if one not in policy.POWERSHELL_TYPES
                )
            case "attribute_name", _ if self.text(node).lower() not in policy.ATTRIBUTES:
                yield self.no(node, f"gives the attribute `{self.text(node)}`")
            case "comparison_operator", _ if self.text(node).lower() not in policy.OPERATORS:
                yield self.no(node, f"uses `{self.text(node)}`")
            case "redirected_file_name", held if [
                self.text(one).lower() for one in held if one.kind != "command_argument_sep"
            ] != ["$null"]:
                yield self.no(node, "writes to a file")
            case "function_statement", [name, *_]:
                plain = self.text(name).lower()
                if (
                    self.text(node.children[0]).lower() not in ("function", "filter")
                    or not _FUNCTION.match(plain)
                    or plain in policy.BUILT_IN_ALIASES
                ):
                    yield self.no(node, f"defines `{self.text(name)}`")
            case "block_name", _ if self.text(node).lower() not in ("begin", "process", "end"):
                yield self.no(node, f"holds `{self.text(node)}`")

    def _elements(self, node: Node) -> Iterator[Refused]:
        """Words stand apart; only a method's arguments follow its name, which the grammar takes for two arguments."""
        for before, one in zip(node.children, node.children[1:], strict=False):
            if (call := _as_call(before, one)) is not None:
                yield from self._call(call, call.named[0], call.named[1], arguments(one))
            elif _SEPARATOR not in (before.kind, one.kind):
                yield self.no(one, "holds a word that is not read whole")

    def _between(self, node: Node, held: list[Node]) -> str:
        ends = [node.start, *(one.end for one in held)]
        starts = [*(one.start for one in held), node.end]
        return " ".join(self.syntax.slice(end, start) for end, start in zip(ends, starts, strict=True))

    def _variable(self, node: Node) -> Iterator[Refused]:
        drive, _, name = self.names.name(node).rpartition(":")
        if drive == "env":
            self.settings.add(self.text(node).rpartition(":")[2].rstrip("}"))
        elif drive or (policy.AUTOMATIC.match(name) and name not in policy.READABLE):
            yield self.no(node, f"reads `{self.text(node)}`")

    def _assign(self, node: Node, target: Node, operator: str, value: Node) -> Iterator[Refused]:
        """A variable of the block's own may be anything; of the others few may be set, and to what is listed."""
        target = target.named[-1] if target.kind == "cast_expression" else target
        for one in target.named if target.kind == "array_literal_expression" else [target]:
            root = one
            while root.kind in ("member_access", "element_access") and root.named:
                root = root.named[0]
            drive, _, name = self.names.name(root).rpartition(":") if root.kind == "variable" else ("", "", "")
            kind = policy.kind_of(name)
            if root.kind == "type_literal" and one.kind == "member_access":
                listed = policy.POWERSHELL_TYPES.get(next(iter(_types(self.text(root)[1:-1]))), frozenset())
                if self.text(one.named[1]).lower() not in listed:
                    yield self.no(node, f"changes `{self.text(one)}`")
            elif root.kind != "variable":
                yield self.no(node, f"changes `{self.text(one)}`")
            elif drive == "env" and root is one and operator == "=":
                if not policy.WRITABLE.match(name) or (kind == "endpoint" and not self.names.is_rooted(value)):
                    yield self.no(node, f"changes the setting `{name}`")
            elif name in policy.SETTABLE and root is one:
                if (self.names.literal(value) or "").lower() not in policy.SETTABLE[name]:
                    yield self.no(node, f"changes `{self.text(root)}`")
            elif drive or (
                policy.AUTOMATIC.match(name)
                and not (name == "null" and root is one)
                and not (name == "_" and root is not one)
            ):
                yield self.no(node, f"changes `{self.text(root)}`")

    def _member(self, node: Node, owner: Node, name: Node) -> Iterator[Refused]:
        if name.kind != "simple_name" and self.names.literal(name) is None:
            yield self.no(node, "computes the name of a member")
        if node.children[1].kind == "::" and not self._is_static(owner, self.text(name)):
            yield self.no(node, f"reads `{self.text(node)}`")

    def _is_static(self, owner: Node, name: str) -> bool:
        if owner.kind != "type_literal":
            return False
        listed = policy.POWERSHELL_TYPES.get(next(iter(_types(self.text(owner)[1:-1]))), frozenset())
        return "*" in listed or name.lower() in listed

    def _call(self, node: Node, owner: Node, name: Node, given: list[Node]) -> Iterator[Refused]:
        said = self.text(name).lower()
        if name.kind != "simple_name":
            yield self.no(node, "computes the name of a method")
        elif node.children[1].kind != "::":
            if said not in policy.POWERSHELL_METHODS:
                yield self.no(node, f"calls `.{self.text(name)}`")
        elif not self._is_static(owner, said):
            yield self.no(node, f"calls `{self.text(owner)}::{self.text(name)}`")
        elif said == "getenvironmentvariable":
            yield from self._setting(node, given)
        elif said in ("readalltext", "delete") and not (given and self._is_temporary(given[0])):
            yield self.no(node, "touches a file that is not a temporary one of its own")

    def _is_temporary(self, node: Node) -> bool:
        node = inner(node)
        return node.kind == "variable" and self.names.only(self.names.name(node), self._makes_a_file)

    def _makes_a_file(self, node: Node) -> bool:
        return _TEMPORARY_FILE.fullmatch(self.text(inner(node)).lower()) is not None

    def _setting(self, node: Node, given: list[Node]) -> Iterator[Refused]:
        first = inner(given[0]) if given else node
        values = self.names.given.get(self.names.name(first), []) if first.kind == "variable" else [first]
        texts = [None if one is None else self.names.literal(one) for one in values]
        if not texts or None in texts or (first.kind == "variable" and self.names.name(first) in self.names.longer):
            yield self.no(node, "computes the name of a setting")
        self.settings.update(one for one in texts if one)

    def _command(self, node: Node) -> Iterator[Refused]:
        operator, name = node.child("command_invokation_operator"), node.child("command_name")
        elements = node.child("command_elements")
        told, plain = self._told(elements.children if elements else [])
        if operator is not None or name is None:
            called = inner(
                next(
                    (one for one in node.named if one.kind not in ("command_invokation_operator", "command_elements")),
                    node,
                )
            )
            block = called.kind == "script_block_expression" or (
                called.kind == "variable"
                and self.names.only(self.names.name(called), lambda one: inner(one).kind == "script_block_expression")
            )
            if operator is None or self.text(operator).strip() != "&" or not block:
                yield self.no(node, f"runs `{self.text(called)}`")
            return
        said = self.text(name).lower()
        verb = policy.ALIASES.get(said, said)
        if said in self.names.own and said not in policy.BUILT_IN_ALIASES:
            return
        if verb in policy.POWERSHELL_REQUESTS:
            yield from self._sends(node, told, plain)
        elif verb not in policy.POWERSHELL_CALLS:
            yield self.no(node, f"calls `{self.text(name)}`")
        else:
            for parameter in told:
                if parameter not in policy.KEYWORDS:
                    yield self.no(node, f"tells `{self.text(name)}` `-{parameter}`")
            yield from self._arguments(node, verb, told, plain)

    def _arguments(self, node: Node, verb: str, told: "dict[str, list[Node]]", plain: list[Node]) -> Iterator[Refused]:
        literals = [self.names.literal(one) for one in plain]
        if verb in _BLOCKS and any(inner(one).kind != "script_block_expression" for one in plain):
            yield self.no(node, f"hands `{verb}` a member's name")
        elif verb == "add-type" and (plain or list(told) != ["assemblyname"]):
            yield self.no(node, "compiles or loads code")
        elif verb == "using" and (len(literals) != 2 or (literals[0] or "").lower() != "namespace"):
            yield self.no(node, "loads code")
        elif verb == "new-object":
            kinds = told.get("typename", plain[:1])
            for kind in [self.names.literal(one) or "" for one in kinds] or [""]:
                if any(
                    not policy.POWERSHELL_TYPES.get(one, frozenset()) & {"*", "new"} for one in list(_types(kind))[:1]
                ):
                    yield self.no(node, f"makes an object of the type `{kind}`")

    def _told(self, elements: list[Node]) -> "tuple[dict[str, list[Node]], list[Node]]":
        """Return what a command is told by name, in lower case, and what without."""
        told: dict[str, list[Node]] = {}
        plain: list[Node] = []
        waiting: str | None = None
        for before, one in zip([Node("", 0, 0, False, False), *elements], elements, strict=False):
            call = _as_call(before, one)
            if call is not None:
                for values in (plain, *told.values()):
                    values[:] = [call if value is before else value for value in values]
            elif one.kind == "command_parameter":
                waiting = self.text(one).lower().strip("-:")
                told.setdefault(waiting, [])
                waiting = None if waiting in _SWITCHES else waiting
            elif one.kind == "variable" and self.text(one).startswith("@"):
                table = self.names.name(one)
                for key in self.names.keys_of(table) if self.names.is_own_table(table) else [self.text(one)]:
                    told.setdefault(key, []).extend(self.names.entries.get(key, []))
                waiting = None
            elif one.kind not in (_SEPARATOR, "redirection", "redirections"):
                if waiting is None:
                    plain.append(one)
                else:
                    told[waiting].append(one)
                waiting = None
        return told, plain

    def _sends(self, node: Node, told: "dict[str, list[Node]]", plain: list[Node]) -> Iterator[Refused]:
        """A request goes to a rooted URL, and is told nothing that leads elsewhere."""
        urls = [*told.get("uri", []), *plain]
        for parameter, values in told.items():
            if parameter not in policy.REQUEST:
                yield self.no(node, f"tells a request `-{parameter}`")
            if parameter == "outfile" and not all(map(self._is_temporary, values)):
                yield self.no(node, "writes to a file")
        if not urls or not all(map(self.names.is_rooted, urls)):
            yield self.no(node, policy.ELSEWHERE)


def _as_call(before: Node, one: Node) -> Node | None:
    """Return the call of a method that ``before`` and ``one`` are in the arguments of a command; None where they are none."""
    if before.kind != "member_access" or one.kind != "argument_list" or len(before.named) != 2:
        return None
    return Node("invokation_expression", before.start, one.end, True, False, [*before.children, one])


def _types(text: str) -> list[str]:
    """Return the names in a type's text, the outer one first, without what is taken for granted."""
    names = _NAMES.findall(text.lower()) or [""]
    return [name.removeprefix("system.") for name in names]
