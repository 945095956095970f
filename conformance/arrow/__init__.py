"""Judge columns: Arrow record batches of exchanges in, Arrow record batches of findings and counts out.

Needs the extra ``arrow`` (pyarrow). No other command imports this package.
"""

from conformance.arrow.judging import judge_and_count, judge_batches
from conformance.reports.arrow_schema import COUNTS, FINDINGS, SCHEMA_VERSION
from conformance.traffic.records import COLUMNS

__all__ = ["COLUMNS", "COUNTS", "FINDINGS", "SCHEMA_VERSION", "judge_and_count", "judge_batches"]
