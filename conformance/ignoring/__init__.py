"""Findings that are known and meant: comments that say so beside what they are about, each with its reason."""
