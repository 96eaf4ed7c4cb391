"""Random programs whose pictures are measured, of five families; a number gives the same text."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

CURVES = ("sin", "cos", "tanh", "sigmoid", "exp", "relu", "sqrt", "log")
SIGNS = ("+", "-", "*", "/")
LONG_NAMES = ("weighted_sum", "learning_rate", "hidden", "bias", "q", "z1", "gamma", "error")


def _number(source: random.Random) -> str:
    return source.choice(("2", "3", "0.5", "-1.25", "10", "0.001", "250"))


def scalars(source: random.Random) -> str:
    """Lines of plain numbers, deep and wide, with constants and long names."""
    names = ["x", "y", "w0", "x0", *source.sample(LONG_NAMES, 2)]
    lines = []
    for place in range(source.randint(2, 6)):
        parts = [source.choice((*names, *names, _number(source))) for _ in range(3)]
        text = f"{parts[0]} {source.choice(SIGNS)} {parts[1]} {source.choice(SIGNS)} {parts[2]}"
        if source.random() < 0.4:
            text = f"{source.choice(CURVES)}({text})"
        name = source.choice((f"v{place}", f"step_{place}"))
        lines.append(f"{name} = {text}")
        names.append(name)
    return "\n".join([*lines, f"f = {' + '.join(names[-2:])} * {names[0]}"])


def forks(source: random.Random) -> str:
    """A value that many gates use."""
    terms = [
        source.choice(("sin(q)", "q*y", "cos(q)*q", "exp(-q)", "q**3", "1/q", "q - z", "max(q, y)"))
        for _ in range(source.randint(2, 7))
    ]
    return f"q = x*x + {source.choice(('y', 'x', '1'))}\nf = {' + '.join(terms)}"


def chains(source: random.Random) -> str:
    """One value after another, each with a share of an earlier one now and then."""
    lines = ["h = x"]
    for _ in range(source.randint(3, 9)):
        lines.append(
            source.choice(
                ("h = tanh(w*h + b)", "h = h*h", "h = sin(h) + x", "h = h - 0.1*h", "h = exp(-h)")
            )
        )
    return "\n".join([*lines, source.choice(("f = h", "f = (h - y)**2", "f = h*w"))])


def arrays(source: random.Random) -> str:
    """Layers of arrays, with biases that are broadcast, and a loss."""
    rows, wide, out = (source.randint(2, 6) for _ in range(3))
    lines = [
        "import numpy as np",
        f"np.random.seed({source.randint(0, 99)})",
        f"X = np.random.randn({rows}, {wide})",
        f"W = np.random.randn({wide}, {out})",
        f"b = np.zeros({out})",
        f"h = {source.choice(('np.tanh', 'np.maximum', 'np.exp', ''))}(X @ W + b)",
    ]
    lines[-1] = lines[-1].replace("maximum(", "maximum(0, ")
    for _ in range(source.randint(0, 2)):
        lines.append(
            source.choice(
                (
                    "h = h - h.mean(axis=0)",
                    "h = h / h.sum(axis=1, keepdims=True)",
                    "h = h * 0.5 + b",
                    "h = (h @ h.T) @ h",
                    "h = h**2 + 1",
                )
            )
        )
    end = source.choice(
        ("h.mean()", "(h**2).sum()", "np.log(1 + h**2).mean()", "h.max(axis=1).sum()")
    )
    return "\n".join([*lines, f"loss = {end}"])


def functions(source: random.Random) -> str:
    """Functions called more than once, in loops and in one another."""
    body = source.choice(("u*v + 1", "tanh(u*w + v)", "u*u - v", "relu(u) + v*w"))
    lines = [
        "def cell(u, v):",
        f"    s = {body}",
        f"    return {source.choice(('s', 's*u', 's + v'))}",
    ]
    if source.random() < 0.5:
        lines += ["def two(u, v):", "    return cell(u, v) + cell(v, u)"]
    name = "two" if len(lines) > 3 else "cell"
    lines.append(f"a = {name}(x, y)")
    if source.random() < 0.6:
        lines += [f"for t in range({source.randint(2, 4)}):", f"    a = {name}(a, x)"]
    return "\n".join([*lines, source.choice(("f = a * y", "f = cell(a, a)", "f = (a - y)**2"))])


FAMILIES: Mapping[str, Callable[[random.Random], str]] = {
    "scalars": scalars,
    "forks": forks,
    "chains": chains,
    "arrays": arrays,
    "functions": functions,
}


def pictured(count: int) -> Iterator[tuple[str, str]]:
    """So many programs by name, the families in turn."""
    kinds = list(FAMILIES)
    for number in range(count):
        kind, place = kinds[number % len(kinds)], number // len(kinds)
        yield f"{kind} {place}", FAMILIES[kind](random.Random(f"{kind} {place}"))
