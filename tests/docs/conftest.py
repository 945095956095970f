"""The workspace is the reader's: its tests are run where a page shows them."""

collect_ignore = ["workspace"]
