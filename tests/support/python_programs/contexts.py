"""Context managers, and what finally does."""

from __future__ import annotations

PROGRAMS = {
    "a context manager": """
class Scope:
    def __init__(self, name):
        self.name = name
    def __enter__(self):
        print('enter', self.name)
        return self
    def __exit__(self, kind, value, tb):
        print('exit', self.name, kind is None)
        return False

w = 0.4
with Scope('a') as a, Scope('b'):
    y = w * 3
    print(a.name)
loss = y ** 2
""",
    "a context manager that swallows": """
class Ignore:
    def __enter__(self):
        return None
    def __exit__(self, kind, value, tb):
        return kind is KeyError

x = 1.2
y = 0.0
with Ignore():
    y = x ** 2
    {}['none']
    y = 100.0
loss = y + x
""",
    "a context manager from a generator": """
from contextlib import contextmanager

state = {'training': True}

@contextmanager
def evaluating():
    before = state['training']
    state['training'] = False
    try:
        yield
    finally:
        state['training'] = before

def dropout(x):
    return x * 0.5 if state['training'] else x

x = 1.6
a = dropout(x)
with evaluating():
    b = dropout(x)
print(state['training'])
loss = a * b + dropout(x)
""",
    "finally before a return": """
trail = []
def f(x):
    try:
        return x * 2
    finally:
        trail.append('f')
def g(x):
    for i in range(3):
        try:
            if i == 1:
                break
        finally:
            trail.append(i)
    return x + i
x = 0.6
loss = f(x) * g(x)
print(trail)
""",
}
