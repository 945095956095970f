"""Whose call a block of a document makes: Azure OpenAI's chat completions, or another service that is not judged.

A client is judged by what it is: ``AzureOpenAI``, or ``OpenAI`` with a base URL that ends in Azure's path. ``OpenAI()``
alone, other libraries' clients, a local server and another host are somebody else's. A placeholder for an endpoint is
any endpoint. Of a client that is made nowhere on the page, the page as a whole decides.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from conformance.document.markdown import Block, Document, Fence
from conformance.reading.predicting import Prediction
from conformance.traffic.service import Hosts, Service, service_of

_CHAT: Final = re.compile(r"chat/+completions?/*$", re.IGNORECASE)
# Only Azure OpenAI has a deployment in its path, whatever the host.
_DATED: Final = re.compile(r"(?:^|[/>}])openai/+deployments?/", re.IGNORECASE)
# Operations beside chat completions, as the end of a path (openai, ``resources``).
_OTHER_OPERATION: Final = re.compile(
    r"(?<!/)/++(?:embeddings|(?<!chat/)completions|images/\w+|audio/\w+|responses|realtime|batches|files|models|deployments|assistants"
    r"|threads|fine_tuning/\w+|moderations|messages|rerank|search)/*$",
    re.IGNORECASE,
)
_V1: Final = re.compile(r"(?:^|[/>}])openai/+v1/", re.IGNORECASE)
# A host as pages write it: with a placeholder in it, or as one.
_PLACEHOLDER: Final = re.compile(r"[<>{}$]|your|example|contoso|my-|_|^[A-Z-]+$", re.IGNORECASE)
_AZURE_NAME: Final = re.compile(r"azure|foundry|aoai", re.IGNORECASE)
# The variable that ``OpenAI()`` reads (openai, ``_client.py``), and a line that gives it Azure's path.
_SDK_BASE: Final = "{OPENAI_BASE_URL}"
_BASE_SET: Final = re.compile(r"OPENAI_BASE_URL\W[^\n]{0,200}?openai/v1")
_AZURE_BASE: Final = re.compile(r"openai/v1|azure", re.IGNORECASE)
# Words that only a page about Azure OpenAI holds.
_ABOUT_AZURE: Final = re.compile(
    r"azure[\s_-]?openai|openai\.azure\.com|services\.ai\.azure\.com|cognitiveservices\.azure\.com|openai/deployments/|openai/v1\b"
    r"|\bapi[- _]versions?\b|/chat/completions\?api-version|azure_endpoint",
    re.IGNORECASE,
)
# What another service's code holds: the SDK's client without a base URL, that service's host, and libraries with
# clients of their own (a list: *assumed*).
_OTHERS: Final = re.compile(
    r"(?<![\w.])(?:openai\.)?(?:Async)?OpenAI\((?!(?s:.{0,400}?)base_?url)|\bapi\.(?:openai|groq|mistral|deepseek|together|x)\.\w+"
    r"|^[^\S\n]*+(?:from|import)[^\S\n]++(?:langchain|langgraph|langsmith|pydantic_ai|llm|litellm|llama_index|anthropic|ollama|groq"
    r"|instructor|crewai|dspy|haystack|mistralai|cohere|autogen\w*|semantic_kernel|agents|smolagents|google)\b"
    r"|\bfrom[^\S\n]++[\"'](?:@langchain/|langsmith|ollama|@anthropic)",
    re.MULTILINE,
)
# Vendors and servers of models (a list: *assumed*).
_VENDOR: Final = re.compile(
    r"open\s?ai|anthropic|\bclaude|\bgemini|mistral|\bgroq\b|ollama|deepseek|\bvllm\b|litellm|bedrock", re.IGNORECASE
)
_NAMESAKES: Final = re.compile(
    r"^[^\S\n]*+(?:from|import)[^\S\n]++(?:langchain|llama_index|langfuse|autogen)", re.MULTILINE
)
# Clients of other vendors with the same members (a list: *assumed*).
_MADE_BY_OTHERS: Final = re.compile(
    r"=\s*(?:new\s+)?(?:\w++\.)?(?:(?:Async)?(?:AI21|Anthropic|Mistral|Groq|Together|Cohere|Cerebras|Portkey|Gemini)\w*+"
    r"|InferenceClient|ChatCompletionsClient|from_(?!openai|litellm|provider)\w++)\("
)
_MADE: Final = re.compile(
    r"(?:=|return|await)\s*(?:new\s+)?(?:openai\.)?((?:Async)?(?:Azure)?OpenAI)\((?=((?s:.{0,300})))"
)


@dataclass(frozen=True)
class PageEvidence:
    """What a page as a whole says about whose calls it shows: ``others`` where its code asks another service."""

    document: Document
    others: bool
    clients: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document, clients: tuple[str, ...] = (), hosts: tuple[str, ...] = ()) -> "PageEvidence":
        """Return what ``document`` says; ``clients`` and ``hosts`` are names that somebody said are Azure OpenAI's."""
        code = "\n".join(block.content for block in document.blocks if isinstance(block, Fence))
        return cls(document, bool(_OTHERS.search(code)), clients, hosts)

    @cached_property
    def names_azure(self) -> bool:
        """Whether the page holds words that only one about Azure OpenAI holds."""
        return bool(_ABOUT_AZURE.search(self.document.text))

    @cached_property
    def names_others_alone(self) -> bool:
        """Whether the page names a vendor of models, and nothing of Azure OpenAI."""
        return not self.names_azure and bool(_VENDOR.search(self.document.text))

    @cached_property
    def has_namesakes(self) -> bool:
        """Whether the page imports a library that has an ``OpenAI`` of its own."""
        return bool(_NAMESAKES.search(self.document.text))

    @cached_property
    def base_is_azures(self) -> bool:
        """Whether the page sets the variable that ``OpenAI()`` reads its base URL from to Azure's v1 path."""
        return bool(_BASE_SET.search(self.document.text))

    @cached_property
    def _clients(self) -> tuple[tuple[int, bool], ...]:
        """Where the page makes clients, and whether each is Azure's."""
        text = self.document.text
        made = [
            (one.start(), "Azure" in one[1] or one[1] in self.clients or bool(_AZURE_BASE.search(one[2])))
            for one in _MADE.finditer(text)
        ]
        return tuple(sorted([*made, *((one.start(), False) for one in _MADE_BY_OTHERS.finditer(text))]))

    def client_before(self, block: Block) -> bool | None:
        """Return whether the last client that the page makes before the end of ``block`` is Azure's; None without one."""
        number = bisect_left(self._clients, (block.range.end, False))
        return self._clients[number - 1][1] if number else None


