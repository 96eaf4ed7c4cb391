"""Special methods: equality, order, truth, texts, calls, expression trees."""

from __future__ import annotations

PROGRAMS = {
    "equality and hash": """
class Token:
    def __init__(self, word):
        self.word = word
    def __eq__(self, o):
        return isinstance(o, Token) and self.word == o.word
    def __hash__(self):
        return len(self.word)
    def __str__(self):
        return '<' + self.word + '>'

a, b = Token('cat'), Token('cat')
table = {a.word: 0.7, 'dog': 1.9}
print(a == b, a != b, a is b, Token('dog') == 'dog', b in [a], str(a))
w = 1.4
loss = (table[b.word] * w - table['dog']) ** 2
""",
    "ordering of a class": """
class Candidate:
    def __init__(self, name, cost):
        self.name, self.cost = name, cost
    def __lt__(self, o):
        return self.cost < o.cost
    def __gt__(self, o):
        return self.cost > o.cost

w = 1.5
found = sorted([Candidate('a', w ** 2), Candidate('b', w), Candidate('c', 3 * w)])
print([c.name for c in found], max(found).name)
loss = found[0].cost * found[-1].cost
""",
    "truth of a class": """
class Flag:
    def __init__(self, on):
        self.on = on
    def __bool__(self):
        return self.on

class Bag:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n

x = 0.8
loss = x
if Flag(True) and not Flag(False):
    loss = loss * 2
if not Bag(0) and Bag(2):
    loss = loss ** 2
print('yes' if Bag(1) else 'no')
""",
    "texts of a class": """
class Money:
    def __init__(self, v):
        self.v = v
    def __str__(self):
        return '$%.2f' % self.v
    def __repr__(self):
        return 'Money(%r)' % self.v
    def __format__(self, spec):
        return format(self.v, spec or '.1f') + ' USD'

m = Money(2.5)
print(m, [m], f"{m} {m!r} {m!s} {m:.3f}", '{}'.format(m), str(m) + repr(m))
loss = m.v ** 2
""",
    "a class that is called and counts": """
class Schedule:
    def __init__(self, base):
        self.base = base
        self.calls = 0
    def __call__(self):
        self.calls += 1
        return self.base / self.calls

lr = Schedule(0.6)
total = lr() + lr() + lr()
print(lr.calls)
loss = total ** 2
""",
    "getattr when nothing is found": """
class Lazy:
    def __init__(self, w):
        self.w = w
    def __getattr__(self, name):
        if name.startswith('twice_'):
            return 2 * getattr(self, name[6:])
        raise AttributeError(name)

z = Lazy(0.9)
print(hasattr(z, 'nothing'))
loss = z.twice_w * z.w
""",
    "a polynomial class": """
class Poly:
    def __init__(self, *coef):
        self.coef = coef
    def __call__(self, x):
        acc = 0.0
        for c in reversed(self.coef):
            acc = acc * x + c
        return acc
    def deriv(self):
        return Poly(*[i * c for i, c in enumerate(self.coef)][1:])
    def __len__(self):
        return len(self.coef)

a, b, c = 1.0, -2.0, 0.5
p = Poly(a, b, c)
x = 1.7
print(len(p), len(p.deriv()))
loss = p(x) ** 2 + p.deriv()(x)
""",
    "an expression tree": """
class Node:
    def __add__(self, o): return Add(self, o)
    def __mul__(self, o): return Mul(self, o)
class Leaf(Node):
    def __init__(self, v): self.v = v
    def eval(self): return self.v
class Add(Node):
    def __init__(self, a, b): self.a, self.b = a, b
    def eval(self): return self.a.eval() + self.b.eval()
class Mul(Add):
    def eval(self): return self.a.eval() * self.b.eval()

x, y, z = Leaf(-2.0), Leaf(5.0), Leaf(-4.0)
tree = (x + y) * z
print(type(tree).__name__, isinstance(tree, Add))
f = tree.eval()
""",
    "comparison with a number": """
class Level:
    def __init__(self, v):
        self.v = v
    def __ge__(self, o): return self.v >= o
    def __le__(self, o): return self.v <= o

x = 1.5
lv = Level(x * 2)
loss = x ** 2 if lv >= 2.0 else -x
print(lv <= 2.0, 2.0 <= lv)
""",
}
