"""The other statements: assert, pass, del, match, the main guard; whole numbers."""

from __future__ import annotations

PROGRAMS = {
    "assert and pass": """
x = 0.8
assert x > 0, "x must be positive"
assert isinstance(x, float)
if x > 0:
    pass
else:
    raise ValueError("never")
class Empty:
    pass
def nothing():
    pass
print(nothing() is None, isinstance(Empty(), Empty))
loss = math.log(x) + x
""",
    "del": """
a = 1.4
tmp = a ** 2
loss = tmp + a
del tmp
d = {'k': a, 'j': 2.0}
del d['k']
xs = [1, 2, 3]
del xs[1], xs[0]
print(list(d), xs)
try:
    print(tmp)
except NameError:
    print('gone')
""",
    "match on a word": """
def act(kind, z):
    match kind:
        case "tanh":
            return math.tanh(z)
        case "sigmoid" | "logistic":
            return 1 / (1 + math.exp(-z))
        case _:
            return z

x = 0.7
loss = act("tanh", x) + act("logistic", x) * act("none", x)
""",
    "match on shapes of data": """
def area(shape):
    match shape:
        case ("circle", r):
            return math.pi * r ** 2
        case ("rect", w, h) if w == h:
            return w ** 2
        case ("rect", w, h):
            return w * h
        case {"side": s}:
            return s * s
        case [first, *rest]:
            return len(rest)
        case None:
            return 0.0

r, s = 0.9, 1.4
loss = area(("circle", r)) + area(("rect", s, 2.0)) + area({"side": s}) + area(None)
print(area(["x", 1, 2]))
""",
    "match on a class": """
class Scale:
    def __init__(self, k):
        self.k = k
class Shift:
    __match_args__ = ("by",)
    def __init__(self, by):
        self.by = by

x = 0.5
ops = [Scale(3.0), Shift(-0.4), 7]
for op in ops:
    match op:
        case Scale(k=k):
            x = x * k
        case Shift(by):
            x = x + by
        case int():
            x = x ** 2
loss = x
""",
    "the main guard": """
def main():
    w = 0.4
    return w * 2

scale = 1.5
if __name__ == "__main__":
    loss = main() * scale ** 2
    print("done")
""",
    "collatz of a known number": """
n = 6
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps, n)
w = 0.9
loss = w ** steps + w
""",
    "bisection": """
target = 2.0
lo, hi = 0.0, 2.0
for _ in range(8):
    mid = (lo + hi) / 2
    if mid ** 3 < target:
        lo = mid
    else:
        hi = mid
print(lo, hi)
c = 0.5
loss = c * (lo + hi) ** 2
""",
    "a loop over two lists with a skip": """
xs = [0.2, -0.5, 0.9, 1.4]
w, b = 1.2, -0.3
loss, used = 0.0, 0
for i, x in enumerate(xs):
    z = w * x + b
    if z < 0:
        continue
    used += 1
    loss += z ** 2
loss /= used
print(used)
""",
    "hailstones of whole numbers": """
bits = 0b1011
masked = (bits & 6) | 1
shifted = 1 << 3
print(bits, masked, shifted >> 1, bits ^ 1, ~bits, 7 // 2, -7 // 2, -7 % 3, 2 ** 10, divmod(17, 5))
w = 0.25
loss = w * masked + w ** 2 * (shifted % 5)
""",
    "semicolons and long lines": """
x = 1.1; y = 0.4; z = x * \\
    y
total = (x
         + y
         + z)
loss = total ** 2; print("ok"); print('a'
      'b')
""",
}
