"""Where a Python sample writes its request: the keywords of the SDK's call, or the dict that ``requests`` sends."""

import ast

from conformance.exchange import Position, SourceMap
from conformance.wire.pointer import Path, pointer_of


def read_python(file: str, text: str) -> SourceMap:
    """Return the places of ``text``; the file alone where it does not parse or sends nothing that is known."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return SourceMap(file)
    return _Python(file, text, tree).sources()


class _Python:
    def __init__(self, file: str, text: str, tree: ast.Module) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.assignments = {
            target.id: node
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        self.calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        self.members: dict[str, Position] = {}

    def sources(self) -> SourceMap:
        for call in self.calls:
            name = ast.unparse(call.func)
            if name.endswith("chat.completions.create"):
                return self._sdk(call)
            if name in ("requests.post", "session.post"):
                return self._rest(call)
        return SourceMap(self.file)

    def _sdk(self, call: ast.Call) -> SourceMap:
        self.members[""] = self._place(self._statement(call))
        for keyword in call.keywords:
            if keyword.arg == "extra_body":
                self._value(keyword.value, ())
            elif keyword.arg is not None:
                self.members[pointer_of((keyword.arg,))] = self._place(keyword)
                self._value(keyword.value, (keyword.arg,))
        client = next((one for one in self.calls if ast.unparse(one.func).endswith("OpenAI")), None)
        url = self._place(client) if client else None
        version = next((word for word in client.keywords if word.arg == "api_version"), None) if client else None
        return SourceMap(self.file, self.members, url, self._place(version) if version else url)

    def _rest(self, call: ast.Call) -> SourceMap:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        body = given.get("json") or given.get("data")
        if isinstance(body, ast.Name) and body.id in self.assignments:
            assignment = self.assignments[body.id]
            self.members[""] = self._place(assignment)
            self._value(assignment.value, ())
        elif body is not None:
            self.members[""] = self._place(body)
            self._value(body, ())
        url = call.args[0] if call.args else given.get("url")
        named = self.assignments.get(url.id) if isinstance(url, ast.Name) else None
        place = self._place(named) if named else self._place(url) if url else None
        return SourceMap(self.file, self.members, place, place)

    def _value(self, node: ast.expr, path: Path) -> None:
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    below = (*path, key.value)
                    self.members[pointer_of(below)] = self._place(key)
                    self._value(value, below)
        elif isinstance(node, ast.List | ast.Tuple):
            for index, element in enumerate(node.elts):
                self.members[pointer_of((*path, index))] = self._place(element)
                self._value(element, (*path, index))

    def _statement(self, call: ast.Call) -> ast.AST:
        """Return the assignment that ``call`` is the value of, else the call."""
        return next((one for one in self.assignments.values() if one.value is call), call)

    def _place(self, node: ast.AST) -> Position:
        line, offset = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        before = self.lines[line - 1].encode()[:offset].decode(errors="replace")
        return Position(self.file, line, len(before) + 1)
