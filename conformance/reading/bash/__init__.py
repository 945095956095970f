"""Read shell commands without running any: what ``curl`` would send.

``read_bash`` follows the commands one by one, with the variables and files that they write. Substitutions are followed
only as far as they call what is known here; all else is unknown. tree-sitter is imported when the first source is read.
"""

from conformance.reading.bash.reader import read_bash

__all__ = ["read_bash"]
