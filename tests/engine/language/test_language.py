"""Every form of the language that a program of numbers can use."""

from __future__ import annotations

import math

import numpy as np
import pytest

import graphs
from graphs.language.parse import parse
from graphs.limits import Limits

X = {"x": 2.0, "y": 5.0, "z": -4.0}

# text → the output's value at X
VALUES = {
    "(x + y) * z": -28,
    "f = (x + y) * z\n": -28,
    "a = b = x + 1\nf = a * b": 9,
    "p, q = x, y\nf = p - q": -3,
    "(p, q), r = (x, y), z\nf = p + q * r": -18,
    "[p, q] = [x, y]\nf = p * q": 10,
    "p, q = x, y\np, q = q, p\nf = p - q": 3,
    "f: float = x + y": 7,
    "f = x\nf += y\nf -= 1\nf *= z\nf /= 2\nf **= 2": 144,
    "c = x\nc += c + 1": 5,
    "f = x; g = f * f  # a comment": 4,
    "x = x * 3\nx = x + 1\nf = x": 7,
    "f = x ** y": 32,
    "f = -x + +y": 3,
    "f = x * 1e3 + 0x10 + 1_000": 3016,
    '"""A docstring."""\nf = x': 2,
    "print(x, 'text', unknown)\nf = x": 2,
    "f = x\nprint(f)": 2,
    "f = x\npass": 2,
    "import numpy as np\nimport math\nimport numpy.linalg\nf = np.exp(x) - math.exp(x)": 0,
    "import numpy as n, math as m\nf = n.square(x) + m.sqrt(x + 2)": 6,
    "from math import exp, log as ln2\nf = ln2(exp(x))": 2,
    "from numpy import *\nf = maximum(x, y) + cos(pi)": 4,
    "\ufefff = x": 2,
    "\ff = x\f* 2": 4,
    "from math import *\nf = cos(pi) * x": -2,
    "f = np.pi + math.pi - 2 * numpy.pi + np.e - math.e + x": 2,
    "def f(u, v=2.0):\n    w = u * v\n    return w + 1\ng = f(x) + f(x, y) + f(v=z, u=x)": 9,
    "def f(u, /, v, *, w=1):\n    return u * v + w\ng = f(x, v=y)": 11,
    "def f(u: float) -> float:\n    'Squares.'\n    return u * u\ng = f(x)": 4,
    "k = x\ndef f(u):\n    return u * k\nk = y\ng = f(3.0)": 15,
    "def outer(u):\n    def inner(v):\n        return u * v\n    return inner\ng = outer(x)(y)": 10,
    "def twice(g, u):\n    return g(g(u))\nf = twice(square, x) + twice(lambda u: u + 1, x)": 20,
    "f = lambda u, k=3: u * k\ng = f(x) + f(x, 1)": 8,
    "compose = lambda f, g: lambda u: f(g(u))\nh = compose(compose(square, abs), neg)\nf = h(x)": 4,
    "act = relu\nf = act(z) + act(x)": 2,
    "def f(u):\n    if 1 < 2:\n        return u\n    return u * 100\ng = f(x)": 2,
    "def f(u):\n for t in range(5):\n  u = u + 1\n  if t == 1:\n   return u\ng = f(x)": 4,
    "f = 0\nfor t in range(1, 6, 2):\n    f += t * x": 18,
    "f = x\nfor t in range(3, 0, -1):\n    f = f + t": 8,
    "f = x\nfor t in range(0):\n    f = f * 100": 2,
    "f = 0\nfor a, b in [(x, y), (y, z)]:\n    f += a * b": -10,
    "f = 0\nfor i in range(2):\n    for j in range(i + 1):\n        f += x * (i + j)": 6,
    "w = [x, y, z]\nf = w[0] * w[-1] + len(w)": -5,
    "w = [x, y, z]\nf = sum(w) + sum([])": 3,
    "f = sum([t * x for t in range(4) if t > 1])": 10,
    "f = sum(a * b for a, b in [(x, y), (y, z)])": -10,
    "f = sum([i * j * x for i in range(3) for j in range(i)])": 4,
    "n = 2\nf = x\nif n > 1 and not n == 3:\n f = f * 10\nelif n:\n f = 0\nelse:\n f = 1": 20,
    "f = x if 1 < 2 else unknown": 2,
    "f = max([x, y, z]) + min(x, y, z)": 1,
    "f = where(x < y < 10, x, y) + where(x < z < y, x, y)": 7,
    "f = where(x > 0 and (y < 0 or not z > 0), x, y)": 2,
    "f = (x != y) + (x == 2) + (x <= 2) + (x >= 3)": 3,
    "f = σ(x - 2) + x · y": 10.5,
    "f = （x ＋ y）＊ ２": 14,
    "ｆ＝ｍａｘ（ｘ， ｙ）": 5,
    "f = x − y × z ÷ 2": 12,
    "dot = x\nf = dot * 2": 4,
    "exp = x\nf = exp * 2": 4,
    "def sin(u):\n    return u * 2\nf = sin(x) + np.sin(0)": 4,
    "max = min\nf = max(x, y)": 2,
    "f = abs(x - y) + abs(-x)": 5,
    "f = (\n    x\n    + y\n)": 7,
    "f = x + \\\n    y": 7,
    "if True:\n\tf = x\n\tg = f": 2,
    "f = x\r\ng = f\r\n": 2,
}


