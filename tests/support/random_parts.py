"""Definitions for random programs: classes and helper functions, and how each is used.

``{n}`` is the definition's name; a number in double angle brackets is drawn anew. ``makes`` builds
an instance or is empty; ``scalars`` and ``vectors`` are expressions with ``{i}`` the instance (or
the function), ``{s}`` a scalar and ``{v}`` a vector. What ``changes`` writes arrays in place.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    text: str
    makes: str = ""
    scalars: tuple[str, ...] = ()
    vectors: tuple[str, ...] = ()
    changes: bool = False
    attributes: tuple[str, ...] = ()  # that are scalars


CLASSES = (
    Part(
        """class {n}:
    count = 0
    def __init__(self, W, b, act=np.tanh):
        self.W, self.b, self.act = W, b, act
        self.scale = <<>>
    def __call__(self, x):
        {n}.count += 1
        return self.act(self.W @ x * self.scale + self.b)
    def norm(self, p=2):
        return np.sum(self.W ** p) * 0.1""",
        "{n}({m}, {v})",
        ("{i}.norm()", "{i}.norm(p=4)", "{i}({v}).sum()"),
        ("{i}({v})", "{i}({i}({v}))", "{i}.b * {s}"),
        attributes=("scale",),
    ),
    Part(
        """class {n}:
    def __init__(self, size, decay=<<>>):
        self.h = np.zeros(size)
        self.decay = decay
        self.history = []
    def step(self, x):
        self.h = np.tanh(self.decay * self.h + x)
        self.history.append(self.h.mean())
        return self.h
    def total(self):
        return sum(self.history) if self.history else <<>>""",
        "{n}(3)",
        ("{i}.total()", "{i}.step({v})[1]"),
        ("{i}.step({v})", "{i}.h + {v}"),
        attributes=("decay",),
    ),
    Part(
        """class Base{n}:
    gain = <<>>
    def __init__(self, k):
        self.k = k
    def f(self, z):
        return z * self.k
    def __call__(self, z):
        return self.gain * self.f(z)
