"""The real endpoint that a recorder forwards to, and whether it ever answered."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.errors import UsageError

# Hop-by-hop fields (RFC 9110, section 7.6.1), and those that each side writes itself.
_HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "content-length"}
)
_OF_THE_SAMPLE: Final = _HOP_BY_HOP | {"host", "expect", "accept-encoding", "proxy-authorization"}
_OF_THE_ENDPOINT: Final = _HOP_BY_HOP | {"content-encoding"}  # the body is passed back decoded
_SECONDS: Final = (10, 120)  # to connect, and between two pieces of an answer

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the endpoint answered, its body decoded."""

    status: int
    headers: Fields
    body: bytes


@dataclass
class Endpoint:
    """``url`` has no slash at its end. Raises UsageError where it is not an http(s) URL of a resource."""

    url: str
    _answered: bool = field(default=False, init=False)
    _failure: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if not _is_base_url(self.url):
            raise UsageError(
                f"--endpoint {self.url} is not an http(s) URL; name it like https://YOUR-RESOURCE.openai.azure.com."
            )
        self.url = self.url.rstrip("/")

    @property
    def _proxies(self) -> dict[str, str]:
        """Let the shell's proxies be used, which a network may need; never for this machine itself."""
        host = urlsplit(self.url).hostname or ""
        return {"no_proxy": host} if host == "localhost" or host.startswith("127.") or host == "::1" else {}

    @property
    def unreachable(self) -> str | None:
        """Why the endpoint could not be reached, where it has not answered once; else None."""
        return None if self._answered else self._failure

    def ask(self, method: str, target: str, headers: Fields, body: bytes) -> Answer | None:
        """Send a request to ``target``, path and query, and return the answer; None where there is none."""
        import requests

        passed: dict[str, str] = {}
        for name, value in headers:
            if name.lower() not in _OF_THE_SAMPLE:
                passed[name] = f"{passed[name]}, {value}" if name in passed else value
        try:
            answer = requests.request(
                method,
                self.url + target,
                data=body,
                headers=passed,
                timeout=_SECONDS,
                allow_redirects=False,
                proxies=self._proxies,
                auth=_as_it_is,
            )
        except requests.RequestException as error:
            self._failure = _reason(error)
            return None
        self._answered = True
        back = [(name, value) for name, value in answer.raw.headers.items() if name.lower() not in _OF_THE_ENDPOINT]
        return Answer(answer.status_code, tuple(back), answer.content)


def _as_it_is(request: Any) -> Any:
    """Add no credentials: without this, requests would send what ~/.netrc has for the host."""
    return request


def _is_base_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or any(c.isspace() for c in text))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def _reason(error: Exception) -> str:
    """Say in a few words why there is no answer; a library's own words name objects, and may hold the URL."""
    import requests

    reasons = {
        requests.exceptions.SSLError: "its certificate is not trusted",
        requests.exceptions.ProxyError: "the proxy does not answer",
        requests.Timeout: "no answer in time",
        requests.ConnectionError: "the connection failed",
    }
    return next((says for kind, says in reasons.items() if isinstance(error, kind)), "the request failed")
