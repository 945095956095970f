"""The requests that clients of the openai package for Node, and ``fetch``, send.

What the package does was read in openai-node (``src/azure.ts``, ``src/client.ts``): where an Azure client has no deployment,
the model is one.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from conformance.exchange import Position
from conformance.reading.javascript.scope import Scope
from conformance.reading.javascript.values import joined, unknown, value_of
from conformance.reading.program import Call
from conformance.reading.value import Edited, Entry, Joined, JsonText, Known, Members, Setting, Unknown, Value

if TYPE_CHECKING:
    from tree_sitter import Node

CLIENTS: Final = frozenset({"AzureOpenAI", "OpenAI"})
_CREATE: Final = ("chat.completions.create", "beta.chat.completions.parse", "chat.completions.parse",
                  "beta.chat.completions.stream", "chat.completions.stream", "beta.chat.completions.runTools")  # fmt: skip
_CHAT: Final = "chat/completions"
_PUBLIC: Final = "https://api.openai.com/v1"
_JSON: Final = Entry("Content-Type", Known("application/json"))


def call_of(scope: Scope, node: "Node") -> Call | None:
    """Return the chat completion that the call expression ``node`` asks for, None where it asks for none."""
    function, arguments = (node.child_by_field_name(name) for name in ("function", "arguments"))
    if function is None or arguments is None:
        return None
    if scope.tree.short(function) in ("fetch", "window.fetch"):
        return _fetched(scope, node, arguments)
    path = _path(scope, function)
    if path is None:
        return None
    owner, asked = path
    body_node = next((child for child in arguments.named_children if child.type != "comment"), None)
    if body_node is None or asked not in _CREATE:
        return None
    found = value_of(scope, body_node)
    body = found if isinstance(found, Members) else Members((), scope.tree.line(body_node, 80))
    if asked.endswith("stream"):
        body = Members((*body.entries, Entry("stream", Known(True), scope.tree.place_of(node))), body.more)
    name, options = _client(scope, owner)
    place = scope.tree.place_of(node)
    url, url_place, version_place = _url(scope, name, options, body, owner)
    headers = _members(options, "defaultHeaders") if options is not None else ()
    return Call(
        name or scope.tree.line(owner, 80),
        place,
        Known("POST"),
        url,
        Members((_JSON, *headers)),
        body,
        scope.tree.place_of(body_node),
        url_place or place,
        version_place,
        scope.is_certain(node) and name is not None,
    )


def _path(scope: Scope, function: "Node") -> "tuple[Node, str] | None":
    """Return the client of ``client.chat.completions.create``, and the rest."""
    names: list[str] = []
    at: Node | None = function
    while at is not None and at.type == "member_expression" and len(names) < 5:
        name, of = (at.child_by_field_name(one) for one in ("property", "object"))
        names.insert(0, scope.tree.short(name) if name is not None else "")
        at = of
        if at is not None and ".".join(names) in _CREATE and names[0] in ("chat", "beta"):
            before = at.child_by_field_name("property") if at.type == "member_expression" else None
            if before is None or scope.tree.short(before) != "beta":
                return at, ".".join(names)
    return None


def _client(scope: Scope, owner: "Node") -> tuple[str | None, Members | None]:
    """Return the name of the class that ``owner`` is made of, with its options; None where that is not known."""
    made = scope.bound.get(scope.tree.short(owner)) if owner.type == "identifier" else owner
    if made is None or made.type != "new_expression":
        return None, None
    constructor, arguments = (made.child_by_field_name(name) for name in ("constructor", "arguments"))
    text = scope.tree.short(constructor) if constructor is not None else ""
    name = scope.imported.get(text, text)
    if name not in CLIENTS:
        return None, None
    given = [child for child in arguments.named_children if child.type != "comment"] if arguments is not None else []
    if not given:
        return name, Members(())
    options = value_of(scope, given[0])
    return name, options if isinstance(options, Members) else Members((), scope.tree.line(given[0], 80))


def _url(
    scope: Scope, name: str | None, options: Members | None, body: Members, owner: "Node"
) -> tuple[Value, Position | None, Position | None]:
    """Return where a client's request goes, with the places of its base and of its api-version."""
    if name is None or options is None:
        return unknown(scope, owner), None, None
    query = [entry for entry in _members(options, "defaultQuery") if entry.name == "api-version"]
    base = options.entry("baseURL")
    if options.more is not None and base is None and options.entry("endpoint") is None:
        return unknown(scope, owner), None, None
    if name == "OpenAI":
        root = base.value if base else _base_of_environment(scope)
        url = joined([_without_slash(root), Known(f"/{_CHAT}")])
    else:
        endpoint = options.entry("endpoint")
        deployment, model = options.entry("deployment"), body.entry("model")
        named = deployment.value if deployment else model.value if model else None
        if base is not None:
            root = _without_slash(base.value)
        else:
            root = joined(
                [
                    _without_slash(endpoint.value if endpoint else scope.setting("AZURE_OPENAI_ENDPOINT", owner)),
                    Known("/openai"),
                ]
            )
        if named is not None:
            root = joined([root, Known("/deployments/"), _segment(named)])
        url = joined([root, Known(f"/{_CHAT}")])
        version = options.entry("apiVersion")
        if not query:
            value = version.value if version else scope.setting("OPENAI_API_VERSION", owner)
            query = [Entry("api-version", value, version.place if version else None)]
        base = base or endpoint
    if query:
        url = joined([url, Known("?api-version="), query[-1].value])
    return url, base.place if base else None, query[-1].place if query else None


def _base_of_environment(scope: Scope) -> Value:
    """Return OpenAI's own endpoint, or the variable where the source itself speaks of it."""
    return Setting("OPENAI_BASE_URL") if "OPENAI_BASE_URL" in scope.settings else Known(_PUBLIC)


def _segment(name: Value) -> Value:
    return Known(quote(str(name.value), safe="!$&'()*+,;=:@<>{}")) if isinstance(name, Known) else name


def _without_slash(value: Value) -> Value:
    match value:
        case Known(str(text)):
            return Known(text.removesuffix("/"))
        case Joined(parts) if isinstance(parts[-1], Known):
            return joined([*parts[:-1], Known(str(parts[-1].value).removesuffix("/"))])
        case Unknown():
            return value
    return Edited(value, "strip-right", "/")


def _members(options: Members, name: str) -> tuple[Entry, ...]:
    entry = options.entry(name)
    return entry.value.entries if entry is not None and isinstance(entry.value, Members) else ()


def _fetched(scope: Scope, node: "Node", arguments: "Node") -> Call | None:
    """Return what ``fetch(URL, {…})`` sends where it asks for a chat completion."""
    given = [child for child in arguments.named_children if child.type != "comment"]
    if not given:
        return None
    url = value_of(scope, given[0])
    options = value_of(scope, given[1]) if len(given) > 1 else Members(())
    if not isinstance(options, Members) or not any(_CHAT in part for part in _known_parts(url)):
        return None
    content, method = options.entry("body"), options.entry("method")
    body: Value | None = None
    if content is not None:
        body = content.value.of if isinstance(content.value, JsonText) else Unknown("body")
    place = scope.tree.place_of(node)
    return Call(
        "fetch",
        place,
        method.value if method else Known("GET"),
        url,
        Members(_members(options, "headers")),
        body,
        content.place if content and content.place else place,
        scope.tree.place_of(given[0]),
        None,
        scope.is_certain(node) and options.more is None,
    )


def _known_parts(value: Value) -> Iterator[str]:
    for part in value.parts if isinstance(value, Joined) else (value,):
        if isinstance(part, Known):
            yield str(part.value)