def is_chat(call: Prediction) -> bool:
    """Whether a call asks for a chat completion, of whatever service, as far as its URL tells."""
    request = call.exchange.request
    if request is None:
        return False
    url = unquote(request.url or "").partition("?")[0]
    if _OTHER_OPERATION.search(url):
        return False
    return not url or "{" in url or bool(_CHAT.search(url)) or bool(_DATED.search(url) and "chat" in url)


def is_ours(call: Prediction, page: PageEvidence, block: Block) -> bool:
    """Whether a call that asks for a chat completion asks Azure OpenAI's."""
    request = call.exchange.request
    url = unquote(request.url) if request and request.url else ""
    path = url.partition("?")[0]
    if _DATED.search(path) or call.call.client.endswith(("AzureOpenAI", *page.clients)):
        return True
    if _V1.search(path):
        return not _is_other_host(path, call, page)
    if path.startswith("{"):
        name, _, rest = path[1:].partition("}")
        if rest.strip("/") not in ("", "chat/completions"):
            return bool(_AZURE_NAME.search(name)) and not rest.startswith("/v1/")
        if path.startswith(_SDK_BASE):
            return page.base_is_azures
        if _AZURE_NAME.search(name):
            return True
    elif path:
        return service_of(call.exchange, Hosts(page.hosts)) is Service.AZURE
    made = page.client_before(block)
    return not page.others if made is None else made


def _is_other_host(path: str, call: Prediction, page: PageEvidence) -> bool:
    """Whether a URL with the v1 path names a host in full, and not one of Azure's."""
    scheme, separator, rest = path.partition("://")
    host = rest.partition("/")[0] if separator and "{" not in scheme else ""
    return (
        bool(host)
        and not _PLACEHOLDER.search(host)
        and service_of(call.exchange, Hosts(page.hosts)) is not Service.AZURE
    )
