"""Functions: parameters of every kind, closures, recursion, decorators, nonlocal and global."""

from __future__ import annotations

PROGRAMS = {
    "defaults and keywords": """
def affine(x, w=2.0, b=0.5):
    return w * x + b

x = 0.8
loss = affine(x) + affine(x, b=1.0) * affine(x, 3.0) + affine(w=0.1, x=x)
""",
    "star arguments": """
def total(*args, **kwargs):
    s = sum(args)
    for name, v in kwargs.items():
        s += v * len(name)
    return s, len(args), sorted(kwargs)

a, b = 0.5, 1.5
s, n, names = total(a, b, a * b, bias=0.1, w=a)
print(n, names)
xs = [a, b]
opts = {'k': b}
loss = s + total(*xs, **opts)[0] ** 2
""",
    "arguments by keyword only": """
def norm(x, y, *, p=2, eps):
    return (abs(x) ** p + abs(y) ** p + eps) ** (1 / p)

x, y = 1.2, -0.7
loss = norm(x, y, eps=0.01) + norm(x, y, p=4, eps=0.1)
try:
    norm(x, y, 3, 0.1)
except TypeError:
    print("keywords only")
""",
    "arguments by position only": """
def f(a, b, /, c, *, d=1.0):
    return a * b + c * d

x = 0.9
loss = f(x, 2.0, c=x ** 2) + f(x, x, 1.0, d=3.0)
try:
    f(a=1, b=2, c=3)
except TypeError:
    print("positions only")
""",
    "a default that remembers": """
def push(v, seen=[]):
    seen.append(v)
    return len(seen)

x = 0.5
a, b, c = push(x), push(x), push(x, [])
print(a, b, c)
loss = x ** b + a * c * x
""",
    "a default taken when defined": """
k = 2.0
def scale(v, by=k):
    return v * by
k = 10.0
x = 0.3
loss = scale(x) + k * x ** 2
""",
    "closures": """
def layer(w, b):
    def forward(x):
        return math.tanh(w * x + b)
    return forward

f1, f2 = layer(0.8, 0.1), layer(-1.2, 0.4)
x = 0.6
loss = f2(f1(x)) ** 2
""",
    "closures in a loop": """
fs = []
for k in range(3):
    fs.append(lambda v: v * k)
gs = [lambda v, k=k: v * k for k in range(3)]
x = 0.7
print([f(1) for f in fs], [g(1) for g in gs])
loss = sum(f(x) for f in fs) + sum(g(x) ** 2 for g in gs)
""",
    "nonlocal": """
def counter(start):
    total = start
    def add(v):
        nonlocal total
        total = total + v
        return total
    return add

start = 0.5
add = counter(start)
add(1.0)
x = 0.2
loss = add(x) * add(x ** 2)
""",
    "global": """
calls = 0
scale = 2.0

def f(x):
    global calls
    calls += 1
    return scale * x

x = 0.4
y = f(x) + f(y := 2 * x)
print(calls)
loss = y ** 2
""",
    "local names hide the outer ones": """
x = 1.5
def f(y):
    x = y * 2
    return x
z = f(0.5 * x)
print(x)
loss = z * x
""",
    "recursion": """
def power(x, n):
    if n == 0:
        return 1.0
    half = power(x, n // 2)
    return half * half * (x if n % 2 else 1.0)

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

x = 1.2
print(fib(10))
loss = power(x, 5) + power(x, 2) / fib(5)
""",
    "mutual recursion": """
def even(n, x):
    return x if n == 0 else odd(n - 1, x * 1.1)
def odd(n, x):
    return -x if n == 0 else even(n - 1, x + 0.2)

x = 0.5
loss = even(4, x) * odd(3, x)
""",
    "an early return": """
def clipped(x, low=-1.0, high=1.0):
    if x < low:
        return low
    if x > high:
        return high
    return x

def first_above(xs, t):
    for i, x in enumerate(xs):
        if x > t:
            return i, x
    return None

a = 0.6
i, v = first_above([a, 2 * a, 3 * a], 1.0)
print(i, first_above([], 0), clipped(5), clipped(-5))
loss = clipped(a) * v
""",
    "several values returned": """
def stats(xs):
    n = len(xs)
    mean = sum(xs) / n
    var = sum((x - mean) ** 2 for x in xs) / n
    return mean, var

a = 1.0
mean, var = stats([a, 2 * a, 4.0])
loss = var / (mean + 1)
""",
}