@pytest.mark.parametrize(("text", "value"), VALUES.items(), ids=VALUES)
def test_value(text: str, value: float) -> None:
    assert graphs.trace(text, X).value == pytest.approx(value, abs=1e-12)


# text → gradients at X: wires are slots, so the contributions of one value add
GRADIENTS = {
    "x * x": {"x": 4},
    "x - x": {"x": 0},
    "x / x": {"x": 0},
    "x + x": {"x": 2},
    "max(x, x)": {"x": 1},
    "x ** x": {"x": 4 * (1 + math.log(2))},
    "c = x\nc += c + 1": {"x": 2},
    "x * y": {"x": 5, "y": 2, "z": 0},
    "w = [x, y]\nf = w[0] * w[0]": {"x": 4, "y": 0},
    "x = x * 3\nf = x * x": {"x": 12},  # of the latest x
}


@pytest.mark.parametrize(("text", "grads"), GRADIENTS.items(), ids=GRADIENTS)
def test_gradients(text: str, grads: dict[str, float]) -> None:
    traced = graphs.trace(text, X)
    assert {name: traced.grads[name] for name in grads} == pytest.approx(grads, abs=1e-12)


def inputs_of(text: str) -> dict[str, float | None]:
    return {name: entry.default for name, entry in parse(text).inputs.items()}


def test_a_first_literal_at_the_top_is_an_input() -> None:
    assert inputs_of("x = -2\ny, z = 5, +4\nf = (x + y) * z") == {"x": -2, "y": 5, "z": 4}
    assert inputs_of("a = b = 3\nf = a * b") == {"a": 3, "b": 3}
    assert inputs_of("f = a * x\na = 3") == {"a": None, "x": None}


def test_other_literals_are_constants() -> None:
    assert inputs_of("x = 1\nx = 2\nf = x") == {"x": 1}
    assert inputs_of("def f():\n    k = 2\n    return k\ng = f()") == {}
    assert inputs_of("def f():\n    return 2.0\ng = f()") == {}
    assert inputs_of("for t in range(2):\n    k = 3\nf = k * t") == {}
    assert inputs_of("n = len([1, 2])\nf = n * np.pi") == {}
    assert inputs_of("def f(u, k=2.0):\n    return u * k\ng = f(x)") == {"x": None}


def test_a_name_used_in_a_function_is_an_input_of_the_program() -> None:
    assert inputs_of("def f(u):\n    return u * k\ng = f(x)") == {"x": None, "k": None}


def test_a_truth_value_is_data() -> None:
    traced = graphs.trace("on = True\nf = where(on, x, y)", X)
    assert traced.inputs["on"] is True
    assert "on" not in traced.grads
    assert traced.with_inputs({"on": False}).value == 5.0


STRUCTURAL = {
    "n = 2\nf = x\nfor t in range(n):\n    f = f * x": (8, 16),
    "n = 2\nw = [x, y, z, y]\nf = w[n]": (-4, 5),
    "n = 1\nm = n + 1\nf = sum([x for t in range(m)])": (4, 8),
}


