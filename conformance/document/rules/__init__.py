"""The rules about a document. Each looks at a document that was studied, and yields what is wrong and what holds."""
