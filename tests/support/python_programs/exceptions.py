"""Exceptions and context managers."""

from __future__ import annotations

PROGRAMS = {
    "a failed lookup": """
cfg = {'w': 1.5}
try:
    b = cfg['b']
except KeyError as e:
    print('missing', e)
    b = 0.25
x = 2.0
loss = (cfg['w'] * x + b) ** 2
""",
    "an index out of range": """
xs = [0.5, 1.5]
def at(i):
    try:
        return xs[i]
    except IndexError:
        return 0.1
loss = at(0) * at(1) + at(7)
""",
    "try, else and finally": """
log = []
def run(v):
    try:
        n = int(v)
    except ValueError:
        log.append('bad')
        n = 0
    else:
        log.append('good')
    finally:
        log.append('end')
    return n

w = 0.6
loss = run('3') * w + run('x') + w ** 2
print(log)
""",
    "a custom exception": """
class ShapeError(ValueError):
    def __init__(self, got, want):
        super().__init__(f"got {got}, want {want}")
        self.got = got

def check(n):
    if n != 3:
        raise ShapeError(n, 3)
    return n

try:
    check(5)
except ShapeError as err:
    print(err, err.got, isinstance(err, ValueError))
w = 1.1
loss = w * check(3)
""",
    "raise again and from": """
class Failed(Exception):
    pass

def inner():
    raise ValueError("deep")

def outer():
    try:
        inner()
    except ValueError as e:
        raise Failed("outer") from e

try:
    outer()
except Failed as e:
    print(type(e).__name__, e, type(e.__cause__).__name__, e.args)
try:
    try:
        inner()
    except ValueError:
        raise
except Exception as e:
    print(str(e))
x = 0.9
loss = x ** 2
""",
    "several kinds caught": """
def kind(fn):
    try:
        fn()
    except (KeyError, IndexError):
        return 'lookup'
    except ZeroDivisionError:
        return 'zero'
    except Exception:
        return 'other'
    return 'none'

print(kind(lambda: {}['a']), kind(lambda: [][0]), kind(lambda: 1 // 0))
print(kind(lambda: None + 1), kind(lambda: 0))
w = 0.5
loss = math.exp(w)
""",
    "raise on a value": """
def safe_log(x):
    if x <= 0:
        raise ValueError('domain')
    return math.log(x)

a = 1.8
total = 0.0
for v in (a, -a, a ** 2):
    try:
        total += safe_log(v)
    except ValueError:
        total += 0.1
loss = total
""",
    "assert that fails is caught": """
x = 0.7
try:
    assert x > 1, "too small"
    y = x
except AssertionError as e:
    print("assertion:", e)
    y = x * 3
loss = y ** 2
""",
    "not implemented": """
class Layer:
    def forward(self, x):
        raise NotImplementedError
class Double(Layer):
    def forward(self, x):
        return 2 * x

x = 1.5
y = x
for layer in (Layer(), Double()):
    try:
        y = layer.forward(y)
    except NotImplementedError:
        print(type(layer).__name__)
loss = y * x
""",
    "domain errors of math": """
def safe(f, v, instead):
    try:
        return f(v)
    except (ValueError, OverflowError) as error:
        print(f.__name__, error)
        return instead

x = 0.5
low = safe(math.log, -1.0, 0.25)
high = safe(math.exp, 1000, 3.0)
try:
    y = math.sqrt(x) * math.log(x)
except ValueError:
    y = 0.0
try:
    z = math.sqrt(x - 1.0)
except ValueError:
    z = x ** 3
loss = x * low + high * safe(math.tanh, x, 0.0) + y * z
""",
}
