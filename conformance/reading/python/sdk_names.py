"""The names that the openai SDK takes as keywords, as the pinned release does; an older one takes fewer of them."""

from typing import Final

from conformance.reading.python import sdk_table

NOT_THE_BODY: Final = frozenset({"extra_headers", "extra_query", "extra_body", "timeout"})
CREATE: Final = sdk_table.CREATE
CLIENT: Final = frozenset(name for names in sdk_table.CLIENTS.values() for name in names)
CLIENTS: Final = frozenset({"AzureOpenAI", "AsyncAzureOpenAI", "OpenAI", "AsyncOpenAI", "Client", "AsyncClient"})
# What stands for a parameter that is not sent at all.
OMITTED: Final = frozenset({"openai.NOT_GIVEN", "openai.omit", "openai._types.NOT_GIVEN", "openai.not_given"})
