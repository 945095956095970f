"""Read requests as HTTP writes them: in ``http`` blocks of a document, and in the ``.http`` files that editors send."""

from conformance.reading.http.reader import read_http

__all__ = ["read_http"]
