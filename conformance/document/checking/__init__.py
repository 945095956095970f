"""Check a document: it is analysed once, and every rule looks at the analysis."""
