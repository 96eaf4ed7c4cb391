"""What the values of a script are called: the program's own names, and ``d<name>``."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterable

from graphs.model import Graph

TAKEN = frozenset(keyword.kwlist) | {
    *("np", "math", "base64", "warnings", "torch", "jax", "jnp"),
    *("int", "float", "bool", "bytearray", "len", "range", "tuple", "print"),
}
OUTPUTS = ("f", "out", "output", "result")


def identifier(name: str) -> str:
    """A name that Python reads as one: values that are given for nothing may be called anything."""
    return name if name.isidentifier() else "_" + re.sub(r"\W", "_", name)


class Names:
    """Names that no two values share. ``d<name>`` is the gradient of the input of that name;
    whatever else has such a name gets another."""

    def __init__(self, graph: Graph, functions: Iterable[str] = ()) -> None:
        reserved = TAKEN | set(functions)
        wanted = {index: identifier(title) for index, title in graph.titles.items()}
        spare = (name for name in OUTPUTS if name not in graph.names and name not in graph.inputs)
        if graph.output not in wanted:
            wanted[graph.output] = next(spare, "result_")
        varying = [index for index in wanted if graph.depends_on_wrt[index]]
        gradients = {f"d{wanted[index]}" for index in varying}
        self.avoided = gradients | set(wanted.values())
        self.taken = set(reserved)
        self.counts: Counter[str] = Counter()
        self.forward: dict[int, str] = {}
        self.gradient: dict[int, str] = {}
        for index, name in sorted(wanted.items()):
            clash = name in gradients or name in reserved
            self.forward[index] = self._new(self._other(name) if clash else name)
        for index in sorted(varying, key=lambda index: graph.nodes[index].kind != "input"):
            node = graph.nodes[index]
            own = wanted[index] if node.kind == "input" else self.forward[index]
            self.gradient[index] = self._new(f"d{own}")

    def of(self, index: int) -> str:
        """A forward value's name; one without is called t1, t2, …"""
        if index not in self.forward:
            self.forward[index] = self.temporary("t")
        return self.forward[index]

    def d(self, index: int) -> str:
        """What the gradient of a forward value is called."""
        if index not in self.gradient:
            self.gradient[index] = self._new(f"d{self.of(index)}")
        return self.gradient[index]

    def function(self) -> str:
        """What a function of the inputs is called."""
        return self._new(self._other("program") if self._known("program") else "program")

    def temporary(self, letter: str = "u") -> str:
        """A name that nothing has yet."""
        self.counts[letter] += 1
        while self._known(f"{letter}{self.counts[letter]}"):
            self.counts[letter] += 1
        return self._new(f"{letter}{self.counts[letter]}")

    def _other(self, name: str) -> str:
        """``dx_`` for dx, or with more of them."""
        name += "_"
        while self._known(name):
            name += "_"
        return name

    def _known(self, name: str) -> bool:
        return name in self.taken or name in self.avoided

    def _new(self, name: str) -> str:
        """The name, or with a number where it is taken: x_2 for x that is assigned again."""
        count, whole = 2, name
        while whole in self.taken or (count > 2 and whole in self.avoided):
            whole = f"{name}_{count}"
            count += 1
        self.taken.add(whole)
        return whole
