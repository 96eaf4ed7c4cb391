"""How much of a program the engine accepts. Nothing is limited unless a caller asks for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds, checked before the work they bound is done.

    The defaults suit a server that faces strangers: about 500 bytes of syntax tree stand behind
    each byte of text, so characters are limited before parsing.
    """

    characters: int = 10_000
    statements: int = 300
    tree_nodes: int = 5_000
    depth: int = 400
    gates: int = 25_000
    nodes: int = 100_000
    inputs: int = 300
    calls: int = 30_000
    elements: int = 1_000_000  # of one array
    rank: int = 8
    bytes: int = 160_000_000  # of all values and gradients, 8 for each element
    work: int = 1_000_000_000  # multiply-adds of one gate
    lanes: int = 1_500  # that Graphviz orders; pictures with more are laid out more simply
    operations: int = 1_000_000_000  # of reading, computing and explaining; about a second


UNLIMITED = Limits(
    characters=2**31,
    statements=2**31,
    tree_nodes=2**31,
    depth=2**31,
    gates=2**31,
    nodes=2**31,
    inputs=2**31,
    calls=2**31,
    elements=2**60,
    rank=32,
    bytes=2**63,
    work=2**63,
    lanes=2_000,
    operations=2**63,
)
