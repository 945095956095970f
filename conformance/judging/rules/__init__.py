"""The rules. Each looks at one exchange, or a group of them, under a contract and yields problems."""
