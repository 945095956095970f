"""What the tests of Markdown share: the documents of our own, and short ways to say where something stands."""

from pathlib import Path

from conformance.document.markdown import Block, Document, Fence, Range, read_document

DOCUMENTS = Path(__file__).parent / "documents"


def own(name: str, line_end: str = "\n", bom: bool = False) -> Document:
    """Read one of our own documents, with other line ends and a byte order mark if wanted."""
    text = (DOCUMENTS / name).read_bytes().decode().replace("\r\n", "\n").replace("\n", line_end)
    return read_document(("\ufeff" if bom else "") + text, name)


def of(*lines: str) -> Document:
    """Read a document of these lines."""
    return read_document("\n".join(lines) + "\n", "how-to.md")


def line(document: Document, place: Range) -> int:
    found = document.position(place.start).line
    assert found is not None
    return found


def lines(document: Document, place: Range) -> tuple[int, int]:
    """Return the first and the last line of a range; one that ends where a line begins ends on the line before."""
    last = document.position(max(place.start, place.end - 1)).line
    assert last is not None
    return line(document, place), last


def fence(block: Block) -> Fence:
    assert isinstance(block, Fence)
    return block
