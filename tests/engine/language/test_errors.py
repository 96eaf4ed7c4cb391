"""What people really type: each error stands at its place and says what to write instead."""

from __future__ import annotations

import pytest

import graphs
from graphs import GraphError
from graphs.language.advice import mends
from graphs.language.advice.mends import to_tree

X = dict.fromkeys(("x", "y", "z", "a", "b", "c", "d", "w2", "名"), 0.5)


def fails(text: str) -> GraphError:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, X)
    return caught.value


def under_the_caret(text: str, error: GraphError) -> str:
    assert error.line is not None
    return text.split("\n")[error.line - 1][error.column : error.end_column]


# (text, what stands under the caret, what the mend puts there)
MENDS = [
    ("f = 2x", "2x", "2*x"),
    ("f = 2w2", "2w2", "2*w2"),
    ("f = 2 x", "2 x", "2*x"),
    ("f = 3x + 2y", "3x", "3*x"),
    ("f = 2.5x", "2.5x", "2.5*x"),
    ("f = 2sin(x)", "2sin", "2*sin"),
    ("f = 2(x+y)", "2(x+y)", "2*(x+y)"),
    ("f = x(y+1)", "x(y+1)", "x*(y+1)"),
    ("f = (a+b)(c+d)", "(a+b)(c+d)", "(a+b)*(c+d)"),
    ("f = (a+b)c", ")c", ")*c"),
    ("x^2", "^", "**"),
    ("-x^2 + 1", "^", "**"),
    ("f = (x + y)^(1/2)", "^", "**"),
    ("|x|", "|x|", "abs(x)"),
    ("f = |x| + |y|", "|x|", "abs(x)"),
    ("f = -|x - y|", "|x - y|", "abs(x - y)"),
    ("f = sin x", "sin x", "sin(x)"),
    ("f = sin x + cos y", "sin x", "sin(x)"),
    ("f = ln 2", "ln 2", "ln(2)"),
    ("f = (x + y * z", "(x + y * z", "(x + y * z)"),
    ("f = exp((x)", "((x)", "((x))"),
    ("f = (x + (y * z", "(y * z", "(y * z))"),
    ("f = (x\ng = f", "(x", "(x)"),
    ("f = x + y) * z", ")", ""),
    ("f = x² + y³", "²", "**2"),
    ("f = x⁻¹²", "⁻¹²", "**-12"),
    ("f = √x", "√x", "sqrt(x)"),
    ("f = x y", "x y", "x*y"),
    ("f = (x y) + 1", "x y", "x*y"),
    ("f = x 2", "x 2", "x*2"),
    ("f = exp(x y)", "x y", "x*y"),
    ("f = x\n// the end", "//", "#"),
    ("// a product\nf = x * y", "//", "#"),
    ("if x > 1:\n    f = x\nelse if x > 0:\n    f = y", "else if", "elif"),
    ("f = 0\nif x > 1 && y > 1:\n    f = x\nf = f + x", " && ", " and "),
    ("f = x\nif x > 1 || y > 1:\n    f = y", " || ", " or "),
    ("f = x\nif !(x > 1):\n    f = y", "!", "not "),
    ("i = 0\ni++\nf = x", "i++", "i += 1"),
    ("i = 3\ni--;\nf = x", "i--;", "i -= 1"),
    ("var u = 2\nf = x * u", "var ", ""),
    ("  let u = 2\n  f = x * u", "let ", ""),
    ("2nd = x\nf = y", "2nd", "nd2"),
    ("if x > 1\n    f = x\nf = y", "", ":"),
    ("u = [x, y]\nf = np.array(u)' @ u", ")'", ").T"),
    ("f = sin (x) y", ") y", ")*y"),
    ("f = √(x + y)", "√(", "sqrt("),
    ("f(x) = x**2\nf(y)", "f(x) =", "f = lambda x:"),
    ("f = sigmod(x)", "sigmod", "sigmoid"),
    ("f = x\n\ng = 2 f", "2 f", "2*f"),
    ("def square_it(u):\n    return u*u\nf = squareit(x)", "squareit", "square_it"),
    ("f = x\0", "\0", ""),
    ("f = x \ud800", "\ud800", ""),
    ("lambda = 2\nf = x", "lambda", "lambda_"),
    ("class = x\nf = class", "class", "class_"),
    ("f = 名(y)", "名(y)", "名*(y)"),
    ("improt numpy as np\nf = np.exp(x)", "improt", "import"),
    ("form math import exp\nf = exp(x)", "form", "from"),
    ("def g(u):\n    retrun u * y\nf = g(x)", "retrun", "return"),
    ("f = 0\nfro i in range(2):\n    f += x", "fro", "for"),
    ("f = 0\nwhlie f < x:\n    f += y", "whlie", "while"),
    ("clas A:\n    u = 2\nf = A.u * x", "clas", "class"),
    ("if x > 1:\n    f = x\nesle:\n    f = y", "esle", "else"),
    ("f = x\nif x > 1 then:\n    f = y", " then:", ":"),
    ("f = x\nif x > 1 then\n    f = y", " then", ":"),
    ("f = x\nif x > 1 then f = y", " then ", ": "),
    ("f = x\nwhile f > 1 do\n    f = f - 1", " do", ":"),
    ("k = 2\nk =/ 4\nf = x * k", "k =/", "k /="),
    ("def g(u, v):\n    return u v\nf, h = g(x, y)", "u v", "u, v"),
    ("u = [x, y]\nf = u(1)", "u(1)", "u[1]"),
    ("u = {'W': x}\nf = u('W') * 2", "u('W')", "u['W']"),
    ("u = np.ones((2, 3))\nf = x * u.shape(1)", "u.shape(1)", "u.shape[1]"),
    ("u = np.ones((2, 3))\nf = x * u(0, 1)", "u(0, 1)", "u[0, 1]"),
    ("u = {'W': x}\nf = u[W] * 2", "u[W]", "u['W']"),
    ("W = np.ones(2)\nu = {'W': x}\nf = u[W] * 2", "u[W]", "u['W']"),
    ("u = [x, y]\nf = sum(u) / length(u)", "length", "len"),
    (
        "X = np.ones((2, 3))\nw = np.ones(3)\nv = np.ones(2)\nf = X * w + v",
        "X * w + v",
        "X @ w + v",
    ),
    ("X = np.ones((2, 3))\nW = np.ones((3, 4))\nf = X * W", "X * W", "X @ W"),
    (
        "X = np.ones((2, 3))\nA = np.ones((1, 3))\nf = np.dot(X, (A - x))",
        "np.dot(X, (A - x))",
        "np.dot(X, (A - x).T)",
    ),
    (
        "X = np.ones((2, 3))\nv = np.ones(2)\nf = X + (v - x) / 2",
        "X + (v - x) / 2",
        "X + ((v - x) / 2)[:, None]",
    ),
]


