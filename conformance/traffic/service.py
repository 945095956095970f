"""Which service an exchange was with: Azure OpenAI's chat completions, or another service or operation that is not judged."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from conformance.exchange import Exchange, Request
from conformance.judging.paths import chat_path


class Service(StrEnum):
    """What an exchange belongs to; all but the first are counted by this name and not judged."""

    AZURE = "azure-openai"
    MODEL_INFERENCE = "azure-model-inference"
    COMPATIBLE = "openai-compatible"
    OTHER = "other-operation"


# The endpoints of a resource (Learn, "Azure OpenAI in Microsoft Foundry Models REST API reference"), of API Management,
# and of Azure Government (Learn, "Azure OpenAI in Azure Government").
_AZURE_HOST: Final = re.compile(
    r"(?:^|\.)(?:openai\.azure\.com|cognitiveservices\.azure\.com|services\.ai\.azure\.com|azure-api\.net"
    r"|api\.cognitive\.microsoft\.com|openai\.azure\.us|cognitiveservices\.azure\.us)$"
)
_UNDER_DEPLOYMENT: Final = re.compile(r"/openai/+deployment", re.IGNORECASE)
# A gateway on this machine in front of a vendor whose own path is the same (api.groq.com; pydantic-ai's gateway).
_VENDORS: Final = re.compile(r"/(?:groq|openrouter|deepinfra|together|fireworks|mistral)/+openai/+v1/", re.IGNORECASE)
_INFERENCE: Final = re.compile(r"/models/+chat/+completions/*$")
_CHAT: Final = re.compile(r"/chat/+completions/*$")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that somebody named as Azure OpenAI's, in lower case; one that begins with ``*.`` names all below it."""

    names: tuple[str, ...] = ()

    def __contains__(self, host: object) -> bool:
        return isinstance(host, str) and any(
            host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in self.names
        )


NOBODYS: Final = Hosts()


def service_of(exchange: Exchange, azure_hosts: Hosts = NOBODYS) -> Service:
    """Return the service that ``exchange`` was with. Host and path decide; without a URL it is taken for Azure OpenAI's."""
    request, response = exchange.request, exchange.response
    if request is None or request.url is None:
        return Service.AZURE
    answered = response is not None and response.status is not None and 200 <= response.status < 300
    return _of_url(request.url, request.method, azure_hosts, answered)


@lru_cache(maxsize=4096)
def _of_url(url: str, method: str | None, azure_hosts: Hosts, answered: bool) -> Service:
    target = Request(method, url).target
    if target is None:
        return Service.AZURE  # url-path says of a URL that is none what is wrong
    if method is not None and method.upper() != "POST":
        return Service.OTHER
    try:
        host = target.hostname
    except ValueError:  # brackets around what is no IPv6 address
        host = None
    return _of(host, target.path, azure_hosts, answered)


def _of(host: str | None, path: str, azure_hosts: Hosts, answered: bool) -> Service:
    found = chat_path(path)
    local = host is None or _is_loopback(host)
    named = host is not None and (bool(_AZURE_HOST.search(host)) or host in azure_hosts)
    if found is not None:
        if not found.near and (found.family == "dated" or named or (local and not _VENDORS.search(path))):
            return Service.AZURE
        # Other servers on this machine answer at /v1/chat/completions; below /openai/ nobody else's path is so near,
        # but for a gateway's that knows it.
        mistaken = local and found.under_openai and not (answered and host is not None)
        if found.near and (named or mistaken or _UNDER_DEPLOYMENT.search(path)):
            return Service.AZURE
    if _INFERENCE.search(path):
        return Service.MODEL_INFERENCE
    return Service.COMPATIBLE if _CHAT.search(path) else Service.OTHER


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
