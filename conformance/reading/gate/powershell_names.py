"""What the names of a PowerShell file stand for: the file's own functions, tables, texts."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from conformance.reading.gate import policy
from conformance.reading.gate.names import BASE, UNKNOWN, Names, Origin
from conformance.reading.powershell.syntax import Node, Syntax

_WRAPS: Final = frozenset(
    {"pipeline", "parenthesized_expression", "sub_expression", "statement_list", "statement_block"}
)
_LITERALS: Final = frozenset(
    {"verbatim_string_characters", "expandable_string_literal", "generic_token", "simple_name"}
)
_SCOPES: Final = ("global:", "script:", "local:", "private:")
_SETS_A_VARIABLE: Final = frozenset({"-statuscodevariable", "-responseheadersvariable"})


class PowershellNames(Names[Node]):
    """The names of one file, in lower case and without their scope."""

    def __init__(self, syntax: Syntax, base: str) -> None:
        super().__init__(self.origins_of, self._shown)
        self.syntax, self.base = syntax, base
        self.own: set[str] = set()
        loads: Counter[str] = Counter()
        todo = [syntax.root]
        while todo:
            node = todo.pop()
            self._note(node)
            if node.kind == "variable":
                loads[self.name(node)] += 1
            first = node.children[0] if node.children else node
            if node.kind in ("member_access", "element_access", "assignment_expression") and first.kind == "variable":
                loads[self.name(first)] -= 1
            if node.kind == "variable" and syntax.text(node).startswith("@"):
                loads[self.name(node)] -= 1
            todo += node.children
        self.leaked = {name for name, count in loads.items() if count}

    def name(self, variable: Node) -> str:
        """Return the name of ``variable`` without its sign and its scope; one of a drive keeps that: ``env:name``."""
        name = self.syntax.text(variable).lower().lstrip("$@").strip("{}")
        return next((name.removeprefix(scope) for scope in _SCOPES if name.startswith(scope)), name)

    def literal(self, node: Node) -> str | None:
        """Return the text of a literal that holds nothing else; None where ``node`` is none."""
        node = inner(node)
        text = self.syntax.text(node)
        if node.kind not in _LITERALS or node.named:
            return text if node.kind == "decimal_integer_literal" else None
        return text[1:-1] if text[:1] in ("'", '"') else text

    def _note(self, node: Node) -> None:
        match node.kind, node.named:
            case "assignment_expression", [target, operator, value]:
                self._assign(target, self.syntax.text(operator), value)
            case "foreach_statement", [variable, values, *_]:
                row = inner(values)
                for value in row.named if row.kind == "array_literal_expression" else [row]:
                    self.give(self.name(variable), value if self.literal(value) is not None else None)
            case "script_parameter", _:
                for variable in node.children:
                    if variable.kind == "variable":
                        self.give(self.name(variable), None)
            case (
                ("post_increment_expression" | "pre_increment_expression" | "post_decrement_expression"),
                [variable, *_],
            ):
                self.give(self.name(variable), None)
            case "hash_entry", [key, *_, value]:
                self._write("", key, value)
            case "invokation_expression", [owner, _, given] if len(pair := arguments(given)) > 1:
                self._write(self.name(owner) if owner.kind == "variable" else "", pair[0], pair[1])
            case "command_elements", elements:
                for parameter, value in zip(elements, elements[2:], strict=False):
                    if self.syntax.text(parameter).lower() in _SETS_A_VARIABLE:
                        self.give((self.literal(value) or "").lower(), None)
            case "command_name", _:
                self.computed |= self.syntax.text(node).lower() == "add-member"
            case "function_statement", [name, *_]:
                self.own.add(self.syntax.text(name).lower())
                body = next(iter(node.below("script_block_body")), node)
                statements = body.named[0].named if body.named else []
                outputs = [one for one in statements if inner(one).kind != "assignment_expression"]
                self.returned.setdefault(self.syntax.text(name).lower(), []).extend(
                    outputs if len(outputs) == 1 else [node]
                )

    def _assign(self, target: Node, operator: str, value: Node) -> None:
        if target.kind == "cast_expression":
            target = target.named[-1]
        match target.kind, target.named:
            case "variable", _ if operator == "+=" and self._follows(value):
                self.lengthen(self.name(target))
            case "variable", _:
                self.give(self.name(target), value if operator in ("=", "??=") else None)
            case "array_literal_expression", targets:
                for one in targets:
                    self._assign(one, operator, target)
            case (("member_access" | "element_access"), [owner, key]):
                self._write(self.name(owner) if owner.kind == "variable" else "", key, value)

    def _write(self, table: str, key: Node, value: Node) -> None:
        literal = self.literal(key)
        if literal is None:
            self.computed = True
        else:
            self.write(table, literal.lower(), value)

    def _shown(self, node: Node) -> list[str]:
        node = inner(node)
        node = inner(node.named[-1]) if node.kind == "cast_expression" else node
        keys = [self.literal(entry.named[0]) for entry in node.below("hash_entry") if entry in _entries(node)]
        if node.kind != "hash_literal_expression" or None in keys:
            raise ValueError
        return [key.lower() for key in keys if key is not None]

    def _follows(self, node: Node) -> bool:
        """Whether the text ``node`` begins with what may follow an endpoint, and names no host."""
        node = inner(node)
        if node.kind == "additive_expression":
            return self._follows(node.children[0])
        return node.kind in _LITERALS and self.syntax.text(node).lstrip("'\"").startswith(policy.FOLLOWS)

    def origins_of(self, node: Node) -> Iterable[Origin]:
        """Yield what the text ``node`` may begin with."""
        node, text = inner(node), self.syntax.text(inner(node))
        match node.kind, node.named:
            case "variable", _:
                drive, _, name = self.name(node).rpartition(":")
                if drive:
                    yield BASE if drive == "env" and policy.kind_of(name) else UNKNOWN
                else:
                    yield ("name", name, "")
            case (("verbatim_string_characters" | "expandable_string_literal" | "generic_token"), held):
                start = node.start + (text[:1] in ("'", '"'))
                if text[start - node.start :].startswith(self.base):
                    yield BASE
                elif (
                    held
                    and held[0].start == start
                    and self.syntax.slice(held[0].end, held[0].end + 1) in (*policy.FOLLOWS, '"')
                ):
                    yield from self.origins_of(held[0])
                else:
                    yield UNKNOWN
            case (("member_access" | "element_access"), [variable, key]) if (
                variable.kind == "variable" and ":" not in self.name(variable)
            ):
                literal = self.literal(key)
                yield UNKNOWN if literal is None else ("member", self.name(variable), literal.lower())
            case (("additive_expression" | "additive_argument_expression"), [left, right]) if node.children[
                1
            ].kind == "+" and (left.kind == node.kind or self._follows(right)):
                yield from self.origins_of(left)
            case "format_expression", [pattern, _, values] if self.syntax.text(pattern)[1:5] in ("{0}/", "{0}?"):
                values = inner(values)
                yield from self.origins_of(values.named[0] if values.kind == "array_literal_expression" else values)
            case "comparison_expression", [left, operator, right] if self.syntax.text(operator) == "??":
                yield from (*self.origins_of(left), *self.origins_of(right))
            case "comparison_expression", [left, operator, right] if (
                self.syntax.text(operator).lower() == "-join" and self.literal(right) == "/"
            ):
                for row in self._rows(inner(left)):
                    yield from self.origins_of(row) if row is not None else (UNKNOWN,)
            case "invokation_expression", [owner, verb, given] if self.syntax.text(verb).lower() in (
                "trim",
                "trimend",
                "tostring",
            ):
                plain = given.kind == "argument_list" and [self.literal(one) for one in arguments(given)] in ([], ["/"])
                yield from self.origins_of(owner) if plain and owner.kind != "type_literal" else (UNKNOWN,)
            case "cast_expression", [kind, value] if self.syntax.text(kind).lower() in ("[string]", "[uri]"):
                yield from self.origins_of(value)
            case "if_statement", _:
                for block in (one for one in node.below("statement_block") if _is_branch(node, one)):
                    yield from self.origins_of(block)
            case "command", [command, *_] if self.syntax.text(command).lower() in self.own:
                yield ("returned", self.syntax.text(command).lower(), "")
            case _:
                yield UNKNOWN

    def _rows(self, node: Node) -> Iterable[Node | None]:
        """Yield the first element of each array that ``node`` may be, None where it is something else."""
        if node.kind == "variable":
            for value in self.given.get(self.name(node), []) or [None]:
                yield from (None,) if value is None or inner(value).kind == "variable" else self._rows(inner(value))
            return
        elements = node
        if node.kind == "array_expression":
            elements = inner(node.named[0]) if node.named else node
        yield elements.named[0] if elements.kind == "array_literal_expression" else None


def inner(node: Node) -> Node:
    """Return what ``node`` only wraps: parentheses, a pipeline of one."""
    while node.kind in _WRAPS and len(node.named) == 1:
        node = node.named[0]
    return node


def arguments(given: Node) -> list[Node]:
    """Return the arguments of a call of a method."""
    lists = [one for one in given.named if one.kind == "argument_expression_list"]
    return lists[0].named if lists else given.named


def _entries(table: Node) -> list[Node]:
    return [entry for body in table.named for entry in body.named]


def _is_branch(statement: Node, block: Node) -> bool:
    clauses = [statement, *(one for one in statement.named if one.kind in ("else_clause", "elseif_clauses"))]
    clauses += [one for clause in clauses for one in clause.named if one.kind == "elseif_clause"]
    return any(block in clause.named for clause in clauses)