class {n}(Base{n}):
    def __init__(self, k, shift=<<>>):
        super().__init__(k)
        self.shift = shift
    def f(self, z):
        return np.tanh(super().f(z) + self.shift)""",
        "{n}({s})",
        ("{i}({s})", "Base{n}({s}).f({s})", "{i}.f({v}).sum()"),
        ("{i}({v})", "{i}.f({v})"),
        attributes=("k", "shift", "gain"),
    ),
    Part(
        """class {n}:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, o):
        return {n}(self.x + o.x, self.y + o.y)
    def __mul__(self, k):
        return {n}(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self):
        return {n}(-self.x, -self.y)
    def __getitem__(self, i):
        return (self.x, self.y)[i]
    @property
    def size(self):
        return np.sqrt(self.x ** 2 + self.y ** 2 + 0.1)""",
        "{n}({s}, {s})",
        ("{i}.size", "({i} + {i} * {s}).size", "(-{i} + 2.0 * {i})[1]", "(0.5 * {i}).x"),
        ("np.array([{i}[0], {i}[1], {s}])",),
        attributes=("x", "y"),
    ),
    Part(
        """class {n}:
    def __init__(self, **params):
        self.params = params
        self.params['extra'] = <<>>
    def __getitem__(self, name):
        return self.params[name]
    def __len__(self):
        return len(self.params)
    def __contains__(self, name):
        return name in self.params
    def forward(self, x):
        if 'b' in self:
            x = x + self['b']
        return np.sin(self['w'] * x) / len(self)""",
        "{n}(w={s}, b={v})",
        ("{i}['w']", "{i}['extra'] * {s}", "{i}.forward({s}).mean()"),
        ("{i}.forward({v})", "{i}['b'] * 0.5"),
    ),
    Part(
        """class {n}:
    def __init__(self, start):
        self.total = start
        self.n = 0
    def add(self, v):
        self.total += 0.5 * v
        self.n += 1
        return self
    @property
    def mean(self):
        return self.total / (self.n + 1)
    @staticmethod
    def squash(z, k=<<>>):
        return np.tanh(k * z)
    @classmethod
    def fresh(cls):
        return cls(<<>>)""",
        "{n}({s})",
        ("{i}.mean", "{i}.add({s}).mean", "{i}.squash({s})", "{n}.fresh().add({s}).total"),
        ("{n}.squash({v})", "{i}.mean * {v}"),
    ),
    Part(
        """class {n}:
    def __init__(self, p):
        self.p = p
        self.v = np.zeros(3)
    def update(self, g, lr=<<>>, beta=0.5):
        self.v *= beta
        self.v += lr * g
        self.p -= self.v
        return self.p""",
        "{n}({v} * 1.0)",
        ("{i}.p.sum()", "{i}.v[0]"),
        ("{i}.update({v})", "{i}.p", "{i}.update({v}, beta=0.1)"),
        changes=True,
    ),
    Part(
        """class {n}:
    def __init__(self, n_hidden=3, std=<<>>):
        self.params = {'w2': np.ones(n_hidden) * 0.4}
        self.params['W1'] = std * np.random.randn(3, n_hidden)
        self.params['b1'] = np.zeros(n_hidden)
        self.cache = None
    def loss(self, x, y=None):
        p = self.params
        h = np.tanh(x @ p['W1'] + p['b1'])
        out = h @ p['w2']
        self.cache = (x, h)
        if y is None:
            return out
        d = out - y
        return 0.5 * d ** 2, {'w2': h * d, 'b1': p['w2'] * d * (1 - h ** 2)}""",
        "{n}()",
        ("{i}.loss({v})", "{i}.loss({v}, {s})[0]", "{i}.loss(y={s}, x={v})[0]"),
        ("{i}.loss({v}, {s})[1]['w2']", "{i}.loss({v}, {s})[1]['b1']", "{i}.params['w2']"),
    ),
    Part(
        """class {n}:
    def __init__(self, *sizes):
        self.layers = [self.make(k, n) for k, n in enumerate(sizes)]
    def make(self, k, n):
        w = <<>> * (k + 1)
        def layer(z):
            for _ in range(n):
                z = np.sin(w * z + 0.1 * k)
            return z
        return layer
    def __call__(self, z):
        for layer in self.layers:
            z = layer(z)
        return z""",
        "{n}(1, 2)",
        ("{i}({s})", "{i}.layers[0]({s})"),
        ("{i}({v})", "{i}.layers[-1]({v})"),
    ),
    Part(
        """class {n}:
    def __init__(self, items):
        self.items = list(items)
    def __iter__(self):
        for k, item in enumerate(self.items):
            yield item * (k + 1) * 0.3
    def __enter__(self):
        self.items.append(<<>>)
        return self
    def __exit__(self, *info):
        self.items.pop()
        return False""",
        "{n}([{s}, {s}])",
        ("sum({i})", "max({i})", "sum(z ** 2 for z in {i})", "list({i})[-1]"),
        ("np.array([*{i}, {s}])",),
    ),
)

FUNCTIONS = (
    Part(
        """def {n}(z, k=<<>>, *, shift=<<>>):
    return k * z + shift""",
        scalars=("{i}({s})", "{i}({s}, shift={s})", "{i}({s}, 0.3)"),
        vectors=("{i}({v}, k={s})", "{i}({v})"),
    ),
    Part(
        """def {n}(z):
    if z < 0.005:
        return 0.1 * z
    if z > 0.805:
        return 0.8 + 0.2 * (z - 0.8)
    return z""",
        scalars=("{i}({s})", "{i}({i}({s}))"),
        vectors=("np.array([{i}(z) for z in {v}])",),
    ),
    Part(
        """def {n}(*zs, scale=1.0, **more):
    total = 0.0
    for z in zs:
        total = total + z * scale
    for name in sorted(more):
        total = total + more[name] * len(name)
    return total""",
        scalars=("{i}({s}, {s})", "{i}({s}, scale=0.5, ab={s})", "{i}(*[{s}, {s}], c=0.2)"),
        vectors=("{i}({v}, {v}, scale={s})",),
    ),
    Part(
        """def {n}(k):
    offset = <<>>
    def inner(z):
        nonlocal offset
        offset = offset * 0.5
        return np.tanh(k * z + offset)
    return inner""",
        scalars=("{i}({s})({s})",),
        vectors=("{i}({s})({v})",),
    ),
    Part(
        """def {n}(z, n):
    return z if n == 0 else np.sin({n}(z, n - 1) + 0.1 * n)""",
        scalars=("{i}({s}, 3)",),
        vectors=("{i}({v}, 2)",),
    ),
    Part(
        """def {n}(z, n=3):
    for i in range(n):
        z = z * 0.7
        yield z + 0.1 * i""",
        scalars=("sum({i}({s}))", "next({i}({s}))", "max(list({i}({s}, n=2)))"),
        vectors=("np.array(list({i}({s})))", "sum({i}({v}))"),
    ),
    Part(
        """def {n}(fn):
    def wrapped(*args, **kw):
        return 0.5 * fn(*args, **kw)
    return wrapped
@{n}
def inner_{n}(z, p=2):
    return z ** p""",
        scalars=("inner_{n}({s})", "inner_{n}({s}, p=3)"),
        vectors=("inner_{n}({v})",),
    ),
    Part(
        """def {n}(a, b):
    m = (a + b) / 2
    d = a - b
    return m, d * 0.5""",
        scalars=("{i}({s}, {s})[1]", "sum({i}({s}, {s}))"),
        vectors=("{i}({v}, {v})[0]",),
    ),
    Part(
        """def {n}(d, key, default=<<>>):
    try:
        return d[key]
    except KeyError:
        return default""",
        scalars=("{i}({{'a': {s}}}, 'a')", "{i}({{'a': {s}}}, 'z')"),
    ),
    Part(
        """def {n}(a):
    a *= 0.5
    a[0] += <<>>
    return a""",
        vectors=("{i}({v})", "{i}(({v}).copy())"),
        changes=True,
    ),
    Part(
        """{n} = lambda z, k=<<>>: np.tanh(k * z)""",
        scalars=("{i}({s})",),
        vectors=("{i}({v}, {s})",),
    ),
)
