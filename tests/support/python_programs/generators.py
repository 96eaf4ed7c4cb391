"""Generators: yield, yield from, send, expressions, laziness."""

from __future__ import annotations

PROGRAMS = {
    "a generator of batches": """
def batches(xs, size):
    for i in range(0, len(xs), size):
        yield xs[i:i + size]

xs = [1.0, 2.0, 3.0, 4.0, 5.0]
w = 0.5
loss = 0.0
for batch in batches(xs, 2):
    loss += sum((w * x - 1.0) ** 2 for x in batch) / len(batch)
""",
    "an endless generator": """
def geometric(r):
    term = 1.0
    while True:
        yield term
        term = term * r

r = 0.6
total = 0.0
for i, t in enumerate(geometric(r)):
    if i == 6:
        break
    total += t
loss = total
""",
    "next and a default": """
def pair(x):
    yield x
    yield x ** 2

x = 1.5
g = pair(x)
a = next(g)
b = next(g)
print(next(g, 'empty'))
try:
    next(g)
except StopIteration:
    print('stopped')
loss = a * b
""",
    "yield from": """
def inner(x):
    yield x
    yield 2 * x
    return x ** 2

def outer(x):
    got = yield from inner(x)
    yield got
    yield from [1.0, x]

x = 0.7
parts = list(outer(x))
print(len(parts))
loss = sum(parts)
""",
    "send": """
def average():
    total, n, mean = 0.0, 0, None
    while True:
        value = yield mean
        total += value
        n += 1
        mean = total / n

avg = average()
next(avg)
x = 1.2
avg.send(x)
m = avg.send(x ** 2)
avg.close()
loss = m * 2
""",
    "generator expressions": """
x = 0.4
powers = (x ** k for k in range(5))
first = next(powers)
rest = sum(powers)
even = sum(k * x for k in range(6) if k % 2 == 0)
loss = rest + even * first
""",
    "a lazy pipeline": """
def read(lines):
    for line in lines:
        yield line.strip()

def parse(lines):
    for line in lines:
        if not line or line.startswith('#'):
            continue
        a, b = line.split(',')
        yield float(a), float(b)

text = ["1.0, 2.0", "# note", "", " 3.0,5.0 "]
w = 1.4
loss = sum((w * a - b) ** 2 for a, b in parse(read(text)))
""",
    "a generator that is returned from early": """
def until(xs, limit):
    for x in xs:
        if x > limit:
            return
        yield x

a = 0.5
xs = [a, a * 2, a * 5, a]
seen = list(until(xs, 2.0))
print(len(seen))
loss = sum(seen) ** 2
""",
    "a recursive generator": """
def leaves(tree):
    if isinstance(tree, (list, tuple)):
        for t in tree:
            yield from leaves(t)
    else:
        yield tree

a, b = 0.3, 1.2
loss = sum(v ** 2 for v in leaves([a, [b, (a * b, [2.0])]]))
""",
    "a generator with finally": """
def guarded(x):
    try:
        yield x
        yield x * 2
    finally:
        print("closed")

x = 0.8
g = guarded(x)
loss = next(g) ** 2
g.close()
""",
    "two generators in step": """
def ints():
    n = 0
    while True:
        yield n
        n += 1

def decays(x):
    while True:
        x = x * 0.9
        yield x

x = 1.5
loss = 0.0
for n, d in zip(ints(), decays(x)):
    if n >= 3:
        break
    loss += (n + 1) * d
""",
}
