"""What a format is: how it is told, how an input of it is cut into blocks, and how a block is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conformance.exchange import Exchange
from conformance.traffic.blocks import Block
from conformance.traffic.look import Look
from conformance.traffic.unreadable import Unreadable

Pieces = Iterator[bytes | Unreadable]


@dataclass(frozen=True, slots=True)
class Format:
    """``title`` says what is read and whose it is, ``fidelity`` what the recording loses: no finding rests on that.

    ``looks`` tells by the first bytes; ``cut`` makes blocks, which processes may share; ``read`` yields the exchanges
    of one block, and takes whether an api-version is named for bodies that name none.
    """

    name: str
    title: str
    fidelity: str
    looks: Callable[[Look], bool]
    cut: Callable[[str, Pieces], Iterator[Block | Unreadable]]
    read: Callable[[Block, bool], Iterator[Exchange | Unreadable]]
