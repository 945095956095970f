"""Prove that API samples are right: judge what they send and receive against the published contract."""

__version__ = "0.1.0"
