"""The names in a script: the program's own names, and ``d<name>``."""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Iterable

from graphs.model import Graph
from graphs.model.paths import spelled

RESERVED = frozenset(keyword.kwlist) | {
    *("np", "math", "base64", "warnings", "torch", "jax", "jnp"),
    *("int", "float", "bool", "bytearray", "len", "range", "tuple", "print"),
}
OUTPUTS = ("f", "out", "output", "result")


class Names:
    """A name for each value, all different. ``d<name>`` is the gradient of the input of that name;
    any other value with such a name gets another."""

    def __init__(self, graph: Graph, functions: Iterable[str] = ()) -> None:
        reserved = RESERVED | set(functions)
        spellings = graph.spellings
        titles = {
            index: spellings.get(title) or spelled(title) for index, title in graph.titles.items()
        }
        free_names = (name for name in OUTPUTS if name not in spellings.values())
        if graph.output not in titles:
            titles[graph.output] = next(free_names, "result_")
        varying = [index for index in titles if graph.depends_on_wrt[index]]
        gradients = {f"d{titles[index]}" for index in varying}
        self.reserved_later = gradients | set(titles.values())
        self.used = set(reserved)
        self.counts: Counter[str] = Counter()
        self.forward: dict[int, str] = {}
        self.gradient: dict[int, str] = {}
        for index, name in sorted(titles.items()):
            clashes = name in gradients or name in reserved
            self.forward[index] = self._claim(self._with_underscore(name) if clashes else name)
        for index in sorted(varying, key=lambda index: graph.nodes[index].kind != "input"):
            node = graph.nodes[index]
            base = titles[index] if node.kind == "input" else self.forward[index]
            self.gradient[index] = self._claim(f"d{base}")

    def name_of(self, index: int) -> str:
        """A forward value's name; one without is called t1, t2, …"""
        if index not in self.forward:
            self.forward[index] = self.temporary("t")
        return self.forward[index]

    def gradient_name(self, index: int) -> str:
        """The name of a forward value's gradient."""
        if index not in self.gradient:
            self.gradient[index] = self._claim(f"d{self.name_of(index)}")
        return self.gradient[index]

    def free_name(self, word: str) -> str:
        """The word, or with underscores where it is taken."""
        return self._claim(self._with_underscore(word) if self._is_taken(word) else word)

    def temporary(self, letter: str = "u") -> str:
        """A name not used yet."""
        self.counts[letter] += 1
        while self._is_taken(f"{letter}{self.counts[letter]}"):
            self.counts[letter] += 1
        return self._claim(f"{letter}{self.counts[letter]}")

    def _with_underscore(self, name: str) -> str:
        """``dx_`` for dx, or with more of them."""
        name += "_"
        while self._is_taken(name):
            name += "_"
        return name

    def _is_taken(self, name: str) -> bool:
        return name in self.used or name in self.reserved_later

    def _claim(self, name: str) -> str:
        """The name, or with a number where it is taken: x_2 for x that is assigned again."""
        count, candidate = 2, name
        while candidate in self.used or (count > 2 and candidate in self.reserved_later):
            candidate = f"{name}_{count}"
            count += 1
        self.used.add(candidate)
        return candidate
