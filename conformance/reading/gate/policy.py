"""The gate's policy: what a block may hold to be run where nothing isolates it. All else is outside.

One list for both languages, a line of Python beside its line of PowerShell. A name that is missing here is outside the
gate, in dead code too; a block outside it is no worse for that: it is read, or runs in isolation.

What keeps the list short: modules, types and library functions never become values, so a name that is called is one
that is listed here or written in the block; code of the block itself may be handed on, since all of it is looked at;
and a request goes where its URL begins, which is the emulator's URL or a setting that the runner fills.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal

Kind = Literal["version", "deployment", "key", "endpoint"]


def words(*lines: str) -> frozenset[str]:
    """Return the words of ``lines``."""
    return frozenset(word for line in lines for word in line.split())


def _names(table: Mapping[str, str]) -> frozenset[str]:
    return frozenset(f"{module}.{name}" for module, names in table.items() for name in names.split())


# Computes, prints, waits, ends, reads JSON.
PYTHON_CALLS: Final = words(
    "print len range enumerate zip sum min max sorted reversed round abs any all next repr divmod pow chr ord ascii hash",
    "isinstance issubclass hasattr exit quit super str int float bool bytes list dict tuple set frozenset complex slice",
) | _names({
    "json": "loads dumps load", "time": "sleep time perf_counter monotonic strftime time_ns process_time ctime",
    "sys": "exit stdout.write stdout.flush stderr.write stderr.flush stdout.reconfigure stderr.reconfigure",
    "os": "getenv environ.get environ.setdefault", "os.path": "basename", "copy": "copy deepcopy",
    "math": "exp log log2 log10 sqrt ceil floor fsum isclose isnan isfinite fabs pow prod", "uuid": "uuid4",
    "random": "random randint choice choices sample shuffle seed uniform Random", "asyncio": "run gather sleep",
    "datetime": "datetime datetime.now datetime.utcnow datetime.today datetime.fromtimestamp date date.today timedelta",
    "statistics": "mean median stdev pstdev mode variance", "textwrap": "dedent fill wrap indent shorten",
    "re": "compile match fullmatch search findall split sub escape", "collections": "Counter OrderedDict deque",
    "urllib.parse": "quote quote_plus urlencode urljoin urlparse urlsplit", "hashlib": "sha256 sha1 md5",
    "itertools": "count chain repeat islice product zip_longest cycle", "base64": "b64encode b64decode",
    "html": "escape unescape", "pprint": "pprint pformat", "traceback": "print_exc", "zoneinfo": "ZoneInfo",
    "platform": "python_version", "warnings": "warn", "dotenv": "load_dotenv", "dataclasses": "dataclass field asdict",
    "logging": "getLogger basicConfig debug info warning error exception critical", "string": "Template",
    "openai": "pydantic_function_tool Timeout DefaultHttpxClient DefaultAsyncHttpxClient ChatCompletion.create",
    "pydantic": "Field ConfigDict", "httpx": "Client AsyncClient Timeout", "requests": "Session session",
})  # fmt: skip
POWERSHELL_CALLS: Final = words(
    "write-host write-output write-error write-warning write-verbose write-debug write-information out-null out-string",
    "convertto-json convertfrom-json foreach-object where-object select-object sort-object group-object measure-object",
    "start-sleep get-date get-random new-guid new-timespan get-unique join-string get-member format-list format-table",
    "measure-command set-strictmode new-object add-member add-type get-command using",
)
ALIASES: Final[Mapping[str, str]] = {
    alias: name
    for name, aliases in {
        "invoke-restmethod": "irm", "invoke-webrequest": "iwr", "write-output": "echo write", "select-object": "select",
        "where-object": "where ?", "foreach-object": "foreach %", "sort-object": "sort", "group-object": "group",
        "measure-object": "measure", "start-sleep": "sleep", "format-list": "fl", "format-table": "ft", "get-command": "gcm",
    }.items()
    for alias in aliases.split()
}  # fmt: skip
# A method of what is no module and no type: of text, lists, tables, answers, dates. The name decides, whatever has it.
PYTHON_METHODS: Final = words(
    "strip lstrip rstrip split rsplit splitlines join lower upper title capitalize startswith endswith replace format",
    "encode decode find rfind count index partition rpartition removeprefix removesuffix isdigit isnumeric isalpha zfill",
    "ljust rjust center append extend insert remove pop sort reverse copy clear get items keys values update setdefault",
    "add discard union intersection difference group groups json raise_for_status model_dump model_dump_json to_dict",
    "to_json parse close iter_lines strftime isoformat total_seconds hexdigest substitute most_common timestamp with_options",
    "create casefold fromkeys info debug warning error date astimezone reconfigure",
)
POWERSHELL_METHODS: Final = words(
    "trim trimstart trimend split replace tostring tolower toupper tolowerinvariant toupperinvariant substring indexof",
    "startswith endswith contains padleft padright add addrange insert remove removeat clear containskey getenumerator",
    "clone getbytes getstring toarray equals compareto lastindexof adddays addhours addminutes addseconds write writeline",
    "reverse sort tochararray append appendline",
)
# Names that may stand as values: what describes data, and standard output.
PYTHON_VALUES: Final = words("str int float bool bytes list dict tuple set object __name__ NotImplemented Ellipsis") | _names({
    "sys": "stdout stderr argv version version_info platform maxsize", "os": "linesep", "math": "pi e inf nan",
    "openai": "NOT_GIVEN NotGiven Omit omit __version__ VERSION", "requests": "codes __version__", "io": "TextIOWrapper",
    "datetime": "datetime date timedelta timezone timezone.utc UTC", "enum": "Enum StrEnum IntEnum", "string": "digits",
    "pydantic": "BaseModel", "logging": "DEBUG INFO WARNING ERROR CRITICAL", "re": "IGNORECASE MULTILINE DOTALL I M S",
    "collections": "Counter deque OrderedDict", "json": "JSONDecodeError", "abc": "ABC", "dataclasses": "dataclass",
})  # fmt: skip
EXCEPTION: Final = re.compile(r"(?:Error|Exception|Exit|Interrupt|Warning|Timeout|StopIteration)\Z")
DESCRIBES_DATA: Final = re.compile(
    r"(?:(?:typing|typing_extensions|collections\.abc|openai\.types(?:\.[a-z_]+)*)\.[A-Z]\w*|__future__\.annotations)\Z"
)
HAS_EXCEPTIONS: Final = re.compile(r"(?:openai|requests|httpx|urllib3|pydantic|json|asyncio)\.")
# A type to cast to, to make, or to ask; behind it the static members, * for all.
POWERSHELL_TYPES: Final[Mapping[str, frozenset[str]]] = {
    name: words(members)
    for names, members in {
        "string char int int16 int32 int64 uint32 long double single float decimal bool boolean byte datetime timespan": "*",
        "guid math regex convert uri text.encoding text.utf8encoding text.stringbuilder datetimeoffset version": "*",
        "bigint numerics.biginteger array hashtable collections.hashtable collections.arraylist void object": "*",
        "pscustomobject psobject ordered switch securestring collections.specialized.ordereddictionary exception": "new",
        "collections.generic.list collections.generic.dictionary": "new",
        "collections.ienumerable": "",
        "net.webexception httprequestexception net.http.httprequestexception": "",
        "console": "outputencoding inputencoding writeline write error out",
        "environment": "getenvironmentvariable newline",
        "net.servicepointmanager": "securityprotocol",
        "net.securityprotocoltype": "*",
        "web.httputility": "urlencode",
        "net.webutility": "urlencode",
        "io.path": "gettempfilename",
        "io.file": "readalltext delete",
        "microsoft.powershell.commands.httpresponseexception management.automation.errorrecord": "",
    }.items()
    for name in names.split()
}
OPERATORS: Final = words(
    *(f"-{case}{name}" for case in ("", "c", "i") for name in words(
        "eq ne gt ge lt le like notlike match notmatch contains notcontains in notin replace split"
    )),
    "-join -is -isnot -shl -shr ??",
)  # fmt: skip
# An alias comes before a function of its name: a function that is called so is never called.
BUILT_IN_ALIASES: Final = words(
    "ac asnp cat cd cfs chdir clc clear clhy cli clp cls clv cnsn compare copy cp cpi cpp curl cvpa dbp del diff dir dnsn",
    "ebp echo epal epcsv epsn erase etsn exsn fc fhx fl foreach ft fw gal gbp gc gcb gci gcm gcs gdr gerr ghy gi gin gjb gl",
    "gm gmo gp gps gpv group gsn gsnp gsv gtz gu gv gwmi h help history icm iex ihy ii ipal ipcsv ipmo ipsn irm ise iwmi iwr",
    "kill lp ls man md measure mi mkdir more mount move mp mv nal ndr ni nmo npssc nsn nv nwsn ogv oh popd ps pumpkin pushd",
    "pwd r rbp rcjb rcsn rd rdr ren ri rjb rm rmdir rmo rni rnp rp rsn rsnp rujb rv rvpa rwmi sajb sal saps sasv sbp sc scb",
    "select set shcm si sl sleep sls sn snsn sort sp spjb spps spsv start stz sujb sv swmi tee trcm type wget where wjb write",
    "% ? oss",
)
ATTRIBUTES: Final = words(
    "parameter cmdletbinding validateset validaterange validatenotnullorempty validatenotnull allownull allowemptystring",
    "allowemptycollection alias validatelength validatecount outputtype",
)
PYTHON_REQUESTS: Final = _names({
    "requests": "get post put patch delete head request", "httpx": "get post put request",
    "urllib.request": "Request urlopen",
})  # fmt: skip
POWERSHELL_REQUESTS: Final = words("invoke-restmethod invoke-webrequest")
ELSEWHERE: Final = "sends to a URL that does not begin with the endpoint"
# What may be told to a request, and to a client. ``url`` and its like begin where the request goes.
URLS: Final = words("url uri azure_endpoint base_url")
REQUEST: Final = words(
    "url method json data headers params timeout allow_redirects stream cookies content verify",
    "uri method headers body contenttype timeoutsec maximumredirection operationtimeoutseconds connectiontimeoutseconds",
    "usebasicparsing skiphttperrorcheck statuscodevariable erroraction maximumretrycount retryintervalsec useragent",
    "disablekeepalive outfile responseheadersvariable allowunencryptedauthentication",
)
CLIENT: Final = words(
    "azure_endpoint base_url api_key api_version azure_deployment azure_ad_token timeout max_retries organization project",
    "default_headers default_query http_client",
)
# What may be told to any other listed function or cmdlet; a function of the block takes what it likes.
KEYWORDS: Final = words(
    "sep end flush file indent ensure_ascii sort_keys separators default key reverse start strict encoding errors timeout",
    "seconds minutes hours days level format tz follow_redirects description title ge le gt lt frozen width repeat fillvalue",
    "max_retries exclude_none exclude_unset by_alias mode name extra min_length max_length return_exceptions limit quote_via",
    "depth compress inputobject ashashtable noenumerate object foregroundcolor backgroundcolor nonewline separator property",
    "first last skip unique expandproperty descending seconds milliseconds process begin end filterscript assemblyname",
    "format message erroraction typename argumentlist notepropertyname notepropertyvalue name value membertype version",
    "minimum maximum sum average count passthru force stream width asarray enumsasstrings datekind escapehandling eq ne gt",
    "ge lt le like notlike match notmatch contains in is ceq line word character uformat asutc messagedata",
)
# Attributes of what is no answer of a chat call: a request's answer, an error, a client on its way to ``create``.
MEMBERS: Final = words(
    "chat completions beta with_raw_response with_streaming_response embeddings status_code text reason ok headers url body",
    "response request message code type param args content error errors id model created object choices index role usage",
    "finish_reason delta name arguments function tool_calls system_fingerprint logprobs token logprob bytes refusal parsed",
    "prompt_tokens completion_tokens total_tokens prompt_tokens_details completion_tokens_details cached_tokens value year",
    "reasoning_tokens audio annotations context citations data prompt_filter_results content_filter_results elapsed output",
    "request_id seed __context__ __cause__ status filename lineno month day hour minute second output_text __doc__",
)
# What follows the endpoint in a text, so that the text names no host where the endpoint is empty.
FOLLOWS: Final = ("/", "?", "&")
# What is set on something that is not a table.
STORES: Final = words("content params") | _names({"openai": "api_type api_base api_version api_key"})
SETTABLE: Final = {
    "erroractionpreference": words("stop continue silentlycontinue"),
    **dict.fromkeys(
        words("progresspreference informationpreference warningpreference verbosepreference debugpreference"),
        words("silentlycontinue continue stop"),
    ),
}
READABLE: Final = words(
    "_ psitem psversiontable true false null args input error matches host lastexitcode iswindows islinux ismacos"
)
AUTOMATIC: Final = re.compile(
    r"(?:ps\w+|maximum\w+|\w*preference|executioncontext|myinvocation|profile|pwd|home|host|this|sender|event\w*|shellid"
    r"|stacktrace|nestedpromptlevel|consolefilename|enabledexperimentalfeatures|foreach|switch|input|args|error|matches"
    r"|is(?:windows|linux|macos|coreclr)|lastexitcode|true|false|null|outputencoding|ofs|[?^$_])\Z"
)
# A setting that a block may write: a whole word at its end says what it holds, and nothing of the system is called so.
WRITABLE: Final = re.compile(
    r"(?:OPENAI|AZURE_\w+|\w*[A-Z]_API|API|MY)_(?:VERSION|KEY|ENDPOINT|BASE|URL|URI|DEPLOYMENT|MODEL)(?:_NAME|_ID)?\Z",
    re.IGNORECASE,
)
# The last of these words in a name decides: …_ENDPOINT_KEY is a key, and DEPLOYMENT_URL an endpoint.
_SETTING: Final[Mapping[str, Kind]] = {
    "VERSION": "version", "KEY": "key", "ENDPOINT": "endpoint", "BASE": "endpoint", "URL": "endpoint", "URI": "endpoint",
    "HOST": "endpoint", "DEPLOYMENT": "deployment", "MODEL": "deployment", "ENGINE": "deployment",
}  # fmt: skip
_WORD: Final = re.compile("|".join(_SETTING))


def kind_of(name: str) -> Kind | None:
    """Return what a variable of this name holds, which the runner then sets; None where no rule tells."""
    found = _WORD.findall(name.upper())
    return _SETTING[found[-1]] if found else None
