"""Judging: exchanges and a contract in, findings out; no input or output but the contracts."""
