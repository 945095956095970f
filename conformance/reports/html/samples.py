"""The samples of a run as the page's script reads them."""

from typing import Any

from conformance.samples.compared import ComparedRequest, ComparedSamples


def as_data(compared: ComparedSamples) -> dict[str, Any]:
    """Return the table of one scenario."""
    return {
        "name": compared.scenario,
        "version": compared.api_version,
        "columns": [
            {
                "language": one.language,
                "file": one.file,
                "state": one.state,
                "conforms": one.conforms,
                "output": one.output,
            }
            for one in compared.columns
        ],
        "requests": [
            {
                "title": _title(request),
                "lines": [
                    {"name": line.name, "cells": line.cells} | ({"differs": True} if line.differs else {})
                    for line in request.lines
                ],
            }
            for request in compared.requests
        ],
    }


def _title(request: ComparedRequest) -> str:
    if request.first == request.last:
        return f"Request {request.first}"
    return f"Requests {request.first} to {request.last}, all alike"
