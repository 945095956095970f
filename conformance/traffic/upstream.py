"""The service behind a recording proxy: bytes go there and come back as they are, a stream as it comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.errors import UsageError

Fields = tuple[tuple[str, str], ...]
# Hop-by-hop fields (RFC 9110, section 7.6.1); the rest passes unchanged.
HOP_BY_HOP: Final = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "proxy-authorization",
    }
)
_OF_THE_CLIENT: Final = HOP_BY_HOP | {"host", "expect", "content-length"}
_SECONDS: Final = (10.0, 600.0)  # to connect, and between two pieces of an answer: a model may think for minutes
_PIECE: Final = 1 << 16


class Unreachable(Exception):
    """The service did not answer; ``reason`` says why in a few words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Passing:
    """An answer that is under way: its head, and its bytes as they come."""

    status: int
    reason: str
    headers: Fields
    _answer: Any

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it comes, not decoded. Raises Unreachable where the service breaks off."""
        import urllib3

        try:
            while piece := self._answer.read1(_PIECE, decode_content=False):
                yield piece
        except (urllib3.exceptions.HTTPError, OSError):
            raise Unreachable("the service broke off its answer") from None

    def close(self) -> None:
        """Let go of the connection."""
        self._answer.close()


class Upstream:
    """``url`` is the base that a request's path is put behind. Raises UsageError where it is not an http(s) URL."""

    def __init__(self, url: str, option: str = "--upstream") -> None:
        if not _is_base_url(url):
            raise UsageError(
                f"{option} {_shown(url)} is not an http(s) URL; name it like https://YOUR-RESOURCE.openai.azure.com."
            )
        self.url = url.rstrip("/")
        self._pool: Any = None

    def ask(self, method: str, target: str, headers: Fields, body: bytes) -> Passing:
        """Send a request to ``target``, path and query, as it was sent here. Raises Unreachable."""
        import urllib3

        fields = urllib3.HTTPHeaderDict()
        for name, value in headers:
            if name.lower() not in _OF_THE_CLIENT:
                fields.add(name, value)
        # What urllib3 would add by itself, the client did not send.
        absent = {urllib3.util.SKIP_HEADER: ("accept-encoding", "user-agent")}
        for mark, names in absent.items():
            for name in names:
                if name not in fields:
                    fields[name] = mark
        try:
            answer = self._manager().urlopen(
                method, self.url + target, body=body or None, headers=fields, redirect=False, retries=False,
                preload_content=False, decode_content=False, assert_same_host=False,
                timeout=urllib3.Timeout(connect=_SECONDS[0], read=_SECONDS[1]),
            )  # fmt: skip
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unreachable(_reason(error)) from None
        back = tuple((n, v) for n, v in answer.headers.items() if n.lower() not in HOP_BY_HOP)
        return Passing(answer.status, answer.reason or "", back, answer)

    def _manager(self) -> Any:
        if self._pool is None:
            import urllib3
            from requests.utils import get_environ_proxies, select_proxy

            host = urlsplit(self.url).hostname or ""
            here = host == "localhost" or host.startswith("127.") or host == "::1"
            # The shell's proxies serve, which a network may need; never for this machine itself.
            proxy = None if here else select_proxy(self.url, get_environ_proxies(self.url))
            self._pool = urllib3.ProxyManager(proxy, maxsize=32) if proxy else urllib3.PoolManager(maxsize=32)
        return self._pool


def _is_base_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or any(c.isspace() for c in text))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def _shown(url: str) -> str:
    from conformance.traffic.secrets.exchange import without_credentials

    return without_credentials(url)


def _reason(error: Exception) -> str:
    """Say in a few words why there is no answer; a library's own words name objects, and may hold the URL."""
    import urllib3

    reasons = {
        urllib3.exceptions.SSLError: "its certificate is not trusted",
        urllib3.exceptions.ProxyError: "the proxy does not answer",
        urllib3.exceptions.NewConnectionError: "the connection failed",  # before the next, which it is a kind of
        urllib3.exceptions.TimeoutError: "no answer in time",
    }
    return next((says for kind, says in reasons.items() if isinstance(error, kind)), "the connection failed")
