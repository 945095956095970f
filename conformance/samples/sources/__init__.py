"""Which line of a sample writes what it sends; and, where it cannot be run, what it would send. Nothing is executed."""

from conformance.samples.sources.reading import predict_exchanges, read_source

__all__ = ["predict_exchanges", "read_source"]
