"""Every rule about a record."""

from typing import Final

from conformance.judging.records import unreadable_record
from conformance.judging.records.rule import RecordRule

RULES: Final[tuple[RecordRule, ...]] = (unreadable_record.RULE,)
