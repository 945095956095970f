"""Judge a Spark DataFrame of exchanges by the same rules as ``conformance check``, where the data is.

Needs the extra ``spark`` (pyspark 3.5 or 4, pyarrow) on the driver and ``conformance`` with pyarrow on the workers.
"""

from conformance.spark.frames import check, count, first_of_each_rule, judge, rules_of

__all__ = ["check", "count", "first_of_each_rule", "judge", "rules_of"]
