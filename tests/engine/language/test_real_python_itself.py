"""The measure is held too: the corpora run in real Python, cover the language, and are right."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from tests.support import random_python
from tests.support.course_programs import PROGRAMS as COURSE
from tests.support.instrument import output_of
from tests.support.python_programs import PROGRAMS
from tests.support.real_python import RealPython, numeric_gradient

SYNTAX = """
FunctionDef ClassDef Return Delete Assign AugAssign AnnAssign For While If With Raise Try Assert
Import ImportFrom Global Nonlocal Expr Pass Break Continue BoolOp NamedExpr BinOp UnaryOp Lambda
IfExp Dict Set ListComp SetComp DictComp GeneratorExp Yield YieldFrom Compare Call FormattedValue
JoinedStr Constant Attribute Subscript Starred Name List Tuple Slice Match MatchValue
MatchSequence MatchMapping MatchClass MatchStar MatchAs MatchOr MatchSingleton And Or Not Invert
USub Add Sub Mult MatMult Div Mod Pow FloorDiv LShift RShift BitOr BitXor BitAnd Eq NotEq Lt LtE
Gt GtE Is IsNot In NotIn
"""
METHODS = """
__init__ __call__ __add__ __radd__ __mul__ __rmul__ __neg__ __sub__ __rsub__ __truediv__
__rtruediv__ __pow__ __rpow__ __matmul__ __iadd__ __abs__ __getitem__ __setitem__ __delitem__
__contains__ __len__ __repr__ __str__ __format__ __eq__ __hash__ __lt__ __bool__ __iter__ __next__
__enter__ __exit__ __getattr__ __post_init__
"""
WORDS = """
super property staticmethod classmethod dataclass namedtuple get items keys values update pop
setdefault append extend insert sort reverse index count copy remove join split strip upper
replace startswith format zip enumerate reversed sorted any all map filter sum max min isinstance
len round int float bool str deepcopy reduce partial product chain OrderedDict defaultdict Counter
deque send seed randn rand uniform normal randint permutation choice shuffle clip at reshape ravel
flatten setattr getattr hasattr lru_cache wraps contextmanager abstractmethod Enum print
"""


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_small_program_ends_with_a_number(name: str) -> None:
    text = PROGRAMS[name]
    value = RealPython(text).names[output_of(text)]
    assert np.ndim(value) == 0
    assert np.isfinite(value)


def test_the_small_programs_cover_the_language() -> None:
    nodes = [node for text in PROGRAMS.values() for node in ast.walk(ast.parse(text))]
    used = {type(node).__name__ for node in nodes}
    assert set(SYNTAX.split()) - used == set()
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    defined |= {node.id for node in nodes if isinstance(node, ast.Name)}
    assert set(METHODS.split()) - defined == set()
    words = {node.id for node in nodes if isinstance(node, ast.Name)}
    words |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert set(WORDS.split()) - words == set()


def test_differences_and_autograd_agree() -> None:
    compared = 0
    for name, text in PROGRAMS.items():
        program, output = RealPython(text), output_of(text)
        paths = [path for path in program.literals if path not in program.decides | {output}]
        at = {path: program.first[path] for path in paths}
        found = program.by_autograd(output, at)
        if found is None:
            continue
        for path in at:
            slope, error = program.gradient(output, at, path)
            if error < 1e-6:
                np.testing.assert_allclose(found[path], slope, 1e-6, 1e-7, err_msg=name)
                compared += 1
    assert compared > 200


def test_a_replacement_is_where_the_number_was_stored_first() -> None:
    text = (
        "class P:\n    def __init__(self):\n        self.w = 2.0\np, q = P(), {'a': 3.0}\nx = 5.0\n"
    )
    text += "p.w = p.w * x\nx = 7.0\nf = p.w * q['a'] * x\n"
    assert numeric_gradient(text, "f", "p.w") == pytest.approx(105)
    assert numeric_gradient(text, "f", "q['a']") == pytest.approx(70)
    assert numeric_gradient(text, "f", "x") == pytest.approx(42)


def test_prints_are_by_line_and_the_last_twenty() -> None:
    program = RealPython("for i in range(30):\n    print(i, end=';\\n')\nprint('a',\n  'b')\n")
    assert program.printed[2].split("\n") == [f"{i};" for i in range(10, 30)]
    assert program.printed[3] == "a b"


def test_random_programs_are_the_same_for_a_seed() -> None:
    fresh = [random_python.random_program.__wrapped__(seed) for seed in range(20)]
    assert fresh == [random_python.random_program(seed) for seed in range(20)]
    assert len(set(fresh)) == 20


@pytest.mark.parametrize("name", COURSE)
def test_a_course_program_and_its_backward_pass_are_right(name: str) -> None:
    program = COURSE[name]
    assert np.isfinite(RealPython(program.text).names[program.output])
    real = RealPython(program.reference)
    at = {path: real.first[path] for path in program.gradients.values()}
    for gradient, path in program.gradients.items():
        slope, error = real.gradient(program.output, at, path)
        assert error < 1e-6
        scale = max(1.0, float(np.max(np.abs(slope))))
        within = 1e-6 * np.abs(slope) + 1e-7 * scale
        assert np.all(np.abs(real.values[gradient] - slope) <= within), gradient
