"""The graphs of one text, by what was decided while it was read: read again where values change
that."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphs.autodiff.decisions import holds
from graphs.model import Graph, Value

MOST_READINGS = 8  # that are remembered

Read = Callable[[Mapping[str, Value]], Graph]


class Readings:
    """The graph of a text at any values, where those change neither names nor shapes.

    ``read`` reads the text; it is called where no graph that is known holds.
    """

    def __init__(self, graph: Graph, read: Read) -> None:
        self._known, self._read = [graph], read

    def at(self, values: Mapping[str, Value]) -> Graph:
        """The graph at these values.

        Raises:
            GraphError: the text cannot be read at these values.
        """
        for graph in self._known:
            if holds(graph, values):
                break
        else:
            graph = self._read(values)
        if graph is not self._known[0]:
            others = [known for known in self._known if known is not graph]
            self._known = [graph, *others[: MOST_READINGS - 1]]
        return graph
