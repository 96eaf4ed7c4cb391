"""Decorators, memos, composition, lambdas, helpers that take functions."""

from __future__ import annotations

PROGRAMS = {
    "a decorator": """
import functools

def traced(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        print("call", fn.__name__)
        return fn(*args, **kwargs)
    return wrapper

@traced
def square(x):
    "Its square."
    return x * x

x = 1.4
loss = square(x) + square(x=2 * x)
print(square.__name__, square.__doc__)
""",
    "a decorator with arguments": """
def scaled(k, shift=0.0):
    def decorate(fn):
        def inner(v):
            return k * fn(v) + shift
        return inner
    return decorate

@scaled(2.0, shift=0.1)
@scaled(0.5)
def f(v):
    return math.sin(v)

x = 0.9
loss = f(x)
""",
    "a decorator that is a class": """
class Counted:
    def __init__(self, fn):
        self.fn, self.n = fn, 0
    def __call__(self, *a):
        self.n += 1
        return self.fn(*a)

@Counted
def g(x, y):
    return x * y + 1

a, b = 0.5, 1.5
loss = g(a, b) * g(b, b)
print(g.n)
""",
    "a memo": """
memo = {}
def binom(n, k):
    if k == 0 or k == n:
        return 1
    if (n, k) not in memo:
        memo[n, k] = binom(n - 1, k - 1) + binom(n - 1, k)
    return memo[n, k]

p = 0.3
n = 5
loss = sum(binom(n, k) * p ** k * (1 - p) ** (n - k) * k for k in range(n + 1))
print(binom(6, 3), len(memo) > 3)
""",
    "a cached function": """
from functools import lru_cache

@lru_cache(maxsize=None)
def f(n):
    return 1 if n < 2 else f(n - 1) + f(n - 2)

w = 0.02
print(f(20))
loss = w * f(8) + w ** 2
""",
    "what is cached is computed once": """
import functools

calls = []

@functools.lru_cache(maxsize=None)
def f(n, k=1):
    calls.append(n)
    print("called", n, k)
    return n * k + 1

class Shape:
    def __init__(self, side):
        self.side = side

    @functools.cached_property
    def area(self):
        calls.append("area")
        return self.side ** 2

@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

w = 0.5
total = f(2) + f(2) + f(3, k=2) + f(3, k=2)
s = Shape(w)
print(calls, fib(60), f.__wrapped__ is f)
f.cache_clear()
f(2)
loss = w * total + s.area * s.area
print(calls)
""",
    "composition of functions": """
def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run

x = 0.5
net = compose(math.sin, lambda v: v * 3.0, math.tanh, abs)
loss = net(x)
""",
    "lambdas": """
square = lambda x: x ** 2
add = lambda a, b=1.0, *c: a + b + sum(c)
pick = lambda flag: (lambda v: v) if flag else (lambda v: -v)
x = 1.3
loss = add(square(x), 2.0, x) + pick(False)(x) * pick(True)(x)
""",
    "numeric gradient by a helper": """
def num_grad(f, x, h=1e-4):
    return (f(x + h) - f(x - h)) / (2 * h)

def f(x):
    return x ** 3 - 2 * x

x = 1.5
y = f(x)
analytic = 3 * x ** 2 - 2
print(abs(num_grad(f, x) - analytic) < 1e-6)
loss = y + analytic
""",
    "docstrings and comments": '''
"""A module that says what it does."""
# a comment
def f(x):
    """Return x cubed.

    Over several lines.
    """
    # inside
    return x ** 3  # here

x = 0.9
"a text that stands alone"
loss = f(x)  # the end
print(f.__doc__.split()[0])
''',
}
