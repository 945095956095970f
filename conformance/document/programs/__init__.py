"""The programs that a document shows: their text, the names that they need, and the shape of what they print."""
