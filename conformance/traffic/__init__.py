"""Recorded traffic: files and standard input in, exchanges out, in the order of the file."""
