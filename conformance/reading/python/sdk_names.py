"""The names that the openai SDK takes as keywords, as release 3.54 does; an older one takes fewer of them."""

from typing import Final

from conformance.reading.python.words import words

NOT_THE_BODY: Final = frozenset({"extra_headers", "extra_query", "extra_body", "timeout"})
CREATE: Final = NOT_THE_BODY | words(
    "messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens",
    "max_tokens metadata modalities moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key",
    "prompt_cache_options prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier",
    "stop store stream stream_options temperature tool_choice tools top_logprobs top_p user verbosity",
    "web_search_options",
)
CLIENT: Final = words(
    "api_version azure_endpoint azure_deployment api_key admin_api_key workload_identity azure_ad_token",
    "azure_ad_token_provider organization project webhook_secret websocket_base_url base_url timeout max_retries",
    "default_headers default_query http_client provider data_residency",
)
CLIENTS: Final = frozenset({"AzureOpenAI", "AsyncAzureOpenAI", "OpenAI", "AsyncOpenAI", "Client", "AsyncClient"})
# What stands for a parameter that is not sent at all.
OMITTED: Final = frozenset({"openai.NOT_GIVEN", "openai.omit", "openai._types.NOT_GIVEN", "openai.not_given"})
