"""Findings rendered for a reader: one format a file, findings in, text out; the caller owns the stream."""