TWICE = {  # mistakes that stand twice: the second is found next
    "f = 3x + 2y": "2y",
    "f = |x| + |y|": "|y|",
    "f = sin x + cos y": "cos y",
    "f = x² + y³": "³",
    "class = x\nf = class": "class",
}


@pytest.mark.parametrize(("text", "place", "mend"), MENDS, ids=[m[0] for m in MENDS])
def test_mend_stands_at_its_place_and_reads_further(text: str, place: str, mend: str) -> None:
    error = fails(text)
    assert (under_the_caret(text, error), error.mend) == (place, mend)
    assert error.hint
    assert error.line is not None
    lines = text.split("\n")
    line = lines[error.line - 1]
    lines[error.line - 1] = line[: error.column] + mend + line[error.end_column :]
    mended = "\n".join(lines)
    if text not in TWICE:
        graphs.trace(mended, X)
    else:
        after = fails(mended)
        assert (after.line, after.column) > (error.line, error.column)
        assert under_the_caret(mended, after) == TWICE[text]


# (text, line, what stands under the caret, part of the message)
ERRORS = [
    ("while x: pass", 1, "while x: pass", "while goes on for more than 100,000 passes"),
    ("class A(B): pass\nf = x", 1, "B", "not a class to inherit from"),
    ("k = dict.clear(dict)\nf = x", 1, "dict.clear(dict)", "dict.clear is called with a type"),
    ("f = x\nlist.append(f, y)", 2, "list.append(f, y)", "list.append is called with a"),
    ("try:\n    [][1]\nexcept KeyError:\n    y", 2, "1", "The index 1 is outside a list of 0"),
    ("raise ValueError('low')", 1, "raise ValueError('low')", "ValueError: low"),
    ("assert x > 1, 'low'", 1, "assert x > 1, 'low'", "x > 1 does not hold: low"),
    ("async def f(): pass", 1, "async def f(): pass", "async is not"),
    ("f = lambda x: x\ng = f + 1", 2, "f", "f is a function"),
    ("f = (lambda x: x) * 2", 1, "lambda x: x", "is a function"),
    ("def f(u):\n    return f(u)\ng = f(x)", 2, "f(u)", "f calls itself"),
    ("def f(u):\n  return g(u)\ndef g(u):\n  return f(u)\nf(x)", 4, "f(u)", "f calls itself"),
    ("f = lambda g: g(g)\nf(f)", 1, "g(g)", "calls itself"),
    ("mk = lambda h: lambda u: h(h)(u)\nmk(mk)(x)", 1, "h(h)", "calls itself"),
    ("f = x * 'text'", 1, "x * 'text'", "* cannot combine a value and a text"),
    ("f = x + f'{x}'", 1, "x + f'{x}'", "+ cannot combine a value and a text"),
    ("f = 'text", 1, "'", "This text is never closed"),
    ("f = 2j * x", 1, "2j", "Complex"),
    ("f = x + None", 1, "None", "None is no number"),
    ("f = frobnicate(x)", 1, "frobnicate(x)", "not a function here"),
    ("f = np.frobnicate(x)", 1, "np.frobnicate", "NumPy has no"),
    ("f = sin(x, y)", 1, "sin(x, y)", "takes 1 argument, not 2"),
    ("f = np * 2", 1, "np", "np is a module"),
    ("f = max(x)", 1, "max(x)", "2 or more arguments, not 1"),
    ("f = where(x, y)", 1, "where(x, y)", "3 arguments, not 2"),
    ("f = clip(x, low=1)", 1, "low=1", "no argument called low"),
    ("def f(u):\n    return u\nf(x, y)", 3, "f(x, y)", "takes 1 argument, not 2"),
    ("def f(u):\n    return u\nf()", 3, "f()", "without u"),
    ("def f(u):\n    return u\nf(v=x)", 3, "f(v=x)", "no parameter v"),
    ("def f(u, v):\n    return u\nf(x, u=y)", 3, "f(x, u=y)", "u is given twice"),
    ("def f(u):\n    return u\nf(u=x, u=y)", 3, "u=y", "u is given twice"),
    ("def f(u, u):\n    return u\nf(x, y)", 1, "u", "u stands twice"),
    ("def f(u):\n    u + 1\ng = f(x) * 2", 3, "f(x)", "f(x) gives None"),
    ("def f():\n    k = x\n    x = 1\n    return k\nf()", 2, "x", "before it gets its value"),
    ("x = 1\ndef f():\n    x += 1\n    return x\nf()", 3, "x", "before it gets its value"),
    ("if nope > 0:\n    f = x", 1, "nope", "nope has no value"),
    ("for t in range(x):\n    f = t", 1, "x", "range needs whole numbers, not 0.5"),
    ("for t in x:\n    f = t", 1, "x", "x is a number and has no items"),
    ("for t in range(1.5):\n    f = t", 1, "1.5", "whole numbers"),
    ("for t in range(10**300):\n    f = t", 1, "range(10**300)", "too many numbers"),
    ("w = [x, y]\nf = w[2]", 2, "2", "index 2 is outside a list of 2"),
    ("w = [x, y]\nf = w[np.nan]", 2, "np.nan", "index nan is outside"),
    ("w = [x, y]\nf = w[[0, 9]]", 2, "w[[0, 9]]", "index 9 is outside axis 0 of size 2"),
    ("x = 1\nf = x[0]", 2, "x", "has no items"),
    ("f = x.real", 1, "x.real", "has no .real"),
    ("a, b = x", 1, "a, b", "One value cannot fill"),
    ("a, b = x, y, z", 1, "a, b", "2 names on the left, 3 values"),
    ("3 = x", 1, "3", "left of ="),
    ("w = 1\nw[0] = x", 2, "w", "w is a number and has no items"),
    ("import os\nf = x * os.nice", 2, "os.nice", "os.nice is left out"),
    ("from os import path\nf = x + path", 2, "path", "os.path is left out"),
    ("f = x.y\nx.z = 2", 1, "x.y", "has no .y"),
    ("return x", 1, "return x", "outside a function"),
    ("x, y = 1, 2\nf = x @ y", 2, "x @ y", "use * for numbers"),
    ("f = (x]", 1, "]", "] closes a ("),
    ("f = [x, y", 1, "[", "never closed"),
    ("f = x +", 1, "", "ends too early"),
    ("if 1:\nf = x", 2, "f", "indented block"),
    ("f = 007", 1, "00", "cannot start with 0"),
    ("f = x * 0x" + "f" * 300, 1, "0x" + "f" * 300, "too large for float64"),
    ("f = x * 1" + "0" * 400, 1, "1" + "0" * 400, "too large for float64"),
    ("f = " + "9" * 5000, 1, "9" * 5000, "too many digits"),
    ("f = nope * x", 1, "nope", "nope has no value"),
    ("x = 1\nf = 名字 * x", 2, "名字", "名字 has no value"),
    ("f = __import__('os')", 1, "__import__('os')", "is not part of the language"),
    ("f = ().__class__", 1, "().__class__", "has no .__class__"),
]


