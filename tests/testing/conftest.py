"""The outside project is no part of this project's tests: they copy it and run it elsewhere."""

collect_ignore = ["project"]
