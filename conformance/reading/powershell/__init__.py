"""Read PowerShell without running it: an interpreter that keeps what it cannot know as a symbol.

``read_powershell`` follows the source as a run would take it, on the path where every setting is there and the service
answers. tree-sitter is imported when the first source is read.
"""

from conformance.reading.powershell.reader import read_powershell

__all__ = ["read_powershell"]
