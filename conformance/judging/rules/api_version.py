"""Which api-version an exchange is judged by: the URL's, else what the recording names."""

from dataclasses import dataclass
from typing import Final, Literal

from conformance.contract.catalog import Catalog
from conformance.exchange import Exchange
from conformance.judging.paths import chat_path

V1_PATH: Final = "/openai/v1/"
# What the query of the v1 path says, and the contract that it means.
V1_NAMES: Final = {"v1": "v1", "preview": "v1-preview"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The api-version judged by, or None with the reason: ``missing`` or ``unknown`` (``named`` is the unknown one).

    ``on_url`` is the contract that the URL itself names, None where it names none.
    """

    api_version: str | None
    trouble: Literal["missing", "unknown"] | None = None
    named: str | None = None
    on_url: str | None = None


def choose(exchange: Exchange, override: str | None, catalog: Catalog) -> Chosen:
    """Return the version to judge ``exchange`` by; ``override`` is in place of its own."""
    if override is not None:
        return Chosen(override)
    request = exchange.request
    query = request.parameter("api-version") if request else None
    on_v1 = is_v1(exchange)
    own = named_by_recording(exchange)
    if query:
        named = V1_NAMES.get(query) if on_v1 else query
        if named is None or named not in catalog.with_chat or (not on_v1 and not named[0].isdigit()):
            return Chosen(None, "unknown", query)
        # A later revision of v1 has no name on the wire.
        if named == "v1" and own == "v1-2026-01-28":
            return Chosen(own, on_url=own)
        return Chosen(named, on_url=named)
    if on_v1 and own is None:
        return Chosen("v1")
    if own is None:
        return Chosen(None, "missing")
    if own not in catalog.with_chat:
        return Chosen(None, "unknown", own)
    missing = request is not None and request.target is not None and not on_v1
    return Chosen(own, "missing" if missing else None)


def named_by_recording(exchange: Exchange) -> str | None:
    """Return the contract that the recording names; on the v1 path the name of the wire, ``preview``, serves too."""
    own = exchange.api_version
    return V1_NAMES.get(own, own) if own is not None and is_v1(exchange) else own


def is_v1(exchange: Exchange) -> bool:
    """Return whether the request goes to the path of the v1 family, or to one that is nearly it."""
    target = exchange.request.target if exchange.request else None
    if target is None:
        return False
    found = chat_path(target.path)
    return found.family == "v1" if found is not None else V1_PATH in target.path
