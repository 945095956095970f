"""What the openai SDK has, as release 3.54.0 does. Written by ``python -m clients.sdk_table --write``; not by hand."""

from typing import Final

# fmt: off

# The release that was read.
RELEASE: Final = "3.54.0"
# The names of the module ``openai``, its own modules included.
NAMES: Final = frozenset((
    "APIConnectionError", "APIError", "APIResponse", "APIResponseValidationError", "APIStatusError",
    "APITimeoutError", "AssistantEventHandler", "AsyncAPIResponse", "AsyncAssistantEventHandler",
    "AsyncAzureOpenAI", "AsyncBedrockOpenAI", "AsyncClient", "AsyncComputerDriver", "AsyncComputerToolset",
    "AsyncOpenAI", "AsyncStream", "Audio", "AuthenticationError", "AzureOpenAI", "BadRequestError", "BaseModel",
    "BedrockOpenAI", "ChatCompletion", "Client", "Completion", "ComputerDriver", "ComputerToolset",
    "ConflictError", "ContentFilterFinishReasonError", "Customer", "DEFAULT_CONNECTION_LIMITS",
    "DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT", "DataResidency", "DefaultAioHttpClient", "DefaultAsyncHttpx2Client",
    "DefaultAsyncHttpxClient", "DefaultHttpx2Client", "DefaultHttpxClient", "Deployment", "Edit", "Embedding",
    "Engine", "ErrorObject", "File", "FineTune", "FineTuningJob", "HttpxBinaryResponseContent", "Image",
    "InternalServerError", "InvalidWebhookSignatureError", "LengthFinishReasonError", "Model", "Moderation",
    "NOT_GIVEN", "NoneType", "NotFoundError", "NotGiven", "OAuthError", "Omit", "OpenAI", "OpenAIError",
    "PermissionDeniedError", "ProxiesTypes", "RateLimitError", "ReconnectingEvent", "ReconnectingOverrides",
    "RequestOptions", "Stream", "Timeout", "Transport", "UnprocessableEntityError", "VERSION",
    "WebSocketConnectionClosedError", "WebSocketQueueFullError", "admin", "admin_api_key", "annotations",
    "api_key", "api_type", "api_version", "audio", "auth", "azure_ad_token", "azure_ad_token_provider",
    "azure_endpoint", "base_url", "batches", "bedrock_token_provider", "beta", "chat", "completions", "containers",
    "content_provenance_checks", "conversations", "decisions", "default_headers", "default_query", "embeddings",
    "evals", "file_from_path", "files", "fine_tuning", "helpers", "http_client", "images", "lib", "live",
    "max_retries", "models", "moderations", "not_given", "omit", "organization", "override", "pagination",
    "project", "providers", "pydantic_function_tool", "pydantic_responses_function_tool", "realtime", "resources",
    "responses", "safety", "skills", "timeout", "types", "uploads", "vector_stores", "version", "videos",
    "webhook_secret", "webhooks",
))
# The keywords of its clients.
CLIENTS: Final[dict[str, frozenset[str]]] = {
    "AsyncAzureOpenAI": frozenset((
        "admin_api_key", "api_key", "api_version", "azure_ad_token", "azure_ad_token_provider", "azure_deployment",
        "azure_endpoint", "base_url", "default_headers", "default_query", "http_client", "max_retries",
        "organization", "project", "timeout", "webhook_secret", "websocket_base_url", "workload_identity",
    )),
    "AsyncOpenAI": frozenset((
        "admin_api_key", "api_key", "base_url", "data_residency", "default_headers", "default_query",
        "http_client", "max_retries", "organization", "project", "provider", "timeout", "webhook_secret",
        "websocket_base_url", "workload_identity",
    )),
    "AzureOpenAI": frozenset((
        "admin_api_key", "api_key", "api_version", "azure_ad_token", "azure_ad_token_provider", "azure_deployment",
        "azure_endpoint", "base_url", "default_headers", "default_query", "http_client", "max_retries",
        "organization", "project", "timeout", "webhook_secret", "websocket_base_url", "workload_identity",
    )),
    "OpenAI": frozenset((
        "admin_api_key", "api_key", "base_url", "data_residency", "default_headers", "default_query",
        "http_client", "max_retries", "organization", "project", "provider", "timeout", "webhook_secret",
        "websocket_base_url", "workload_identity",
    )),
}
# The keywords of ``chat.completions.create``.
CREATE: Final = frozenset((
    "audio", "extra_body", "extra_headers", "extra_query", "frequency_penalty", "function_call", "functions",
    "logit_bias", "logprobs", "max_completion_tokens", "max_tokens", "messages", "metadata", "modalities", "model",
    "moderation", "n", "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key",
    "prompt_cache_options", "prompt_cache_retention", "reasoning_effort", "response_format", "safety_identifier",
    "seed", "service_tier", "stop", "store", "stream", "stream_options", "temperature", "timeout", "tool_choice",
    "tools", "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
))
# The members of a client, by the path from it.
MEMBERS: Final[dict[str, frozenset[str]]] = {
    "": frozenset((
        "admin", "admin_api_key", "api_key", "audio", "auth_headers", "base_url", "batches", "beta", "chat",
        "close", "completions", "containers", "content_provenance_checks", "conversations", "copy", "custom_auth",
        "decisions", "default_headers", "default_query", "delete", "embeddings", "evals", "files", "fine_tuning",
        "get", "get_api_list", "images", "is_closed", "live", "max_retries", "models", "moderations",
        "organization", "patch", "platform_headers", "post", "project", "put", "qs", "realtime", "request",
        "responses", "safety", "skills", "timeout", "uploads", "user_agent", "vector_stores", "videos",
        "webhook_secret", "webhooks", "websocket_base_url", "with_options", "with_raw_response",
        "with_streaming_response", "workload_identity",
    )),
    "admin": frozenset((
        "organization", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization": frozenset((
        "admin_api_keys", "audit_logs", "certificates", "data_retention", "external_keys", "external_storage",
        "groups", "invites", "projects", "roles", "spend_alerts", "spend_limit", "usage", "users",
        "with_raw_response", "with_streaming_response", "workload_identity_providers",
    )),
    "admin.organization.admin_api_keys": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.audit_logs": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.certificates": frozenset((
        "activate", "create", "deactivate", "delete", "list", "retrieve", "update", "with_raw_response",
        "with_streaming_response",
    )),
    "admin.organization.data_retention": frozenset((
        "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.external_keys": frozenset((
        "create", "delete", "list", "retrieve", "validate", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.external_storage": frozenset((
        "create", "delete", "list", "retrieve", "validate", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.groups": frozenset((
        "create", "delete", "list", "retrieve", "roles", "update", "users", "with_raw_response",
        "with_streaming_response",
    )),
    "admin.organization.groups.roles": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.groups.users": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.invites": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects": frozenset((
        "api_keys", "archive", "certificates", "create", "data_retention", "groups", "hosted_tool_permissions",
        "list", "model_permissions", "rate_limits", "retrieve", "roles", "service_accounts",
        "service_tier_settings", "spend_alerts", "spend_limit", "update", "users", "with_raw_response",
        "with_streaming_response",
    )),
    "admin.organization.projects.api_keys": frozenset((
        "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.certificates": frozenset((
        "activate", "deactivate", "list", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.data_retention": frozenset((
        "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.groups": frozenset((
        "create", "delete", "list", "retrieve", "roles", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.groups.roles": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.hosted_tool_permissions": frozenset((
        "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.model_permissions": frozenset((
        "delete", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.rate_limits": frozenset((
        "list_rate_limits", "update_rate_limit", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.roles": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.service_accounts": frozenset((
        "api_keys", "create", "delete", "list", "retrieve", "update", "with_raw_response",
        "with_streaming_response",
    )),
    "admin.organization.projects.service_accounts.api_keys": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.service_tier_settings": frozenset((
        "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.spend_alerts": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.spend_limit": frozenset((
        "delete", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.users": frozenset((
        "create", "delete", "list", "retrieve", "roles", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.projects.users.roles": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.roles": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.spend_alerts": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.spend_limit": frozenset((
        "delete", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.usage": frozenset((
        "audio_speeches", "audio_transcriptions", "code_interpreter_sessions", "completions", "costs", "decisions",
        "embeddings", "file_search_calls", "images", "moderations", "vector_stores", "web_search_calls",
        "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.users": frozenset((
        "delete", "list", "retrieve", "roles", "update", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.users.roles": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "admin.organization.workload_identity_providers": frozenset((
        "create", "delete", "federation_rules", "list", "retrieve", "update", "with_raw_response",
        "with_streaming_response",
    )),
    "admin.organization.workload_identity_providers.federation_rules": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "audio": frozenset((
        "speech", "transcriptions", "translations", "voice_consents", "voices", "with_raw_response",
        "with_streaming_response",
    )),
    "audio.speech": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "audio.transcriptions": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "audio.translations": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "audio.voice_consents": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "audio.voices": frozenset((
        "create", "delete", "with_raw_response", "with_streaming_response",
    )),
    "batches": frozenset((
        "cancel", "create", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "beta": frozenset((
        "agents", "assistants", "chat", "chatkit", "realtime", "responses", "threads", "with_raw_response",
        "with_streaming_response",
    )),
    "beta.agents": frozenset((
        "automations", "create", "delete", "environments", "list", "retrieve", "sessions", "update", "vaults",
        "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.automations": frozenset((
        "create", "delete", "invocations", "list", "pause", "resume", "retrieve", "update", "with_raw_response",
        "with_streaming_response",
    )),
    "beta.agents.automations.invocations": frozenset((
        "create", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.environments": frozenset((
        "create", "files", "list", "retrieve", "templates", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.environments.files": frozenset((
        "create", "list", "prepare", "prepare_directory", "upload", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.environments.templates": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions": frozenset((
        "artifacts", "create", "delete", "events", "items", "list", "retrieve", "stream", "subagents", "traces",
        "turns", "update", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.artifacts": frozenset((
        "content", "delete", "for_result", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.events": frozenset((
        "create", "stream", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.items": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.subagents": frozenset((
        "items", "list", "retrieve", "turns", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.subagents.items": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.subagents.turns": frozenset((
        "items", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.subagents.turns.items": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.traces": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.turns": frozenset((
        "items", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.sessions.turns.items": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "beta.agents.vaults": frozenset((
        "create", "credentials", "delete", "list", "retrieve", "update", "with_raw_response",
        "with_streaming_response",
    )),
    "beta.agents.vaults.credentials": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "beta.assistants": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "beta.chat": frozenset((
        "completions", "with_raw_response", "with_streaming_response",
    )),
    "beta.chat.completions": frozenset((
        "create", "delete", "list", "messages", "parse", "retrieve", "stream", "update", "with_raw_response",
        "with_streaming_response",
    )),
    "beta.chat.completions.messages": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "beta.chatkit": frozenset((
        "sessions", "threads", "with_raw_response", "with_streaming_response",
    )),
    "beta.chatkit.sessions": frozenset((
        "cancel", "create", "with_raw_response", "with_streaming_response",
    )),
    "beta.chatkit.threads": frozenset((
        "delete", "list", "list_items", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "beta.realtime": frozenset((
        "connect", "sessions", "transcription_sessions", "with_raw_response", "with_streaming_response",
    )),
    "beta.realtime.sessions": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "beta.realtime.transcription_sessions": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "beta.responses": frozenset((
        "cancel", "compact", "connect", "create", "delete", "input_items", "input_tokens", "retrieve",
        "with_raw_response", "with_streaming_response",
    )),
    "beta.responses.input_items": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "beta.responses.input_tokens": frozenset((
        "count", "with_raw_response", "with_streaming_response",
    )),
    "beta.threads": frozenset((
        "create", "create_and_run", "create_and_run_poll", "create_and_run_stream", "delete", "messages",
        "retrieve", "runs", "update", "with_raw_response", "with_streaming_response",
    )),
    "beta.threads.messages": frozenset((
        "create", "delete", "list", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "beta.threads.runs": frozenset((
        "cancel", "create", "create_and_poll", "create_and_stream", "list", "poll", "retrieve", "steps", "stream",
        "submit_tool_outputs", "submit_tool_outputs_and_poll", "submit_tool_outputs_stream", "update",
        "with_raw_response", "with_streaming_response",
    )),
    "beta.threads.runs.steps": frozenset((
        "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "chat": frozenset((
        "completions", "with_raw_response", "with_streaming_response",
    )),
    "chat.completions": frozenset((
        "create", "delete", "list", "messages", "parse", "retrieve", "stream", "update", "with_raw_response",
        "with_streaming_response",
    )),
    "chat.completions.messages": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "completions": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "containers": frozenset((
        "create", "delete", "files", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "containers.files": frozenset((
        "content", "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "containers.files.content": frozenset((
        "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "content_provenance_checks": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "conversations": frozenset((
        "create", "delete", "items", "retrieve", "update", "with_raw_response", "with_streaming_response",
    )),
    "conversations.items": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "decisions": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "embeddings": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "evals": frozenset((
        "create", "delete", "list", "retrieve", "runs", "update", "with_raw_response", "with_streaming_response",
    )),
    "evals.runs": frozenset((
        "cancel", "create", "delete", "list", "output_items", "retrieve", "with_raw_response",
        "with_streaming_response",
    )),
    "evals.runs.output_items": frozenset((
        "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "files": frozenset((
        "content", "create", "delete", "list", "retrieve", "retrieve_content", "wait_for_processing",
        "with_raw_response", "with_streaming_response",
    )),
    "fine_tuning": frozenset((
        "alpha", "checkpoints", "jobs", "with_raw_response", "with_streaming_response",
    )),
    "fine_tuning.alpha": frozenset((
        "graders", "with_raw_response", "with_streaming_response",
    )),
    "fine_tuning.alpha.graders": frozenset((
        "run", "validate", "with_raw_response", "with_streaming_response",
    )),
    "fine_tuning.checkpoints": frozenset((
        "permissions", "with_raw_response", "with_streaming_response",
    )),
    "fine_tuning.checkpoints.permissions": frozenset((
        "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "fine_tuning.jobs": frozenset((
        "cancel", "checkpoints", "create", "list", "list_events", "pause", "resume", "retrieve",
        "with_raw_response", "with_streaming_response",
    )),
    "fine_tuning.jobs.checkpoints": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "images": frozenset((
        "create_variation", "edit", "generate", "with_raw_response", "with_streaming_response",
    )),
    "live": frozenset((
        "connect", "create", "forks", "sessions", "sideband", "with_raw_response", "with_streaming_response",
    )),
    "live.forks": frozenset((
        "connect",
    )),
    "live.sessions": frozenset((
        "accept", "download_recording", "fork", "hangup", "refer", "reject", "with_raw_response",
        "with_streaming_response",
    )),
    "live.sideband": frozenset((
        "connect",
    )),
    "models": frozenset((
        "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "moderations": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "realtime": frozenset((
        "calls", "client_secrets", "connect", "translations", "with_raw_response", "with_streaming_response",
    )),
    "realtime.calls": frozenset((
        "accept", "create", "hangup", "refer", "reject", "with_raw_response", "with_streaming_response",
    )),
    "realtime.client_secrets": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "realtime.translations": frozenset((
        "client_secrets", "connect", "with_raw_response", "with_streaming_response",
    )),
    "realtime.translations.client_secrets": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "responses": frozenset((
        "cancel", "compact", "connect", "create", "delete", "input_items", "input_tokens", "parse", "retrieve",
        "stream", "with_raw_response", "with_streaming_response",
    )),
    "responses.input_items": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
    "responses.input_tokens": frozenset((
        "count", "with_raw_response", "with_streaming_response",
    )),
    "safety": frozenset((
        "alerts", "cases", "with_raw_response", "with_streaming_response",
    )),
    "safety.alerts": frozenset((
        "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "safety.cases": frozenset((
        "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "skills": frozenset((
        "content", "create", "delete", "list", "retrieve", "update", "versions", "with_raw_response",
        "with_streaming_response",
    )),
    "skills.content": frozenset((
        "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "skills.versions": frozenset((
        "content", "create", "delete", "list", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "skills.versions.content": frozenset((
        "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "uploads": frozenset((
        "cancel", "complete", "create", "parts", "upload_file_chunked", "with_raw_response",
        "with_streaming_response",
    )),
    "uploads.parts": frozenset((
        "create", "with_raw_response", "with_streaming_response",
    )),
    "vector_stores": frozenset((
        "create", "delete", "file_batches", "files", "list", "retrieve", "search", "update", "with_raw_response",
        "with_streaming_response",
    )),
    "vector_stores.file_batches": frozenset((
        "cancel", "create", "create_and_poll", "list_files", "poll", "retrieve", "upload_and_poll",
        "with_raw_response", "with_streaming_response",
    )),
    "vector_stores.files": frozenset((
        "content", "create", "create_and_poll", "delete", "list", "poll", "retrieve", "update", "upload",
        "upload_and_poll", "with_raw_response", "with_streaming_response",
    )),
    "videos": frozenset((
        "create", "create_and_poll", "create_character", "delete", "download_content", "edit", "extend",
        "get_character", "list", "poll", "remix", "retrieve", "with_raw_response", "with_streaming_response",
    )),
    "webhooks": frozenset((
        "create", "delete", "event_types", "list", "retrieve", "rotate_secret", "test", "unwrap", "update",
        "verify_signature", "with_raw_response", "with_streaming_response",
    )),
    "webhooks.event_types": frozenset((
        "list", "with_raw_response", "with_streaming_response",
    )),
}
# The fields of an answer, by the path from it.
ANSWER: Final[dict[str, frozenset[str]]] = {
    "": frozenset((
        "choices", "created", "id", "metadata", "model", "moderation", "object", "service_tier",
        "system_fingerprint", "usage",
    )),
    "choices.*": frozenset((
        "finish_reason", "index", "logprobs", "message",
    )),
    "choices.*.logprobs": frozenset((
        "content", "refusal",
    )),
    "choices.*.logprobs.content.*": frozenset((
        "bytes", "logprob", "token", "top_logprobs",
    )),
    "choices.*.logprobs.content.*.top_logprobs.*": frozenset((
        "bytes", "logprob", "token",
    )),
    "choices.*.logprobs.refusal.*": frozenset((
        "bytes", "logprob", "token", "top_logprobs",
    )),
    "choices.*.logprobs.refusal.*.top_logprobs.*": frozenset((
        "bytes", "logprob", "token",
    )),
    "choices.*.message": frozenset((
        "annotations", "audio", "content", "function_call", "refusal", "role", "tool_calls",
    )),
    "choices.*.message.annotations.*": frozenset((
        "type", "url_citation",
    )),
    "choices.*.message.annotations.*.url_citation": frozenset((
        "end_index", "start_index", "title", "url",
    )),
    "choices.*.message.audio": frozenset((
        "data", "expires_at", "id", "transcript",
    )),
    "choices.*.message.function_call": frozenset((
        "arguments", "name",
    )),
    "moderation": frozenset((
        "input", "output",
    )),
    "usage": frozenset((
        "completion_tokens", "completion_tokens_details", "prompt_tokens", "prompt_tokens_details", "total_tokens",
    )),
    "usage.completion_tokens_details": frozenset((
        "accepted_prediction_tokens", "audio_tokens", "reasoning_tokens", "rejected_prediction_tokens",
        "text_tokens",
    )),
    "usage.prompt_tokens_details": frozenset((
        "audio_tokens", "cache_write_tokens", "cached_tokens", "image_tokens", "text_tokens",
    )),
}
# What an answer, and each object in it, has beside its fields.
METHODS: Final = frozenset((
    "construct", "copy", "dict", "from_orm", "json", "model_computed_fields", "model_config", "model_construct",
    "model_copy", "model_dump", "model_dump_json", "model_extra", "model_fields", "model_fields_set",
    "model_json_schema", "model_parametrized_name", "model_post_init", "model_rebuild", "model_validate",
    "model_validate_json", "model_validate_strings", "parse_file", "parse_obj", "parse_raw", "schema",
    "schema_json", "to_dict", "to_json", "update_forward_refs", "validate",
))
