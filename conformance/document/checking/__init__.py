"""Check a document: it is studied once, and every rule looks at what was worked out."""
