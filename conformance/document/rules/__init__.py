"""The rules about a document. Each looks at the analysis of a document, and yields what is wrong and what holds."""
