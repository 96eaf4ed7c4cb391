"""Texts and prints: methods, f-strings, formats of every kind, sep and end."""

from __future__ import annotations

PROGRAMS = {
    "f-strings with formats": """
loss_value = 0.123456
w = 2.5
n = 7
print(f"{loss_value:.3f} {w:8.2f}| {n:04d} {n:>5} {n:<5}| {n:^5} {w:e} {w:+.1f} {1234567:,}")
print(f"{w=} {n!r} {'a':>3} {n / 2:.1%} {{}} {w * 2:.2f}")
width = 8
print(f"{w:{width}.3f}|{'x' * 3}")
loss = w * loss_value ** 2
""",
    "percent formats": """
epoch, acc = 3, 0.8125
x = 1.5
print("epoch %d: %.2f %s" % (epoch, acc, 'ok'))
print("%5.1f|%-6s|%03d|%x|%e|%g|%%" % (x, 'ab', 7, 255, x, 0.0001))
print("only %s" % epoch)
loss = acc * x ** 2
""",
    "the format method": """
a, b = 0.25, 4.0
print("{} {}".format(a, b))
print("{1:.1f} {0:.3f} {name:>6}".format(a, b, name='w'))
print("{:>8.2f}|{:<8}|{:^8}|".format(b, 'l', 'c'))
loss = a * b ** 2
""",
    "print with sep and end": """
x = 0.5
print(1, 2, 3, sep=', ')
print('no newline', end='')
print('a', 'b', sep='')
print()
print('x', x, x * 2, sep='=')
print('end', end='!')
loss = x ** 2
""",
    "prints in a loop": """
w = 0.9
x = 1.0
for i in range(5):
    x = x * w
    print(i, round(x, 4))
loss = x
""",
    "many prints on a line": """
x = 1.0
for i in range(30):
    print('step', i)
    x = x * 0.95
loss = x
""",
    "a function that prints": """
def report(name, value, digits=2):
    print(name + ':', format(value, f'.{digits}f'))

a = 1.23456
report('a', a)
report('square', a ** 2, digits=4)
loss = a ** 2
""",
    "split, join and strip": """
line = "  0.5, 1.5 ,2.0\\n"
xs = [float(p) for p in line.strip().split(',')]
print('-'.join(['a', 'b', 'c']), ' x '.strip(), 'xxaxx'.strip('x'), 'a b  c'.split())
print('a,b,c'.split(',', 1), 'a=b'.partition('='), 'l1\\nl2'.splitlines(), 'x.y.z'.rsplit('.', 1))
w = 0.7
loss = sum(w * x ** 2 for x in xs)
""",
    "upper, replace and friends": """
s = "Hello World"
print(s.upper(), s.lower(), s.title(), s.swapcase(), s.replace('o', '0'), s.capitalize())
print(s.startswith('He'), s.endswith('x'), s.find('World'), s.find('zz'))
print(s.count('l'), s.index('W'))
print('7'.zfill(3), 'ab'.ljust(4) + '|', 'ab'.rjust(4), 'ab'.center(6, '*'), 'abc'[::-1], 'ab' * 2)
print('12'.isdigit(), 'ab'.isalpha(), ' '.isspace(), 'a1'.isalnum(), 'AB'.isupper())
w = 0.3
loss = w * len(s) + w ** 2
""",
    "characters as numbers": """
text = "hello"
chars = sorted(set(text))
to_ix = {ch: i for i, ch in enumerate(chars)}
print(''.join(chars), [to_ix[c] for c in text], ord('a'), chr(98), [c for c in 'abc'])
w = [0.1, 0.5, -0.2, 0.8]
loss = sum(w[to_ix[c]] for c in text) ** 2
""",
    "conversions": """
a = float("1.5")
n = int("42") + int(3.9) + int(-3.9) + int('ff', 16)
print(n, str(1.0), str(3), bool(""), bool("0"), float(2), int(True), round(2.675, 1))
print(round(2.5), round(3.5))
print(repr('it'), str(None), str([1, 'a', 2.5]), str({'k': (1,)}), str(True))
print(1e-7, 1e22, 123456789.123)
x = 0.2
loss = a * x + n * x ** 2
""",
    "texts compared": """
names = ['W2', 'b1', 'W1']
print(sorted(names), 'abc' < 'abd', 'a' in 'cat', max(names), min('hello'), 'a' + 'b' == 'ab')
w = 0.5
loss = sum(w ** (i + 1) for i, n in enumerate(names) if n.startswith('W'))
""",
    "texts of many lines": '''
text = """first
second"""
raw = r"a\\n"
joined = ("one "
          "two")
print(text)
print(raw, joined, len(text), 'tab\\tend')
w = 1.1
loss = w ** 2 + len(joined) * w
''',
    "a text wrapped and aligned": """
rows = [('w', 0.5), ('bias', -1.25)]
print('-' * 12)
for name, v in rows:
    print('{:<6}{:>6.2f}'.format(name, v))
print('=' * 12)
k = 2.0
loss = k * sum(v ** 2 for _, v in rows)
""",
    "print of plain containers": """
print([1, 2.5, 'a', None, True], (1,), {'k': [1, 2]}, [[]], (), {}, [(1, 'x')])
print(*[1, 2, 3])
print(*'ab', sep='-')
print(range(3), list(range(2, 8, 3)))
x = 0.4
loss = math.cos(x)
""",
    "print of arrays": """
import numpy as np

x = np.array([1.0, 2.5, -3.0])
print(x)
print(np.array([1, 2, 3]), x.shape, x.ndim, x.size)
print(np.array([[1.0, 2.0], [3.0, 4.0]]))
loss = np.sum(x ** 2)
print('loss', loss)
""",
    "escape marks and unicode": """
print('tab\\there', 'quote\\'s', "a\\\\b", 'α→β', len('é'))
α = 0.5
β = 1.5
loss = α * β ** 2
""",
    "str.translate and other small things": """
print('a-b'.replace('-', ' ').title(), 'x'.join('abc'), 'aXbX'.rfind('X'), 'abc'.removeprefix('a'))
print(' a '.lstrip() + '|', ' a '.rstrip() + '|', 'Abc'.casefold(), 'a b'.split(' ')[-1])
print(','.join(f'{v:.1f}' for v in (0.5, 1.25)), ','.join(map(str, range(3))))
w = 0.8
loss = w * 3
""",
}
