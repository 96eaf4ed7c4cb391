"""JAX's spelling: NumPy's names under ``jnp``, and a few functions of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from graphs.code.gate_code import FUNCTION_NAMES, Spelling, Term, atom, helper_of
from graphs.code.literals import Literal
from graphs.gates import Gate
from graphs.gates.items import SCATTER
from graphs.gates.shapes import Shape
from graphs.model import Node

# Only what is not jnp.<NumPy's name>; a cast makes data, through which no gradient passes.
FUNCTIONS: Mapping[str, str] = {
    "sigmoid": "jax.nn.sigmoid({})",
    "softplus": "jax.nn.softplus({})",
    "relu": "jax.nn.relu({})",
    "leaky_relu": "jax.nn.leaky_relu({})",
    "elu": "jax.nn.elu({})",
    "gelu": "jax.nn.gelu({}, approximate=False)",
    "softmax": "jax.nn.softmax({})",
    "log_softmax": "jax.nn.log_softmax({})",
    "logsumexp": "jax.scipy.special.logsumexp({})",
    "erf": "jax.scipy.special.erf({})",
    "float": "jax.lax.stop_gradient(jnp.float64({}))",
}


class JaxSpelling(Spelling):
    """Nothing is changed in place: ``x.at[0].set(y)``."""

    library: ClassVar[str] = "jnp"
    literal: ClassVar[Literal] = Literal("jnp")

    def helper(self, gate: Gate) -> Callable[..., Any] | None:
        return None if gate.name in FUNCTIONS else helper_of(gate)

    def is_statement(self, node: Node) -> bool:
        return False

    def library_number(self, text: str) -> str:
        return f"jnp.float64({text})"

    def as_index(self, term: Term, shape: Shape) -> Term:
        return Term(f"jnp.asarray({term.text}).astype(int)")

    def function_name(self, gate: Gate) -> str:
        name = FUNCTION_NAMES[gate.name]
        return f"j{name}" if name.startswith("np.") else name

    def spell(self, node: Node, args: Sequence[Term], nodes: Sequence[Node]) -> Term:
        if node.gate is not SCATTER:
            return super().spell(node, args, nodes)
        terms = self.truths_as_numbers(node, args, nodes)
        return self._set_items(node, [term.text for term in terms], nodes)

    def call(self, node: Node, args: Sequence[str], nodes: Sequence[Node]) -> Term:
        text = super().call(node, args, nodes).text
        return Term(
            FUNCTIONS[node.op].format(text.partition("(")[2][:-1]) if node.op in FUNCTIONS else text
        )

    def _set_items(self, node: Node, args: Sequence[str], nodes: Sequence[Node]) -> Term:
        target, value, *indices = args
        value = self.fit_value(node, value, nodes)
        target = target if target.isidentifier() else atom(Term(target, 0))
        return Term(f"{target}.at[{self.key(node.settings['key'], indices)}].set({value})")
