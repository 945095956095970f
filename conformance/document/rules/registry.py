"""Every rule about a document, in the order in which they are asked."""

from typing import Final

from conformance.document.rules.answer_member import answer_member
from conformance.document.rules.answer_model import answer_model
from conformance.document.rules.auth_header import auth_header
from conformance.document.rules.block_not_read import block_not_read
from conformance.document.rules.code_name_undefined import code_name_undefined
from conformance.document.rules.code_syntax import code_syntax
from conformance.document.rules.comment_model import comment_model
from conformance.document.rules.created_before_version import created_before_version
from conformance.document.rules.endpoint_slash import endpoint_slash
from conformance.document.rules.errors_pass import errors_pass
from conformance.document.rules.fence_language import fence_language
from conformance.document.rules.first_added import first_added
from conformance.document.rules.ignore_reason import ignore_reason
from conformance.document.rules.ignore_unknown import ignore_unknown
from conformance.document.rules.ignore_unused import ignore_unused
from conformance.document.rules.json_depth import json_depth
from conformance.document.rules.learn_markdown import learn_markdown
from conformance.document.rules.link_version import link_version
from conformance.document.rules.model_list import model_list
from conformance.document.rules.ms_date import ms_date
from conformance.document.rules.output_shape import output_shape
from conformance.document.rules.placeholder_differs import placeholder_differs
from conformance.document.rules.prose_api_version import prose_api_version
from conformance.document.rules.prose_member import prose_member
from conformance.document.rules.prose_type import prose_type
from conformance.document.rules.removed_sdk_call import removed_sdk_call
from conformance.document.rules.rule import DocumentRule
from conformance.document.rules.sample_differs import sample_differs
from conformance.document.rules.sdk_dump import sdk_dump
from conformance.document.rules.tab_group_differs import tab_group_differs
from conformance.document.rules.tab_id import tab_id
from conformance.document.rules.tab_request_differs import tab_request_differs
from conformance.document.rules.tab_settings_differ import tab_settings_differ
from conformance.document.rules.unknown_sdk_member import unknown_sdk_member
from conformance.document.rules.v1_with_api_version import v1_with_api_version
from conformance.document.rules.wrong_variable import wrong_variable

RULES: Final[tuple[DocumentRule, ...]] = (
    learn_markdown,
    tab_id,
    tab_group_differs,
    fence_language,
    code_syntax,
    block_not_read,
    removed_sdk_call,
    code_name_undefined,
    wrong_variable,
    unknown_sdk_member,
    v1_with_api_version,
    auth_header,
    answer_member,
    sample_differs,
    tab_request_differs,
    tab_settings_differ,
    placeholder_differs,
    endpoint_slash,
    errors_pass,
    output_shape,
    sdk_dump,
    answer_model,
    comment_model,
    created_before_version,
    prose_api_version,
    link_version,
    first_added,
    prose_member,
    prose_type,
    json_depth,
    ms_date,
    model_list,
    ignore_reason,
    ignore_unknown,
    ignore_unused,
)
