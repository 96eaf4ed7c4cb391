"""What a trace gives besides values and gradients: code, the backward graph, paths, checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import networkx as nx
import numpy as np

from graphs.autodiff.forward import as_python, number
from graphs.autodiff.gradient_check import differences
from graphs.autodiff.jvp import derivatives
from graphs.autodiff.paths import Paths, paths
from graphs.code import staged
from graphs.errors import GraphError
from graphs.model import Graph, Value
from graphs.rewrite.formulas import formulas
from graphs.rewrite.hessian import Curvature
from graphs.views import view, views
from graphs.views.circuits import backward_circuit
from graphs.views.patterns import patterns

if TYPE_CHECKING:
    from graphs.trace import Trace


class Derived:
    """Methods of a Trace, each a few lines over the module that does the work."""

    model: Graph
    given: dict[str, Value]
    node_values: list[Value]
    gradients: dict[int, Value]

    @property
    def _whole(self) -> Trace:
        return cast("Trace", self)

    def index(self, wanted: str) -> int:
        """The node of a name (its latest value) or of a node id.

        Raises:
            GraphError: there is none.
        """
        found = self.model.names.get(wanted)
        if found is None and wanted in self.model.inputs:
            found = self.model.inputs[wanted].node
        digits = wanted[1:]
        if found is None and wanted[:1] == "n" and digits.isdecimal() and len(digits) < 9:
            found = int(digits) if int(digits) < len(self.model.nodes) else None
        if found is None:
            names = ", ".join(self.model.names)
            raise GraphError(
                f"There is no {wanted} in the program.", hint=f"Its names are {names or 'none'}."
            )
        return found

    def code(self, language: str = "numpy", level: str = "readable") -> str:
        """The program's forward and backward pass as a script that runs as it stands.

        ``language`` is "numpy", "pytorch" or "jax", ``level`` "readable" or "minimal". The script
        defines every input and ends with the gradients in ``d<name>``. The level "compiled", in
        NumPy, is no script: it is the function that ``graphs.compile`` runs.
        """
        return staged(self._whole, language, level).text

    @cached_property
    def backward(self) -> nx.MultiDiGraph[str]:
        """The gradient computation as a graph like ``graph``: forward gates and gradient gates.

        Nodes carry ``backward``, whether they compute a gradient, and ``of``: the ids of the nodes
        whose gradient they are. It starts at a gate that makes ones of the output.
        """
        joint = backward_circuit(self.model)
        seen = joint.graph.to_networkx()
        for node in joint.graph.nodes:
            seen.nodes[node.id].update(backward=node.backward, of=[])
        for target, total in sorted(joint.gradient.items()):
            seen.nodes[f"n{total}"]["of"].append(f"n{target}")
        return seen

    def forward_mode(self, of: str) -> dict[str, Value]:
        """The derivative of every node with respect to an input, by name and by node id.

        Each has the node's shape followed by the input's; it takes one pass for each element.
        """
        start = self._input(of)
        found = derivatives(self.model, self.node_values, start)
        by_id = {f"n{index}": as_python(value) for index, value in found.items()}
        named = {name: f"n{index}" for name, index in self.model.names.items()}
        return by_id | {name: by_id[node] for name, node in named.items() if node in by_id}

    def paths(self, start: str, end: str) -> Paths:
        """Every path between two nodes: (node ids, product of local derivatives); ``.count`` is
        exact, ``.total`` their sum, the gradient. Of more than 1,000 the largest 20 are listed."""
        return paths(self.model, self.node_values, self.index(start), self.index(end))

    def formula(self, of: str) -> tuple[str, str]:
        """∂output/∂input in the names of the program, as text and as LaTeX."""
        found = formulas(self.model).get(self._input(of))
        return ("0", "0") if found is None else (found.text, found.latex)

    def gradient_check(self) -> dict[str, float]:
        """The relative error of each gradient against a central difference with h = 1e-5."""
        checked = differences(self.model, self.given, self.node_values, self.gradients)
        return {one.name: one.error for one in checked}

    def hessian(self, of: Sequence[str]) -> Value:
        """The second derivatives with respect to the numbers of some inputs, at most 12, in order.

        Raises:
            TooLarge: there are more; use ``hessian_vector``.
        """
        return Curvature(self.model, self.given, self.node_values, list(of)).hessian().matrix

    def hessian_vector(self, vector: Mapping[str, Value]) -> dict[str, Value]:
        """The Hessian times a vector, given as a part for each input, in that input's shape."""
        curve = Curvature(self.model, self.given, self.node_values, list(vector))
        parts = {}
        for name, value in vector.items():
            part = np.asarray(number(name, value))
            if part.shape != curve.shapes[name]:
                raise GraphError(
                    f"The vector's part for {name} has shape {part.shape}.",
                    hint=f"Give it the shape of {name}: {curve.shapes[name]}.",
                )
            parts[name] = part
        return {name: as_python(value) for name, value in curve.product(parts).items()}

    @property
    def patterns(self) -> list[dict[str, Any]]:
        """What was typed that is one gate with a neat gradient; ``with_fold`` folds it by id."""
        return patterns(self._whole)

    def view(self, name: str, **options: Any) -> dict[str, Any]:
        """A view as the page gets it: see ``graphs.views.VIEWS``."""
        return view(self._whole, name, options)

    def views(self, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Several views by name; one that cannot be made is an error in its place."""
        return views(self._whole, asked)

    def _input(self, name: str) -> int:
        if name not in self.model.inputs:
            raise GraphError(
                f"{name} is not an input of the program.",
                hint=f"Its inputs are {', '.join(self.model.inputs) or 'none'}.",
            )
        return self.model.inputs[name].node
