"""The rules about records, rows of a table that are to hold an exchange. Each has a page beside it."""
