"""The request that a ``curl`` command sends (curl(1)): method, URL, headers, and the JSON of its body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from conformance.exchange import Position
from conformance.reading.bash.curl_options import DATA, Option, options_of
from conformance.reading.bash.shell import Shell
from conformance.reading.json_source import JsonSource, read_json_source
from conformance.reading.pieces import Piece, Text, known, known_text, place_in, value_of, version_place
from conformance.reading.program import Call
from conformance.reading.value import Dump, Entry, FromAnswer, Joined, Known, Members, Unknown, Value

if TYPE_CHECKING:
    from tree_sitter import Node

_CHAT: Final = "chat/completions"
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"


@dataclass
class _Request:
    """One request as its options say, before it is sent."""

    urls: list[Text] = field(default_factory=list)
    headers: list[Text] = field(default_factory=list)
    data: list[tuple[str, Text]] = field(default_factory=list)
    method: Text | None = None
    in_query: bool = False
    query: list[tuple[str, Text]] = field(default_factory=list)
    other_body: bool = False
    files: list[str] = field(default_factory=list)
    shows: bool = True
    unsure: bool = False

    def take(self, option: Option) -> None:
        match option.name:
            case "url":
                self.urls.append(option.text)
            case "request":
                self.method = option.text
            case "header":
                self.headers.append(option.text)
            case "get":
                self.in_query = True
            case "head":
                self.method = known("HEAD")
            case "url-query":
                self.query.append(("url-query", option.text))
            case "form" | "form-string" | "upload-file":
                self.other_body = True
            case "output":
                self.files.append(known_text(option.text) or "")
            case "config" | "variable":
                self.unsure = True
            case "include" | "write-out" | "help" | "remote-name":
                self.shows = False
            case name if name in DATA:
                self.data.append((name, option.text))


def run_curl(shell: Shell, node: "Node", arguments: Sequence[Text], given: Text | None) -> Text:
    """Record the chat completions that ``curl`` with ``arguments`` asks for; return what it writes."""
    requests = [_Request()]
    command = _command(shell, arguments, given)
    for option in options_of(arguments):
        if option.name == "next":
            requests.append(_Request())
        else:
            requests[-1].take(option)
    found: list[Piece] = []
    for request in requests:
        for url, sure in _targets(request):
            found += _send(shell, node, request, _asked(request, url), given, sure and not request.unsure, command)
            command = ()  # one command sends them all
    return tuple(found)


def _command(shell: Shell, arguments: Sequence[Text], given: Text | None) -> tuple[Value, ...]:
    """Return the words of a command that needs no file and no input: what ``@-`` or ``@FILE`` stand for is one of them."""
    found: list[Value] = []
    for argument in arguments:
        written = known_text(argument) or ""
        if written.startswith("@"):
            file = written[1:]
            content = given if file == "-" else shell.files.held.get(file)
            if content is None or _known_part(content).lstrip()[:1] not in ("{", "["):
                return ()
            argument = _on_one_line(content)
        elif (written[:2] in ("-d", "-K") and written[2:3] == "@") or written in (
            "-K",
            "--config",
            "-T",
            "--upload-file",
        ):
            return ()
        found.append(value_of(argument))
    return tuple(found)


def _asked(request: _Request, url: Text) -> Text:
    """Return a URL with what ``--url-query`` adds to it, and with ``-G`` the data too."""
    added = [*request.query, *(request.data if request.in_query else ())]
    mark = "&" if "?" in _known_part(url) else "?"
    for name, text in added:
        written = known_text(text)
        if written is not None and name in ("data-urlencode", "url-query"):
            before, equals, value = written.partition("=")
            sent = quote(value or before, safe="")
            written = f"{before}={quote(value, safe='')}" if equals and before else sent
            text = known(written)
        url = (*url, *known(mark), *text)
        mark = "&"
    return url


def _targets(request: _Request) -> Iterator[tuple[Text, bool]]:
    """Yield the URLs that are asked, and whether it is sure that they are URLs: a variable may hold an option."""
    surely = [url for url in request.urls if "/" in _known_part(url)]
    if surely:
        for url in surely:
            yield url, len(surely) == len(request.urls)
    else:
        for url in request.urls[:1]:
            yield url, len(request.urls) == 1


def _send(
    shell: Shell,
    node: "Node",
    request: _Request,
    url: Text,
    given: Text | None,
    sure: bool,
    command: tuple[Value, ...],
) -> Text:
    place = shell.place(node)
    body = _body(shell, node, request, given, place)
    if not _asks_for_chat(url, body):
        shell.does_not_understand(node)
        return shell.unknown(shell.written(node))
    sends = "POST" if request.data and not request.in_query else "GET"
    # A word that is not known may be the data.
    method = request.method or (known(sends) if sure or sends == "POST" else shell.unknown("curl"))
    number = shell.record.send(
        Call(
            "curl",
            place,
            value_of(method),
            _url(url),
            Members(tuple(_headers(request, place))),
            body.value if body else None,
            body.opened if body else place,
            place_in(url, place),
            version_place(url) or place_in(url, place),
            shell.certain and sure,
            text=body.text if body else None,
            command=command,
        )
    )
    answer: Text = (Piece(Dump(FromAnswer(number), "wire")),) if request.shows else shell.unknown("curl")
    for file in request.files:
        shell.hold(shell.files, file, answer)
    return () if request.files else answer


def _body(shell: Shell, node: "Node", request: _Request, given: Text | None, place: Position) -> JsonSource | None:
    """Return what is sent as the body: several data are joined as a form is, JSON as it stands."""
    if request.other_body:
        return JsonSource(Unknown("--form"), place)
    if not request.data or request.in_query:
        return None
    found: list[Piece] = []
    before = None
    for name, text in request.data:
        if before is not None and not (name == "json" and before == "json"):
            found += known("&")
        found += _content(shell, node, name, text, given)
        before = name
    return read_json_source(tuple(found), place)


def _content(shell: Shell, node: "Node", name: str, text: Text, given: Text | None) -> Text:
    """Return what one option sends: what it says, or, behind ``@``, what a file or standard input holds."""
    written = known_text(text)
    if name == "data-urlencode":
        return shell.unknown(shell.written(node))
    if name == "data-raw" or not _known_part(text).startswith("@"):
        return text
    if written is None:
        return shell.unknown(f"@{_known_part(text)[1:]}…")
    file = written[1:]
    content = given if file in ("-", "/dev/stdin") else shell.files.held.get(file)
    if content is None and file not in ("-", "/dev/stdin"):
        content = shell.read_file(file)
    if content is None:
        return shell.unknown(written)
    # Outside of strings a line end means nothing to JSON, and in them curl takes it away.
    return shell.counted(content) if name in ("data-binary", "json") else _on_one_line(shell.counted(content))


def _on_one_line(text: Text) -> Text:
    """Return ``text`` without its line ends, as ``-d @FILE`` sends it."""
    found: list[Piece] = []
    for piece in text:
        if not isinstance(piece.value, Known):
            found.append(piece)
            continue
        at = piece.start
        for line in str(piece.value.value).splitlines(keepends=True):
            found += known(line.rstrip("\r\n"), at, piece.place)
            at += len(line)
    return tuple(found)


def _asks_for_chat(url: Text, body: JsonSource | None) -> bool:
    if _CHAT in _known_part(url, "\n"):
        return True
    return body is not None and isinstance(body.value, Members) and body.value.entry("messages") is not None


def _headers(request: _Request, place: Position) -> Iterator[Entry]:
    """Yield the headers: curl says a form's media type where none is given, and JSON's with ``--json``."""
    names = set()
    for text in request.headers:
        name, colon, _ = _known_part(text).partition(":")
        if not colon:
            continue
        names.add(name.strip().lower())
        yield Entry(name.strip(), _behind_colon(text), place_in(text, place))
    if request.data and not request.in_query and "content-type" not in names:
        json = all(name == "json" for name, _ in request.data)
        yield Entry("Content-Type", Known(_JSON if json else _FORM), place)


def _behind_colon(text: Text) -> Value:
    value = value_of(text)
    if isinstance(value, Known):
        return Known(str(value.value).partition(":")[2].strip())
    if isinstance(value, Joined) and isinstance(value.parts[0], Known):
        first = str(value.parts[0].value).partition(":")[2].lstrip()
        rest = value.parts[1:]
        return Joined((Known(first), *rest)) if first else rest[0] if len(rest) == 1 else Joined(rest)
    return value


def _url(url: Text) -> Value:
    """Return the URL; curl asks over HTTP where none is named."""
    value = value_of(url)
    if isinstance(value, Known) and "://" not in str(value.value) and str(value.value)[:1] not in ("<", "{", "[", "/"):
        first = str(value.value).partition("/")[0]
        return Known(f"http://{value.value}") if "." in first or ":" in first else value
    return value


def _known_part(text: Text, between: str = "") -> str:
    """Return the characters of ``text`` that are known."""
    return between.join(str(piece.value.value) for piece in text if isinstance(piece.value, Known))
