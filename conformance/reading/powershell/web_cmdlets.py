"""``Invoke-RestMethod`` and ``Invoke-WebRequest``: the calls of a source."""

from typing import Final

from conformance.exchange import Position
from conformance.reading.powershell.arguments import Argument, BoundArguments, Command, bind_to
from conformance.reading.powershell.convert import expression_of_operand, is_null, text_value
from conformance.reading.powershell.data import (
    AnswerText,
    Encoded,
    Operand,
    Slot,
    Table,
    TempFile,
    Text,
    WebAnswer,
)
from conformance.reading.powershell.json_body import json_value
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.snapshots import more_of, snapshot_of_text
from conformance.reading.powershell.state import Variable
from conformance.reading.powershell.stream import Stream
from conformance.reading.program import Call
from conformance.reading.resolving import template
from conformance.reading.value import Entry, FromAnswer, JsonText, Known, Members, Unknown, Value

_PARAMETERS: Final = {
    "Uri": (), "Method": (), "Headers": (), "Body": (), "ContentType": (), "OutFile": (), "UserAgent": (),
    "ConnectionTimeoutSeconds": ("timeoutsec",), "OperationTimeoutSeconds": (), "MaximumRedirection": (),
    "MaximumRetryCount": (), "RetryIntervalSec": (), "StatusCodeVariable": (), "ResponseHeadersVariable": ("rhv",),
    "HttpVersion": (), "SslProtocol": (), "Authentication": (), "Token": (), "CustomMethod": ("cm",), "TransferEncoding": (),
    "SessionVariable": ("sv",), "WebSession": (), "Proxy": (), "InFile": (), "Form": (), "Certificate": (), "Credential": (),
}  # fmt: skip
_SWITCHES: Final = (
    "SkipHttpErrorCheck", "UseBasicParsing", "DisableKeepAlive", "SkipCertificateCheck", "SkipHeaderValidation", "NoProxy",
    "AllowUnencryptedAuthentication", "PreserveAuthorizationOnRedirect", "PassThru", "AllowInsecureRedirect",
    "PreserveHttpMethodOnRedirect", "UseDefaultCredentials", "FollowRelLink", "Resume",
)  # fmt: skip
# What else these do with the machine or the network than to send one request.
_MORE: Final = (
    "proxy",
    "infile",
    "form",
    "certificate",
    "credential",
    "usedefaultcredentials",
    "followrellink",
    "resume",
)
_CHAT: Final = "chat/completions"
_FORM: Final = "application/x-www-form-urlencoded"


def invoke_rest_method(machine: Machine, command: Command, out: Stream) -> None:
    """Send a request, and put out its answer as an object."""
    _send(machine, command, out, "Invoke-RestMethod")


def invoke_web_request(machine: Machine, command: Command, out: Stream) -> None:
    """Send a request, and put out the response with its text in ``Content``."""
    _send(machine, command, out, "Invoke-WebRequest")


def _send(machine: Machine, command: Command, out: Stream, client: str) -> None:
    bound = bind_to(command, _PARAMETERS, _SWITCHES, ("Uri",))
    if bound.unknown or bound.rest or any(name in bound.given for name in _MORE):
        machine.does_not_understand()
    _name_variables(machine, bound)
    url = bound.given.get("uri")
    if bound.unknown or url is None:
        # PowerShell refuses the command: nothing is sent.
        out.put(Slot(machine.unknown(command.node)))
        return
    call = _call(machine, command, bound, url, client)
    _answer(machine, command, bound, out, machine.record.send(call))


def _call(machine: Machine, command: Command, bound: BoundArguments, url: Argument, client: str) -> Call:
    place = machine.place(command.node)
    method = _method(bound)
    text = text_value(url.value)
    address = snapshot_of_text(text) if is_null(url.value) is not True else Unknown(machine.syntax.line(url.node))
    if not _is_chat(address, method):
        machine.does_not_understand()
    given = bound.given.get("body")
    body = _body(machine, given, method) if given else None
    return Call(
        client=client,
        place=place,
        method=method,
        url=address,
        headers=_headers(machine, bound, given, method),
        body=body,
        body_place=_written(machine, given, place) if given else place,
        url_place=_written(machine, url, machine.place(url.node)),
        api_version_place=_version_place(machine, text),
        certain=machine.certain and not isinstance(address, Unknown),
        passes=_passes(machine, bound),
    )


def _is_chat(url: Value, method: Value) -> bool:
    return _CHAT in (template(url) or "") and method == Known("POST")


