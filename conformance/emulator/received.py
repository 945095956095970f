"""What an emulator was asked, as a test looks at it."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Received:
    """One request and the status that it was answered with. Names of ``headers`` are in small letters."""

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes
    status: int

    @property
    def path(self) -> str:
        """The path, without the query."""
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        """The members of the query; of one that is there twice, the last."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        """The body's value; raises ValueError where it is not JSON."""
        return json.loads(self.body)
