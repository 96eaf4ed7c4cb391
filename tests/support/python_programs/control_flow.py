"""Decisions and loops, on what is known and on computed values; match, assert, walrus, del."""

from __future__ import annotations

PROGRAMS = {
    "if, elif and else on a value": """
x = 1.7
y = x ** 2 - 1
if y < 0:
    loss = -y
elif y < 3:
    loss = y * 2.0
    print("middle")
else:
    loss = y ** 2
""",
    "a decision in a decision": """
a, b = 0.5, -0.3
s = a + b
if s > 0:
    if a * b > 0:
        f = a * b
    else:
        f = s ** 2 - a * b
else:
    f = 0.0
""",
    "newton until it is near": """
a = 2.0
x = 1.0
steps = 0
while abs(x * x - a) > 1e-9:
    x = 0.5 * (x + a / x)
    steps += 1
print(steps, round(x, 6))
loss = x
""",
    "while with break and continue": """
x = 0.9
i = 0
total = 0.0
while True:
    i += 1
    if i % 2 == 0:
        continue
    if i > 7:
        break
    total += x ** i
print(i)
loss = total
""",
    "while with else": """
x = 5.0
n = 0
while x > 1.0:
    x = x / 2.0
    n += 1
else:
    x = x + 0.1
print(n)
loss = x ** 2
""",
    "for with else": """
w = 1.3
for k in range(2, 6):
    if k * k == 17:
        loss = w
        break
else:
    loss = w ** 2
for k in [1, 4, 9]:
    if k == 4:
        found = k
        break
else:
    found = 0
print(found)
loss = loss * found
""",
    "a break on a value": """
a = 1.5
term, total, n = 1.0, 0.0, 0
for n in range(1, 50):
    total += term
    term = term * a / n
    if term < 1e-3:
        break
print(n)
loss = total
""",
    "conditional expressions": """
x = -0.8
leaky = x if x > 0 else 0.1 * x
sign = 1 if x > 0 else 0 if x == 0 else -1
print(sign, "neg" if x < 0 else "pos")
loss = leaky ** 2 + sign * x
""",
    "chained comparison": """
x, low, high = 0.4, 0.0, 1.0
inside = low < x <= high
if 0 < x < 0.5 < high:
    loss = x * (1 - x)
else:
    loss = x
print(inside, 1 < 2 < 3 != 4, low == 0 != high)
""",
    "and, or, not": """
x = 0.6
y = None
z = y or x
w = x > 0.5 and x * 2
print(not x, bool(y), (x > 1 or x < 0.9), 0 or 'empty', '' and 'never')
loss = z * w
""",
    "chained assignment": """
a = b = 0.7
k = 1.5
c = d = a * b
d += 1.0
print(a == b, c == d)
loss = c * d * k
""",
    "walrus": """
x = 0.5
if (y := x ** 2 + 1) > 1:
    loss = y * 3
values = [v := 0.3, v ** 2, v ** 3]
total = 0.0
n = 0
while (n := n + 1) < 4:
    total += n * x
loss = loss + total + sum(values)
""",
    "annotations": """
from typing import Optional, List

x: float = 1.5
n: int = 3
names: List[str] = ["a", "b"]
later: Optional[float]

def scale(v: float, k: "float" = 2.0) -> float:
    return v * k

later = scale(x)
loss: float = later ** 2 / n
print(len(names))
""",
}