def _method(bound: BoundArguments) -> Value:
    given = bound.value("custommethod") or bound.value("method")
    if given is None:
        return Known("GET")
    known = text_value(given).known
    return (
        Unknown(expression_of_operand(given))
        if known is None
        else Known("GET" if known.lower() == "default" else known.upper())
    )


def _headers(machine: Machine, bound: BoundArguments, body: Argument | None, method: Value) -> Members:
    """Return the header fields that the source gives, and the content type that goes with the body."""
    given = bound.value("headers")
    entries: list[Entry] = []
    more = None
    if isinstance(given, Table):
        more = more_of(given)
        for name, slot in given.cells.values():
            if not slot.maybe and is_null(slot.value) is not True:
                start = machine.place(slot.start) if slot.start is not None else None
                entries.append(Entry(name, machine.snapshot(_header(slot.value)), start))
    elif given is not None and is_null(given) is not True:
        more = expression_of_operand(given)
    asked = bound.given.get("contenttype")
    if asked is not None and is_null(asked.value) is not True:
        entries = [entry for entry in entries if entry.name.lower() != "content-type"]
        value = machine.snapshot(text_value(asked.value))
        entries.append(Entry("Content-Type", value, machine.place(asked.node)))
    elif (
        body is not None and method == Known("POST") and not any(one.name.lower() == "content-type" for one in entries)
    ):
        entries.append(Entry("Content-Type", Known(_FORM)))
    if bound.given.get("token") is not None or bound.given.get("authentication") is not None:
        entries.append(Entry("Authorization", Unknown("-Token")))
    return Members(tuple(entries), more, ordered=False)


def _header(value: Operand) -> Operand:
    return text_value(value) if isinstance(value, Text | Known) else value


def _body(machine: Machine, argument: Argument, method: Value) -> Value | None:
    return _body_of(machine, argument.value, machine.syntax.line(argument.node), method)


def _body_of(machine: Machine, value: Operand, expression: str, method: Value) -> Value | None:
    match value:
        case JsonText(of):
            return of
        case Encoded(of):
            return _body_of(machine, of, expression, method)
        case Text():
            found = json_value(machine, value)
            return Unknown(expression) if found is None else found
        case Known(None):
            return None
        case Table() if method != Known("POST"):
            # Without a method that has a body, a hashtable becomes the query.
            return None
    return Unknown(expression)


def _written(machine: Machine, argument: Argument, default: Position) -> Position:
    return machine.place(argument.assigned) if argument.assigned is not None else default


def _version_place(machine: Machine, url: Text) -> Position | None:
    """Return where the api-version in the URL is written."""
    seen, wanted = "", "api-version="
    for piece in url.pieces:
        plain = piece.value if isinstance(piece.value, str) else "\ue000"
        before = len(seen)
        seen += plain
        at = seen.lower().find(wanted)
        if at < 0 or at + len(wanted) >= len(seen):
            continue
        if piece.start is None:
            return None
        inside = plain[: max(0, at + len(wanted) - before)] if piece.exact else ""
        return machine.place(piece.start + len(inside.encode()))
    return None


def _passes(machine: Machine, bound: BoundArguments) -> bool:
    """Return whether a refusal passes silently.

    The cmdlet's own ``-ErrorAction Stop`` does not stop the script: the error is one of the statement already.
    """
    stops = machine.trapped or machine.preference("erroractionpreference") == "stop"
    if bound.switch("skiphttperrorcheck") or machine.passes is None:
        return bound.switch("skiphttperrorcheck") or not stops
    return machine.passes


def _name_variables(machine: Machine, bound: BoundArguments) -> None:
    for parameter in (
        "statuscodevariable",
        "responseheadersvariable",
        "sessionvariable",
        "errorvariable",
        "outvariable",
    ):
        name = bound.text(parameter)
        if name:
            machine.assign(name.lower().lstrip("+"), Unknown(f"${name}"), bound.given[parameter].node.start)


def _answer(machine: Machine, command: Command, bound: BoundArguments, out: Stream, number: int) -> None:
    file = bound.value("outfile")
    if file is not None:
        if isinstance(file, TempFile):
            machine.hold(machine.state.files, file, Variable(AnswerText(number)))
        else:
            machine.does_not_understand()
        if not bound.switch("passthru"):
            return
    answer = FromAnswer(number) if command.name.lower() in ("invoke-restmethod", "irm") else WebAnswer(number)
    variable = bound.text("outvariable")
    if variable:
        machine.assign(variable.lower(), answer, command.node.start)
    machine.put(out, answer, command.node.start)


CMDLETS: Final = {"invoke-restmethod": invoke_rest_method, "invoke-webrequest": invoke_web_request}
