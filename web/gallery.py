"""The worked examples of the page, and its reference list of gates."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote

from graphs.gates import GATES, Gate
from web.query import Query


def example(
    id: str, title: str, note: str, program: str, inputs: dict[str, float] | None = None
) -> dict[str, Any]:
    """One entry, with the link that opens it."""
    given = inputs or {}
    values = ", ".join(f'"{name}": {value:g}' for name, value in given.items())
    href = "/?program=" + quote(program, safe="")
    if given:
        href += "&inputs=" + quote("{" + values + "}", safe="")
    return {
        "id": id,
        "title": title,
        "note": note,
        "program": program,
        "inputs": {name: float(value) for name, value in given.items()},
        "href": href,
    }


EXAMPLES: tuple[dict[str, Any], ...] = (
    example(
        "add-multiply",
        "Add, then multiply",
        "The smallest circuit with a chain: z reaches x and y through the product.",
        "q = x + y\nf = q * z",
        {"x": -2, "y": 5, "z": -4},
    ),
    example(
        "multiply",
        "One multiply gate",
        "Each input's gradient is the other input.",
        "f = x * y",
        {"x": 4, "y": -3},
    ),
    example(
        "neuron",
        "A neuron, gate by gate",
        "Two weights, a bias and a sigmoid, taken apart into the gates it is made of.",
        "f = 1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
        {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
    ),
    example(
        "patterns",
        "Three patterns: add, max, multiply",
        "Add hands the gradient on, max sends it one way, multiply swaps its inputs.",
        "f = 2 * (x*y + max(z, w))",
        {"x": 3, "y": -4, "z": 2, "w": -1},
    ),
    example(
        "staged",
        "A long formula in stages",
        "Naming each stage lets the backward pass be read one line at a time.",
        "sigy = sigmoid(y)\n"
        "num = x + sigy\n"
        "sigx = sigmoid(x)\n"
        "xpy = x + y\n"
        "xpysqr = xpy**2\n"
        "den = sigx + xpysqr\n"
        "invden = 1 / den\n"
        "f = num * invden",
        {"x": 3, "y": -4},
    ),
    example(
        "paths",
        "Two paths that meet",
        "b reaches e twice; its gradient is the sum over both paths.",
        "c = a + b\nd = b + 1\ne = c * d",
        {"a": 2, "b": 1},
    ),
    example(
        "square",
        "A fork: x times itself",
        "One value on two wires: their gradients add, and 2x comes out.",
        "f = x * x",
        {"x": 3},
    ),
    example(
        "tie",
        "A tie at max",
        "Equal arguments: the first one takes the whole gradient.",
        "f = max(x, y) + x",
        {"x": 2, "y": 2},
    ),
    example(
        "dead-relu",
        "A neuron that is switched off",
        "Below zero, relu blocks the path: every weight gets gradient 0.",
        "h = w*x + b\na = relu(h)\nloss = (a - 1)**2",
        {"w": 2, "x": -1, "b": 0.5},
    ),
    example(
        "loop",
        "A loop, unrolled",
        "Three steps of the same state: w is used in each, and its gradients add.",
        "h = h0\nfor t in range(3):\n    h = tanh(w*h + x)\nloss = h**2",
        {"h0": 0.5, "w": 1.5, "x": -0.25},
    ),
    example(
        "function",
        "A function, called twice",
        "Each call becomes gates of its own.",
        "def unit(u, v, bias=1.0):\n"
        "    return sigmoid(u*v + bias)\n"
        "\n"
        "h = unit(x, w1)\n"
        "f = unit(h, w2, bias=-0.5)",
        {"x": 2, "w1": -1, "w2": 3},
    ),
    example(
        "reassigned",
        "A name assigned twice",
        "Each assignment makes a new value; the name points to the latest.",
        "x = 2\ny = x * 3\nx = y + x\nf = x * y",
    ),
    example(
        "cross-entropy",
        "Log loss of a logit",
        "Sigmoid and log undo each other: the gradient that reaches s is p - y.",
        "p = sigmoid(s)\nloss = -(y*log(p) + (1 - y)*log(1 - p))",
        {"s": 0.5, "y": 1},
    ),
)

FIRST = Query(EXAMPLES[0]["program"], EXAMPLES[0]["inputs"])


@cache
def reference() -> tuple[dict[str, Any], ...]:
    """Every gate of the table: how it is written and what it does to a gradient."""
    return tuple(_describe(gate) for gate in GATES if not gate.hidden)


def _describe(gate: Gate) -> dict[str, Any]:
    written = gate.write("xyz"[: gate.arity], gate.samples[0].settings if gate.samples else {})
    return {
        "label": gate.name,
        "detail": written,
        "info": gate.role.meaning if gate.role else "Compares; no gradient passes.",
        "symbol": gate.symbol,
        "role": gate.role.title if gate.role else None,
        "aliases": list(gate.aliases),
        "function": written.startswith(gate.name + "("),
    }
