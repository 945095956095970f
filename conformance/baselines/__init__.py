"""Findings that were there before: a file names them, and a report tells the new ones alone."""
