"""Read JavaScript and TypeScript without running them: what the openai SDK's plain shapes, and ``fetch``, would send.

The source is searched, not followed: clients, the objects that are handed to ``chat.completions.create``, and the constants
that both name. All else is unknown. tree-sitter is imported when the first source is read.
"""

from conformance.reading.javascript.reader import read_javascript

__all__ = ["read_javascript"]
