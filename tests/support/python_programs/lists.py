"""Lists and tuples: methods, slices, comprehensions, the functions that walk them."""

from __future__ import annotations

PROGRAMS = {
    "append and extend": """
x = 0.5
history = []
for i in range(4):
    x = math.sin(x) + 0.2
    history.append(x)
history.extend([x ** 2, 1.0])
history += [0.25]
print(len(history))
loss = sum(history) / len(history)
""",
    "insert, pop and remove": """
a = 1.5
xs = [a, 2 * a]
xs.insert(0, a ** 2)
last = xs.pop()
first = xs.pop(0)
names = ['x', 'y', 'x']
names.remove('x')
print(names, len(xs))
loss = first * last + xs[0]
""",
    "sort, reverse, index and count": """
w = 0.5
order = [3, 1, 2, 3]
order.sort()
print(order, order.index(2), order.count(3))
order.reverse()
print(order)
order.sort(key=lambda v: -v % 3)
print(order, sorted(order, reverse=True))
loss = sum(w ** k for k in order)
""",
    "copy of a list": """
w = [0.5, 1.5]
v = w.copy()
u = w[:]
alias = w
w[0] = 2.5
print(v[0], u[0], alias[0])
a = 0.8
loss = a * (v[0] + alias[0]) + u[1] * a ** 2
""",
    "slices of a list": """
a, b, c, d = 0.1, 0.2, 0.3, 0.4
xs = [a, b, c, d]
head, tail = xs[:2], xs[-2:]
every = xs[::2]
back = xs[::-1]
loss = sum(head) * sum(tail) + back[0] * every[1]
""",
    "a slice of a list assigned": """
a = 1.2
xs = [0.0, 0.0, 0.0, a]
xs[1:3] = [a, a ** 2, a ** 3]
del xs[0]
print(len(xs))
loss = xs[0] + 2 * xs[1] + 3 * xs[2] + xs[3]
""",
    "unpacking with a star": """
first, *middle, last = [1.0, 2.0, 3.0, 4.0]
*init, end = (0.5, 0.25)
(a, b), c = (first, last), 2.0
print(middle, init)
w = 0.3
loss = w * (a + b * c) + w ** 2 * sum(middle) + end * w
""",
    "swapping": """
a, b = 0.4, 1.6
a, b = b, a
x, y, z = a, a * b, a + b
x, y, z = z, x, y
loss = x ** 2 - y * z
""",
    "a star in a display": """
a = 0.7
xs = [a, a ** 2]
ys = [1.0, *xs, *range(2)]
t = (*ys, a)
print(len(ys), len(t))
loss = sum(ys) * t[-1]
""",
    "comprehensions in each other": """
W = [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]]
x = [1.0, -2.0]
y = [sum(w * v for w, v in zip(row, x)) for row in W]
pairs = [(i, j) for i in range(3) for j in range(2) if i != j]
flat = [w for row in W for w in row]
print(pairs)
loss = sum(v ** 2 for v in y) + max(flat)
""",
    "a comprehension with a decision on values": """
a = 0.9
xs = [a - 1.5, a, a + 1.0]
pos = [v for v in xs if v > 0]
signs = [1 if v > 0 else -1 for v in xs]
print(len(pos), signs)
loss = sum(pos) + sum(s * v ** 2 for s, v in zip(signs, xs))
""",
    "transposed by zip": """
rows = [(1.0, 2.0), (3.0, 4.0), (5.0, 6.0)]
cols = list(zip(*rows))
print(cols)
w = 0.5
loss = sum(w * a - b for a, b in zip(cols[0], cols[1])) ** 2
""",
    "enumerate, zip and reversed": """
w = [0.5, -1.0, 2.0]
x = [1.0, 0.3, 0.7]
s = 0.0
for i, (a, b) in enumerate(zip(w, x), start=1):
    s += i * a * b
for v in reversed(w):
    s = s * 0.5 + v
loss = s
""",
    "sorted by a key": """
p = 0.6
people = [('ann', 3 * p), ('bob', p), ('cid', 2 * p)]
by_value = sorted(people, key=lambda item: item[1])
by_name = sorted(people, key=lambda item: item[0], reverse=True)
print([n for n, _ in by_value], by_name[0][0])
loss = sum(i * v for i, (_, v) in enumerate(by_value))
""",
    "least and greatest by a key": """
a = 1.5
points = [a, -2 * a, 0.5 * a]
near = min(points, key=abs)
far = max(points, key=lambda v: v ** 2)
low = min(a, 2.0, 3 * a)
none = max([], default=0.0)
loss = near * far + low + none
""",
    "any and all": """
x = 1.2
checks = [x > 0, x > 1, x > 2]
print(any(checks), all(checks), all([]), any(v < 0 for v in (x, -x)))
loss = x ** 3 if any(checks) and not all(checks) else x
""",
    "map and filter": """
x = 0.3
squares = list(map(lambda v: v * v, [x, 2 * x, 3 * x]))
odd = list(filter(lambda n: n % 2, range(6)))
both = list(map(lambda a, b: a * b, squares, [1.0, 2.0, 3.0]))
print(odd, list(map(str, odd)), list(map(int, '12 7'.split())))
loss = sum(both) + sum(filter(None, [0.0, x]))
""",
    "a sum with a start": """
x = 0.8
total = sum([x, x ** 2], 10.0)
pieces = sum([[x], [2 * x]], [])
print(len(pieces))
loss = total * pieces[1]
""",
    "tuples": """
point = 1.5, -0.5
single = (2.0,)
x, y = point
print(len(point + single), point.count(1.5), point.index(-0.5), (1, 2) < (1, 3))
w = 0.6
loss = w * x * single[0] + (w * y) ** 2
""",
    "a matrix as lists": """
n = 3
A = [[0.0] * n for _ in range(n)]
d = 0.9
for i in range(n):
    for j in range(n):
        A[i][j] = d ** abs(i - j)
trace = sum(A[i][i] for i in range(n))
loss = trace + A[0][2] * A[2][1]
""",
    "a stack and a queue": """
from collections import deque

x = 1.1
stack = [x]
while len(stack) < 4:
    stack.append(stack[-1] * 0.9)
top = stack.pop()
q = deque([x, 2 * x], maxlen=3)
q.append(3 * x)
q.append(4 * x)
q.appendleft(0.5)
left = q.popleft()
print(len(q), left)
loss = top * q[-1] + q[0]
""",
    "membership and equality": """
xs = [1, 2, 3]
print(2 in xs, 5 not in xs, xs == [1, 2, 3], xs is xs, [1, 2] < [1, 3], [] == [])
w = 0.4
loss = w * len(xs) + (w if 2 in xs else -w) ** 2
""",
}