@pytest.mark.parametrize(("text", "values"), STRUCTURAL.items(), ids=STRUCTURAL)
def test_an_input_that_decides_structure_rebuilds_the_graph(
    text: str, values: tuple[float, float]
) -> None:
    traced = graphs.trace(text, X)
    entry = traced.evaluation.model.inputs["n"]
    assert (entry.structural, traced.value) == (True, values[0])
    assert not traced.evaluation.model.inputs["x"].structural
    assert traced.with_inputs({"n": 3}).value == values[1]
    assert graphs.trace(text, X | {"n": 3}).value == values[1]
    assert traced.with_inputs({"x": 3}).evaluation.model is traced.evaluation.model


def test_an_input_met_only_while_a_condition_is_decided_is_kept() -> None:
    text = "def f(u):\n    v = u * q\n    return u\nif f(2) > 1:\n    g = q * x"
    traced = graphs.trace(text, {"x": 2, "q": 3})
    assert (traced.value, traced.grads["q"], traced.grads["x"]) == (6, 2, 3)


def test_a_condition_leaves_nothing_behind() -> None:
    text = "def f(u):\n    v = u * q\n    return v > 2\nif f(2):\n    g = x * 3"
    traced = graphs.trace(text, {"x": 2, "q": 4}, output="g")
    kinds = ["input", "input", "constant", "mul"]
    assert [node.op for node in traced.evaluation.model.nodes] == kinds
    assert traced.with_inputs({"q": 4.5}).evaluation.model is traced.evaluation.model


def test_a_condition_is_a_guard_and_no_structure() -> None:
    text = "n = 2\nf = x\nif n > 2:\n    f = f * 10"
    traced = graphs.trace(text, X)
    assert not traced.evaluation.model.inputs["n"].structural
    assert traced.with_inputs({"n": 1.5}).evaluation.model is traced.evaluation.model
    assert traced.with_inputs({"n": 3}).value == 20


def test_names_given_are_read_as_python_reads_them() -> None:
    assert graphs.trace("f = ﬁ * 2", {"ﬁ": 3}, wrt=["ﬁ"]).grads["fi"] == 2
    given = {"ﬁ": 3}
    assert graphs.compile("f = ﬁ * 2")(**given) == (6, {"fi": 2})


def test_the_output_is_the_last_value_unless_chosen() -> None:
    text = "q = x + y\nf = q * z"
    assert graphs.trace(text, X).output == "f"
    assert graphs.trace(text, X, output="q").value == 7
    assert graphs.trace(text, X, output="n3").value == 7
    assert graphs.trace(text, X | {"extra": 1.0}, output="n4").value == 7
    assert graphs.trace(text + "\nq + 1", X).output == "n6"
    assert graphs.trace(text + "\nq", X).output == "q"
    assert graphs.trace(text, X, output="q").grads == pytest.approx(
        {"x": 1, "y": 1, "z": 0, "q": 1, "f": 0, "n0": 1, "n1": 1, "n2": 0, "n3": 1, "n4": 0}
    )


def test_an_input_given_but_unused_has_gradient_0() -> None:
    traced = graphs.trace("f = x * 2", {"x": 1, "spare": 3})
    assert (traced.values["spare"], traced.grads["spare"]) == (3.0, 0.0)


def test_np_may_be_a_name_of_the_reader() -> None:
    assert graphs.trace("np = 3\nf = np * 2").inputs == {"np": 3.0}


def test_an_import_binds_names_and_nothing_else() -> None:
    text = "import numpy as np\nfrom numpy.random import randn\nfrom math import exp as e\nf = e(0)"
    assert graphs.trace(text).value == 1
    text = "import numpy as np\nfrom numpy.random import randn\nnp.random.seed(0)\nf = randn(3)"
    assert graphs.trace(text).inputs["f"].tolist() == np.random.RandomState(0).randn(3).tolist()


def test_a_list_grown_by_appending_is_read_in_time() -> None:
    text = "hs = []\nfor t in range(1000):\n    hs.append(x * t)\ny = 0\nfor h in hs:\n    y += h\n"
    traced = graphs.trace(text, {"x": 1.0}, limits=Limits())
    assert traced.value == 499500.0
    assert traced.grads["x"] == 499500.0
