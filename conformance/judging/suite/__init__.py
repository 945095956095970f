"""The rules about a run: several exchanges together, and how a sample ended. Each has a page beside it."""
