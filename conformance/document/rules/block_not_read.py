"""``block-not-read``: what a block asks for is read."""

from collections.abc import Iterator

from conformance.document.analysis.accounting import accounts_of
from conformance.document.analysis.analysis import Analysis
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("block-not-read", Severity.NOTE, "each block that asks for a chat completion is read")
def block_not_read(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for account in accounts_of(analysis):
        # A `:::code` line whose file is not there is told as such.
        if account.state == "not read" and account.length:
            message = f"this block asks for a chat completion and was not checked: {account.reason}"
            yield Remark(account.place, message, account.length)
