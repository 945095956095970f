"""Render a page: the template's own text, and the styles and scripts that it names, in one file that asks no network."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from conformance import __version__
from conformance.reports.html.embedding import embedded
from conformance.reports.visible import visible

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS: Final = "assets"


def render(template: str, styles: Sequence[str], scripts: Sequence[str], **context: Any) -> Iterator[str]:
    """Yield the page that ``template`` makes of ``context``, piece by piece.

    ``styles`` and ``scripts`` are names of files under ``assets/``, joined in this order. The page allows itself these
    two texts, named by their digests, and nothing else: neither a request nor a script that a payload brought.
    """
    style, script = _joined(tuple(styles)), _joined(tuple(scripts))
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
    yield from _environment().get_template(template).generate(
        style=Markup(style), script=Markup(script), policy=policy, version=__version__, **context  # noqa: S704 - our own files
    )  # fmt: skip


@cache
def _joined(names: tuple[str, ...]) -> str:
    folder = files(__package__) / ASSETS
    return "".join(f"\n/* {name} */\n{(folder / name).read_text('utf-8')}" for name in names)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(__package__, ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    made.filters["embedded"] = embedded
    return made
