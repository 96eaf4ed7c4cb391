"""The library: math, random, itertools, functools, typing, NumPy's random numbers, imports."""

from __future__ import annotations

PROGRAMS = {
    "functions of math": """
import math

x = 0.6
a = math.sin(x) + math.cos(x) * math.tan(x)
b = math.exp(x) - math.log(x) + math.sqrt(x) + math.pow(x, 3)
c = math.tanh(x) + math.atan(x) + math.log(x + 2, 10) + math.log2(x) + math.log10(x)
d = math.sinh(x) - math.cosh(x) + math.hypot(x, 1.0) + math.fabs(-x)
print(math.floor(2.7), math.ceil(2.1), math.factorial(5), math.gcd(12, 18))
print(math.isclose(0.1 + 0.2, 0.3))
print(math.inf > 1, math.isnan(math.nan), math.comb(5, 2), math.trunc(-2.5), math.pi)
loss = a + b * c - d
""",
    "from math import everything": """
from math import *

x = 0.9
loss = exp(-x ** 2) * sin(x) + pi * x + log(e)
""",
    "imports by other names": """
import math as m
import numpy as N
from math import exp as e_to, sqrt
from numpy import array, dot as product

w = array([0.5, 1.0])
x = array([2.0, -1.0])
loss = e_to(product(w, x)) + sqrt(m.fabs(-4.0)) + N.sum(w)
""",
    "from numpy import everything": """
from numpy import *

x = array([0.5, 1.5])
loss = sum(exp(-x) * tanh(x)) + dot(x, ones(2))
""",
    "random of Python": """
import random

random.seed(42)
a = random.random()
b = random.uniform(-1, 1)
c = random.gauss(0, 1)
n = random.randint(1, 6)
pick = random.choice(['a', 'b', 'c'])
xs = [1, 2, 3, 4]
random.shuffle(xs)
some = random.sample(range(10), 3)
print(n, pick, xs, some, random.randrange(5))
w = 0.5
loss = w * a + b ** 2 + c * w
""",
    "weights of random's own": """
import random

random.seed(1)
w = [random.uniform(-1, 1) for _ in range(3)]
x = [1.0, 2.0, -1.0]
s = sum(wi * xi for wi, xi in zip(w, x))
loss = math.tanh(s) ** 2
""",
    "random of numpy": """
import numpy as np

np.random.seed(7)
W = np.random.randn(2, 3)
u = np.random.rand(3)
v = np.random.uniform(-1, 1, size=3)
n = np.random.normal(0, 0.5, (2,))
k = np.random.randint(0, 10, 4)
perm = np.random.permutation(4)
print(k, perm)
loss = np.sum((W @ (u * v) + n) ** 2)
""",
    "generators of numpy": """
import numpy as np

rng = np.random.default_rng(0)
W = rng.standard_normal((2, 2))
x = rng.normal(size=2)
mask = rng.random(2) < 0.5
k = rng.integers(0, 5, 3)
print(mask, k)
loss = np.sum(np.tanh(W @ x) * (1 + mask))
""",
    "a choice of numpy": """
import numpy as np

np.random.seed(3)
idx = np.random.choice(5, 3, replace=False)
p = np.array([0.2, 0.3, 0.5])
ix = np.random.choice(range(3), p=p)
print(idx, ix)
E = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
loss = np.sum(E[idx] ** 2) * (1 + ix)
""",
    "a dropout mask": """
import numpy as np

np.random.seed(0)
keep = 0.8
x = np.array([1.0, 2.0, 3.0, 4.0])
mask = (np.random.rand(4) < keep) / 0.8
out = x * mask
loss = np.sum(out ** 2)
""",
    "reduce and partial": """
from functools import reduce, partial

def affine(w, b, x):
    return w * x + b

f = partial(affine, 2.0, b=0.5)
x = 0.3
product = reduce(lambda a, b: a * b, [x, 2.0, x + 1])
added = reduce(lambda a, b: a + b, [], 1.5)
loss = f(x=x) + product + added
""",
    "itertools": """
import itertools
from itertools import product, chain, count, combinations, accumulate, islice, repeat

w = 0.5
s = 0.0
for i, j in product([1, 2], repeat=2):
    s += w ** (i + j)
for v in chain([w], (2 * w, 3 * w)):
    s += v
for n in count(1):
    if n > 3:
        break
    s = s + n * w
print(list(combinations('abc', 2)), list(accumulate([1, 2, 3])), list(islice(count(5, 2), 3)))
print(list(itertools.zip_longest([1, 2], [3])), list(repeat(0, 2)))
print(list(itertools.permutations([1, 2])))
loss = s
""",
    "more of itertools": """
from itertools import cycle, takewhile, dropwhile, groupby, starmap

a = 0.4
c = cycle([a, -a])
first = [next(c) for _ in range(3)]
print(list(takewhile(lambda v: v < 3, [1, 2, 5, 1])), list(dropwhile(lambda v: v < 3, [1, 5, 1])))
print([(k, len(list(g))) for k, g in groupby('aabbb')])
loss = sum(first) + sum(starmap(lambda p, q: p * q, [(a, 2.0), (a, a)]))
""",
    "operator and typing": """
import operator
from operator import itemgetter, mul
from typing import Callable, Dict, Tuple, Union

def apply(f: Callable[[float, float], float], pair: Tuple[float, float]) -> Union[float, int]:
    return f(*pair)

x = 1.3
table: Dict[str, float] = {'a': x, 'b': 2.0}
print(sorted([('b', 1), ('a', 2)], key=itemgetter(1))[0][0], operator.add(1, 2))
loss = apply(mul, (table['a'], table['b'])) + apply(operator.sub, (x, 1.0)) ** 2
""",
    "numbers of python": """
x = 2.5
print(abs(-3), pow(2, 5), pow(3, 4, 5), divmod(7, 2), round(x), int(x), float('1e3'))
print(max(3, 7), min([4, 2]))
print(bin(5), hex(255), isinstance(x, (int, float)), type(x).__name__, callable(print))
print(x.is_integer())
print(7 / 2, 7 // 2, 2 ** -1, 1_000, 0x1F, 5 % 3, -5 % 3, 1e3, .5, True + True)
print(sum([True, False, True]))
loss = pow(x, 2) + abs(-x) + divmod(7.5, 2.0)[0]
""",
    "sorting pairs of words and numbers": """
import string

print(string.ascii_lowercase[:3], string.digits[:2])
counts = {'b': 2, 'a': 2, 'c': 5}
ranked = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
print(ranked)
w = 0.7
loss = sum(w ** rank * n for rank, (_, n) in enumerate(ranked))
""",
    "an enumeration": """
from enum import Enum

class Act(Enum):
    TANH = 1
    SQUARE = 2

def run(kind, x):
    if kind is Act.TANH:
        return math.tanh(x)
    return x ** 2

x = 0.5
print(Act.TANH.name, Act.SQUARE.value, Act.TANH == Act.SQUARE, len(list(Act)))
loss = run(Act.TANH, x) + run(Act.SQUARE, x)
""",
    "time and warnings left out": """
import warnings
warnings.filterwarnings('ignore')

x = 1.5
y = x ** 2
loss = y * 0.5
""",
}