@pytest.mark.parametrize(("text", "line", "place", "part"), ERRORS, ids=[e[0][:40] for e in ERRORS])
def test_error_names_its_place(text: str, line: int, place: str, part: str) -> None:
    error = fails(text)
    assert part in error.message
    assert (error.line, under_the_caret(text, error)) == (line, place)


@pytest.mark.parametrize("text", ["f = 'text'", "f = None", "f = [1, 'a']", "f = {'a': 1}"])
def test_the_output_must_be_a_number(text: str) -> None:
    assert "ends without a number" in fails(text).message


@pytest.mark.parametrize("text", ["", "  \n\t\n", "# only a comment"])
def test_nothing_to_compute(text: str) -> None:
    assert "nothing to compute" in fails(text).message


def test_every_missing_input_is_listed() -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace("f = p * q + x * r", {"x": 1})
    assert caught.value.missing == ("p", "q", "r")
    assert caught.value.to_dict()["missing"] == ["p", "q", "r"]
    assert "p, q, r have no value" in caught.value.message


def test_only_so_many_mends_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(mends, "to_tree", lambda text: (tried.append(text), to_tree(text)))
    assert "cannot read" in fails("a|b|c;" * 1600 + "$").message
    assert len(tried) == mends.MOST_TRIED


def test_a_list_of_expressions_is_an_output() -> None:
    traced = graphs.trace("w = [x, y * y]", {"x": 2, "y": 3})
    assert (traced.value.tolist(), traced.grads["x"], traced.grads["y"]) == ([2.0, 9.0], 1.0, 6.0)


def test_a_constant_or_a_gate_without_a_value_is_named() -> None:
    for text, part in (("f = pi * 2", "Write np.pi"), ("f = exp + 1", "as in exp(x)")):
        assert part in (fails(text).hint or "")


def test_what_is_asked_for_must_be_there() -> None:
    for options in ({"output": "g"}, {"output": "n9"}, {"wrt": ["f"]}, {"numbers": "many"}):
        with pytest.raises(GraphError):
            graphs.trace("f = x", {"x": 1}, **options)  # type: ignore[arg-type]
    for value in ("1", None, 10**400, ["1"], [[1], [1, 2]], 1j):
        with pytest.raises(GraphError, match="for x is not a"):
            graphs.trace("f = x", {"x": value})
    with pytest.raises(GraphError, match="no step 9"):
        graphs.trace("f = x", {"x": 1}).svg(9)
