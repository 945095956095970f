"""The gate: whether a block may be run where nothing isolates it, by its syntax alone.

An allow-list over the whole file: ``policy`` is the list, one for both languages, ``names`` tells where a request goes,
and ``python`` and ``powershell`` walk the trees. Nothing here follows a run.
"""

from conformance.reading.gate.gate import examine
from conformance.reading.gate.verdict import Refused, Verdict

__all__ = ["Refused", "Verdict", "examine"]
