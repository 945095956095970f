"""Every rule of one exchange, in the order in which they are asked: named ones first, the generic ones last."""

from typing import Final

from conformance.judging.rules.api_version_differs import api_version_differs
from conformance.judging.rules.api_version_missing import api_version_missing
from conformance.judging.rules.api_version_unknown import api_version_unknown
from conformance.judging.rules.body_not_json import body_not_json
from conformance.judging.rules.choice_count import choice_count
from conformance.judging.rules.choice_index import choice_index
from conformance.judging.rules.content_type import content_type
from conformance.judging.rules.deprecated_member import deprecated_member
from conformance.judging.rules.discriminator_subtype import discriminator_subtype
from conformance.judging.rules.duplicate_member import duplicate_member
from conformance.judging.rules.error_schema import error_schema
from conformance.judging.rules.fingerprint_empty import fingerprint_empty
from conformance.judging.rules.fingerprint_missing import fingerprint_missing
from conformance.judging.rules.fingerprint_null import fingerprint_null
from conformance.judging.rules.json_mode_without_json import json_mode_without_json
from conformance.judging.rules.max_tokens_twice import max_tokens_twice
from conformance.judging.rules.member_not_in_version import member_not_in_version
from conformance.judging.rules.request_refused import request_refused
from conformance.judging.rules.request_schema import request_schema
from conformance.judging.rules.response_schema import response_schema
from conformance.judging.rules.rule import Rule
from conformance.judging.rules.seed_missing import seed_missing
from conformance.judging.rules.seed_range import seed_range
from conformance.judging.rules.seed_type import seed_type
from conformance.judging.rules.seed_value import seed_value
from conformance.judging.rules.spec_defect import spec_defect
from conformance.judging.rules.stop_count import stop_count
from conformance.judging.rules.stream_chunk_schema import stream_chunk_schema
from conformance.judging.rules.stream_error import stream_error
from conformance.judging.rules.stream_fingerprint import stream_fingerprint
from conformance.judging.rules.stream_identity import stream_identity
from conformance.judging.rules.stream_not_asked import stream_not_asked
from conformance.judging.rules.stream_not_given import stream_not_given
from conformance.judging.rules.stream_order import stream_order
from conformance.judging.rules.stream_unfinished import stream_unfinished
from conformance.judging.rules.stream_usage import stream_usage
from conformance.judging.rules.tool_call_unanswered import tool_call_unanswered
from conformance.judging.rules.tool_choice_without_tools import tool_choice_without_tools
from conformance.judging.rules.tool_name import tool_name
from conformance.judging.rules.tool_schema import tool_schema
from conformance.judging.rules.top_logprobs_without_logprobs import top_logprobs_without_logprobs
from conformance.judging.rules.undeclared_member import undeclared_member
from conformance.judging.rules.unlisted_value import unlisted_value
from conformance.judging.rules.url_path import url_path
from conformance.judging.rules.usage_over_max_tokens import usage_over_max_tokens
from conformance.judging.rules.usage_sum import usage_sum

RULES: Final[tuple[Rule, ...]] = (
    api_version_missing,
    api_version_unknown,
    api_version_differs,
    url_path,
    content_type,
    body_not_json,
    duplicate_member,
    seed_missing,
    seed_type,
    seed_range,
    seed_value,
    member_not_in_version,
    undeclared_member,
    unlisted_value,
    fingerprint_missing,
    fingerprint_null,
    fingerprint_empty,
    discriminator_subtype,
    request_schema,
    response_schema,
    tool_call_unanswered,
    tool_choice_without_tools,
    tool_name,
    tool_schema,
    top_logprobs_without_logprobs,
    max_tokens_twice,
    json_mode_without_json,
    stop_count,
    deprecated_member,
    spec_defect,
    request_refused,
    error_schema,
    usage_sum,
    usage_over_max_tokens,
    choice_count,
    choice_index,
    stream_chunk_schema,
    stream_unfinished,
    stream_error,
    stream_identity,
    stream_fingerprint,
    stream_order,
    stream_usage,
    stream_not_asked,
    stream_not_given,
)
