"""Texts that are out to harm: ways out of the reader, endless work, endless memory, odd Python.

Each ends, within the limits, in an answer or in a ``GraphError``. ``HOSTILE`` has them by kind and
title; ``FORBIDDEN`` those in which any answer at all means that a door stands open; ``BOMBS`` those
whose memory is measured. Most are whole programs in Python's own grammar (``ODD`` are not), with an
input ``x`` and an output ``f`` added where they have none.
"""

from __future__ import annotations

import re

INPUT = "x = 2.0\n"
OUTPUT = "\nf = x * 3"


def program(body: str) -> str:
    """A program with an input and an output around what is typed."""
    has_output = re.search(r"^f = ", body, re.M)
    return INPUT + body.strip("\n") + ("" if has_output else OUTPUT)


def programs(texts: str) -> dict[str, str]:
    """Programs by title, from one text where a line ``### title`` stands before each."""
    parts = [part.partition("\n") for part in re.split(r"^### ", texts, flags=re.M)[1:]]
    titles = [title for title, _, _ in parts]
    assert len(set(titles)) == len(titles), f"twice: {titles}"
    return {title: program(body) for title, _, body in parts}


def needed(expressions: str, setup: str = "") -> dict[str, str]:
    """Programs whose output depends on an expression, one for each line."""
    return {
        line: f"{INPUT}{setup}f = x * len(str({line}))"
        for line in filter(None, expressions.split("\n"))
    }


def shown(expressions: str, setup: str = "") -> dict[str, str]:
    """Programs that print an expression, one for each line."""
    return {
        line: f"{INPUT}{setup}print({line}){OUTPUT}"
        for line in filter(None, expressions.split("\n"))
    }


# What the expressions below are about.
FUNCTION = "def fun(u=1, *more, key=2):\n    return u\n"
INSTANCE = """class Own:
    weight = 3
    def __init__(self):
        self.size = 2
    def run(self):
        return self.weight
    @property
    def doubled(self):
        return 2 * self.weight
own = Own()
"""
GENERATOR = "def numbers():\n    yield 1\n    yield 2\ng = numbers()\n"
EXCEPTION = """caught = None
try:
    raise ValueError("no")
except ValueError as error:
    caught = error
"""

# Doors: an output that depends on what is behind them can only be an error.

THROUGH_ATTRIBUTES = {
    **needed(
        """
().__class__.__bases__[0].__subclasses__()
().__class__.__base__.__subclasses__()
[].__class__.__mro__[1].__subclasses__()
"".__class__.__mro__[-1].__subclasses__()
{}.__class__.__base__.__subclasses__()[0].__init__.__globals__
(1).__class__.__base__.__subclasses__()
x.__class__.__base__.__subclasses__()
type(type(x)).__subclasses__(type)
type(x).mro()[1].__subclasses__()
object.__subclasses__()
type.__subclasses__(type)
type.__getattribute__(type(1), "__subclasses__")()
object.__getattribute__((), "__class__").__base__.__subclasses__()
None.__class__.__base__.__subclasses__()
True.__class__.__mro__[2].__subclasses__()
[].append.__self__.__class__.__base__.__subclasses__()
len.__self__.__dict__["eval"]("1")
print.__self__.open("/etc/hostname").read()
len.__module__.__class__.__base__.__subclasses__()
(lambda: 0).__globals__["__builtins__"]
(lambda: 0).__code__.co_consts
(lambda: 0).__code__.replace(co_consts=(1,))
(lambda: x).__closure__[0].cell_contents
(lambda: 0).__class__((lambda: 0).__code__, {})
__builtins__
__builtins__["eval"]("1")
__builtins__.__dict__["__import__"]("os")
__loader__.load_module("os")
__spec__.loader
math.__loader__.load_module("os").getcwd()
np.__loader__.get_data("/etc/hostname")
np.__builtins__["eval"]("1")
np.__dict__["os"]
np.core._internal.ctypes
np.lib.npyio.os.getcwd()
np.linalg.linalg.sys.modules
np.random.mtrand.__builtins__
np.testing.measure("1")
np.f2py.compile("")
np.__config__.show()
np.exp.__class__.__base__.__subclasses__()
np.float64.__subclasses__()
np.array([1.0]).__class__.__base__.__subclasses__()
np.array([1.0]).__array_interface__["data"]
np.array([1.0]).__array_struct__
np.array([1.0]).__reduce__()
np.array([1.0]).__reduce_ex__(4)[0]
np.array([1.0]).__getattribute__("__class__").mro()
(x for x in [1]).gi_frame.f_globals
(x for x in [1]).gi_code.co_code
(x for x in [1]).gi_frame.f_back.f_back.f_globals
"""
    ),
    **needed(
        """
fun.__globals__["x"]
fun.__globals__["__builtins__"]
fun.__code__.co_code
fun.__code__.co_consts
fun.__class__(fun.__code__, {})
fun.__builtins__["eval"]
fun.__kwdefaults__.__class__.__base__.__subclasses__()
fun.__defaults__.__class__.__base__.__subclasses__()
fun.__get__(1).__func__.__globals__
fun.__call__.__self__.__globals__
fun.__init__.__objclass__.__subclasses__()
fun.__reduce_ex__(4)
""",
        FUNCTION,
    ),
    **needed(
        """
own.__class__.__base__.__subclasses__()
own.__init__.__globals__
own.__init__.__func__.__globals__["__builtins__"]
own.run.__func__.__code__.co_code
own.run.__self__.__class__.__mro__[-1].__subclasses__()
own.__dict__.__class__.__base__.__subclasses__()
own.__reduce__()[0]
own.__reduce_ex__(2)[1][0]
own.__getstate__().__class__.__base__.__subclasses__()
own.__dir__.__self__.__class__.__base__.__subclasses__()
own.__subclasshook__.__self__.__subclasses__()
own.__sizeof__.__objclass__
own.__init_subclass__.__self__.__base__.__subclasses__()
Own.__subclasses__.__self__.__base__.__subclasses__()
Own.__dict__["run"].__globals__
Own.__dict__["doubled"].fget.__globals__
Own.doubled.fget.__code__.co_code
Own.__weakref__.__objclass__.__base__.__subclasses__()
Own.run.__get__(own, Own).__func__.__globals__
Own.mro()[-1].__subclasses__()
super(Own, own).__init__.__globals__
super(Own, own).__thisclass__.__base__.__subclasses__()
super(Own, own).__getattribute__("__class__").__base__.__subclasses__()
object.__new__(Own).__init__.__globals__
object.__reduce_ex__(own, 4)[0]
type.__call__(Own).__init__.__globals__
""",
        INSTANCE,
    ),
    **needed(
        """
g.gi_frame.f_globals
g.gi_frame.f_builtins["eval"]("1")
g.gi_frame.f_back
g.gi_code.co_consts
g.gi_yieldfrom.gi_frame
g.__class__.__base__.__subclasses__()
g.send.__self__.gi_frame.f_locals
numbers.__globals__["g"]
""",
        GENERATOR,
    ),
    **needed(
        """
caught.__traceback__.tb_frame
caught.__traceback__.tb_frame.f_globals["__builtins__"]
caught.__traceback__.tb_next.tb_frame
caught.__context__.__traceback__.tb_frame
caught.__class__.__mro__[-1].__subclasses__()
caught.__reduce__()[0]
caught.with_traceback(None).__traceback__.tb_frame
caught.args.__class__.__base__.__subclasses__()
caught.__setstate__.__self__.__traceback__.tb_frame
""",
        EXCEPTION,
    ),
}

THROUGH_FORMATS = {
    **needed(
        """
"{0.__class__.__mro__}".format(x)
"{0.__class__.__init__.__globals__}".format(own)
"{0.__init__.__globals__[x]}".format(own)
"{o.__init__.__globals__[__builtins__]}".format(o=own)
"{0.run.__func__.__code__}".format(own)
"{0.__dict__.__class__.__base__.__subclasses__}".format(own)
str.format("{0.__class__.__mro__}", x)
getattr("{0.__class__.__mro__}", "format")(x)
"{a.__class__.__mro__}".format_map({"a": x})
"{0.__self__.__dict__}".format(len)
"{0.__globals__}".format(lambda: 0)
"{0.gi_frame.f_globals}".format(t for t in [1])
"{:{0.__class__.__mro__}}".format(x)
f"{x.__class__.__base__.__subclasses__()}"
f"{x!r:{().__class__.__base__.__subclasses__()}}"
f"{(lambda: 0).__globals__}"
f"{__import__('os').getcwd()}"
f"{eval('1 + 1')}"
"%s" % ().__class__.__base__.__subclasses__()
"%s" % [len.__self__]
list(map("{0.__class__.__mro__}".format, [x]))
list(map(str.format, ["{0.__class__.__mro__}"], [x]))
"{0.real.__class__.__base__.__subclasses__}".format(1)
"{0[0].__class__.__mro__}".format([x])
"{0.dtype.__class__.__mro__}".format(np.array([1.0]))
"{0.ctypes.data}".format(np.array([1.0]))
"{0.data.obj}".format(np.array([1.0]))
"{0.__array_interface__[data]}".format(np.array([1.0]))
""",
        INSTANCE,
    ),
}

THROUGH_LIBRARY = {
    **needed(
        """
eval("1 + 1")
exec("k = 1")
compile("1", "a", "eval")
eval(compile("1", "a", "eval"))
__import__("os").getcwd()
__import__("os").system("touch leaked.txt")
__import__("subprocess").check_output(["id"])
open("leaked.txt", "w").write("here")
open("/etc/hostname").read()
input("name? ")
getattr(getattr((), "__class__"), "__base__")
getattr((), "__cla" + "ss__").__base__.__subclasses__()
getattr(type(()), "m" + "ro")()[1].__subclasses__()
getattr(np, "o" + "s")
getattr(np.lib.npyio, "os").getcwd()
getattr(x, "__class__.__base__").__subclasses__()
[getattr(t, "__subclasses__")() for t in [object]]
[getattr(np, name) for name in ["load"]][0]("leaked.npy")
memoryview(b"12")[0:1].obj
bytes.fromhex("00").__class__.__base__.__subclasses__()
np.load("leaked.npy", allow_pickle=True)
np.save("leaked.npy", [1.0])
np.savez("leaked.npz", a=[1.0])
np.savetxt("leaked.txt", [1.0])
np.loadtxt("/etc/hostname")
np.genfromtxt("/etc/hostname")
np.fromfile("/etc/hostname", dtype="u1")
np.fromregex("/etc/hostname", "(.)", [("a", "S1")])
np.DataSource().open("/etc/hostname").read()
np.memmap("leaked.dat", mode="w+", shape=(3,))
np.lib.format.open_memmap("leaked.npy", mode="w+", shape=(3,))
np.array([1.0]).tofile("leaked.dat")
np.array([1.0]).dump("leaked.pkl")
np.array([1.0]).dumps()
np.array([1.0]).ctypes.data
np.array([1.0]).data.obj
np.array([1.0]).base.base
np.array([1.0]).view(type)
np.array([1.0]).astype("O")[0].__class__.__base__
np.array([1.0]).getfield("O")
np.ctypeslib.load_library("libc", "/lib")
np.ctypeslib.as_ctypes(np.array([1.0]))
np.ctypeslib.as_array(1, (3,))
np.lib.stride_tricks.as_strided(np.array([1.0]), shape=(1000,), strides=(8,))
np.ndarray((1000,), buffer=None, offset=10**9)
np.ndarray.__new__(np.ndarray, (10**6,))
np.frompyfunc(eval, 1, 1)(["1"])
np.vectorize(eval)(["1"])
np.apply_along_axis(eval, 0, ["1"])
np.apply_over_axes(getattr, [1.0], 0)
np.fromfunction(eval, (1,))
np.fromiter(map(eval, ["1"]), dtype="O")
np.piecewise([1.0], [True], [eval])
np.array2string([1.0], formatter={"float": eval})
np.lookfor("load")
np.info(np.load)
np.source(np.load)
np.show_config()
np.test()
np.byte_bounds([1.0])
np.deprecate(eval)("1")
np.safe_eval("1")
np.mat("1 2; 3 4").__class__.__mro__
np.random.get_state()[0].__class__.__base__.__subclasses__()
np.random.default_rng().bit_generator.ctypes
np.random.default_rng().bit_generator.lock
np.random.bit_generator.ISeedSequence.__subclasses__()
np.dtype("O").type("a")
np.dtype([("a", "O")]).fields
np.zeros(3, dtype="V999999999")
np.zeros(3, dtype="S999999999")
np.zeros(3, dtype="U999999999")
np.zeros(3, dtype="O")
np.zeros(3, dtype=object)
np.empty(3, dtype="O")
np.array([len, x], dtype=object)
np.array([np, math])
np.array([lambda: 0])[0].__globals__
np.array({}.__class__)
"""
    ),
    **needed(
        """
functools.reduce(getattr, ["__class__", "__base__", "__subclasses__"], ())()
functools.reduce(lambda a, b: getattr(a, b), ["__class__", "__mro__"], x)
functools.partial(getattr, ())("__class__").__base__
functools.partial(eval, "1")()
functools.partial.__reduce__(functools.partial(eval))
functools.wraps(len)(lambda: 0).__wrapped__.__self__
functools.singledispatch(eval).dispatch(str)("1")
functools.cached_property(eval).func("1")
functools.lru_cache(eval)("1")
operator.attrgetter("__class__.__base__.__subclasses__")(())()
operator.attrgetter("__globals__")(lambda: 0)
operator.methodcaller("__subclasses__")(object)
operator.methodcaller("format", x)("{0.__class__.__mro__}")
operator.itemgetter("eval")(__builtins__)
operator.call(eval, "1")
list(itertools.starmap(getattr, [((), "__class__")]))[0].__base__
list(itertools.starmap(eval, [("1",)]))
list(itertools.accumulate(["__class__", "__base__"], getattr, initial=()))
collections.namedtuple("A", "a b; import os")
collections.namedtuple("A", ["a"], defaults=[eval])._field_defaults["a"]("1")
collections.namedtuple("A", "a", module="os").__new__.__globals__
collections.defaultdict(eval).default_factory("1")
collections.abc.sys
collections._sys.modules
dataclasses.make_dataclass("A", ["a"], namespace={"b": eval})().b("1")
dataclasses.sys.modules
dataclasses.make_dataclass("A", [("a", "__import__('os').system('touch leaked.txt')")])
typing.sys.modules
copy.copy(len).__self__
copy.deepcopy(math).__loader__
copy._deepcopy_dispatch
random.SystemRandom().random()
random._os.getcwd()
random.Random(0).__reduce__()[0]
random.setstate(eval)
math.__dict__["exp"].__self__
max([len, print], key=lambda f: f.__self__)
sorted(["1"], key=eval)
list(map(eval, ["1 + 1"]))
list(filter(eval, ["1"]))
(lambda call: call("1"))(eval)
[call for call in [eval, exec]][0]("1")
{"a": eval}["a"]("1")
""",
        "import functools, operator, itertools, collections, dataclasses, typing, copy, random\n"
        "import collections.abc\n",
    ),
}

IMPORTS = needed(
    """
os.getcwd()
sys.modules
subprocess.run("id")
ctypes.string_at(0)
pickle.loads(b"cos\\nsystem\\n(S'id'\\ntR.")
importlib.import_module("os").getcwd()
inspect.stack()
gc.get_objects()
socket.gethostname()
shutil.which("sh")
antigravity.webbrowser
turtle.Turtle()
sched.scheduler()
code.interact()
pdb.set_trace()
builtins.eval("1")
marshal.loads(b"0")
types.FunctionType(compile("1", "a", "eval"), {})
threading.active_count()
pathlib.Path("leaked.txt").write_text("here")
tempfile.mkstemp()
urllib.request.urlopen("file:///etc/hostname").read()
graphs.trace("f = x")
""",
    """import os, sys, subprocess, ctypes, pickle, importlib, inspect, gc, socket, shutil
import antigravity, turtle, sched, code, pdb, builtins, marshal, types, threading, pathlib
import tempfile, urllib.request, graphs
""",
) | {
    f"{statement} → {use}": f"{statement}\n{INPUT}f = x * len(str({use}))"
    for statement, use in {
        "import os": "os.getcwd()",
        "import os as math": "math.getcwd()",
        "import os.path as path": "path.abspath('')",
        "from os import *": "getcwd()",
        "from os import system as exp": "exp('touch leaked.txt')",
        "from builtins import eval as sin": "sin('1')",
        "from numpy import load as exp": "exp('leaked.npy')",
        "from numpy import *": "load('leaked.npy')",
        "from numpy.lib.npyio import os": "os.getcwd()",
        "from math import __loader__ as a": "a.load_module('os')",
        "from . import graphs": "graphs",
        "from .. import secrets": "secrets.token_hex()",
        "from __main__ import x as y": "y",
        "import numpy.f2py as np": "np.sys",
        "import numpy.ctypeslib as c": "c.ctypes",
        "import this": "this.s",
    }.items()
}

# Strings and formats without an end or without sense.

FORMATS = {
    **shown(
        """
"{0.__class__}".format(x)
"{:>999999999}".format(1)
"{:.999999999f}".format(1.5)
"{:<{}}".format(1, 10**9)
"{:{}.{}f}".format(1.5, 10**9, 10**9)
"{:{:{}}}".format(1, 2, 3)
f"{1:>{10**9}}"
f"{x:{10**9}}"
f"{x:.{10**6}f}"
f"{x!r:>{10**8}}"
f"{x=!s:^99999999}"
f"{1:{'9' * 30}}"
"%999999999d" % 1
"%.999999999f" % 1.5
"%*d" % (10**9, 1)
"%*.*f" % (10**9, 10**9, 1.5)
"%c" % 1114112
"%c" % -1
"%d" % float("nan")
"%d" % float("inf")
"%x" % 1.5
"%d" % "a"
"%s %s" % 1
"%" % ()
"%(a" % {"a": 1}
"%(a)s" % 1
"%(a.__class__)s" % {"a": 1}
"%s" % ((),)
"%y" % 1
"{".format()
"}".format(1)
"{} {0}".format(1, 2)
"{-1}".format(1)
"{99999999999999999999}".format(1)
"{0[99999999999999999999]}".format([1])
"{0[-1]}".format([1])
"{0[}".format([1])
"{0.}".format(1)
"{0..a}".format(1)
"{!x}".format(1)
"{:d}".format(1.5)
"{:c}".format(10**9)
"{:,s}".format("a")
"{:%Y}".format(1)
"{:\\0>3}".format(1)
"{:=5}".format("a")
"{a}".format(**{"a": 1, 2: 3})
"{a}".format_map(1)
"{a}".format_map([])
"{0}{0}{0}{0}".format("a" * 10**7)
format(1, "9" * 1000)
format(x, 5)
format([1], ">5")
format(None, ".2f")
format(10**400, "f")
format(10**4000, ",")
"a".center(10**10)
"a".zfill(10**10)
"a".ljust(10**10, "\\U0001F600")
"\\t".expandtabs(10**10)
("a" * 9999).replace("", "b" * 9999)
("a" * 9999).replace("a", "a" * 9999).replace("a", "a" * 9999)
"ab".join("c" * 9999).join("d" * 9999)
"a".translate({97: "b" * 10**9})
"a".translate({97: 10**9})
"\\ud800".encode()
"a".encode("idna" * 100)
"a".encode("rot13")
"9" * 5000 + str(int("9" * 5000))
"a".split("")
"a".count("", 10**30)
"abc"[::0]
"abc"[10**30]
"abc"[:10**30:10**30]
"%s" * 10**6 % tuple(range(10**6))
ascii("\\U0010FFFF" * 10**7)
repr("\\0" * 10**8)
str(b"a", "utf-8", "strict")
str(1, "utf-8")
bytes(10**10)
bytearray(10**10)
b"a" * 10**10
chr(10**10)
chr(0xD800) + chr(0)
ord("ab")
hex(10**5000)
bin(-1.5)
int("0x", 16)
int("9" * 10**6)
int("1" * 20, 99)
int(float("inf"))
float("1" * 10**6)
float("١٢")
complex("1+2j" * 9)
round(1e308, 10**9)
round(1.5, -10**30)
round(float("nan"))
str(10**5000)
repr(10**5000)
sum(["a"])
sum([[1]] * 9999, [])
"".join([1])
"".join("a" for t in range(10**9))
"".join(map(str, range(10**9)))
", ".join("ab" * 10**8)
"""
    ),
    **programs("""
### format that calls itself
class A:
    def __format__(self, spec):
        return format(self, spec)
print(f"{A():>5}")
### str that calls itself
class A:
    def __str__(self):
        return str(self)
print(str(A()))
### repr that calls itself through a format
class A:
    def __repr__(self):
        return f"{self!r}"
print([A()])
### repr that is no string
class A:
    def __repr__(self):
        return 5
print([A()])
### repr of a wire
class A:
    def __repr__(self):
        return x
print(A())
### repr that raises
class A:
    def __repr__(self):
        raise ValueError(self)
print({"a": A()})
### str that is a huge string
class A:
    def __str__(self):
        return "a" * 10**9
print(A())
### str subclass with another format
class A(str):
    def format(self, *a):
        return self
    def __str__(self):
        return self
print(A("{0.__class__}").format(1), str(A("a")))
### printing the reader's own things
print(len, print, np, math, np.exp, int, type, object, ValueError, np.float64, np.random)
print(str(len), repr(np), f"{math}", "%s" % print, [len], {"a": np}, (math.exp,))
### printing one's own things
class A:
    pass
def g():
    yield 1
print(A, A(), g, g(), lambda: 0, [A()], {A: A()}, A.__init__, print, object(), iter([]))
### addresses
class A:
    pass
print(id(x), id(A()), id([]), hash("a"), hash(A()), hex(id(np)))
f = x * id(A())
### the hash of a string decides
f = x if hash("a") % 2 else 2 * x
### the order of a set of strings decides
f = x * int(list({"1", "2", "3", "4"})[0])
### the order of a set of instances decides
class A:
    def __init__(self, n):
        self.n = n
f = x * [a.n for a in {A(1), A(2), A(3)}][0]
### print to a file
import sys
print("a", file=sys.stderr)
print("a", file=open("leaked.txt", "w"))
### print to one's own file
class A:
    def write(self, text):
        print(text, file=self)
print("a", file=A())
### print with a huge separator
print(*range(10**4), sep="a" * 10**6)
### print with an end that is no string
print("a", sep=3, end=x)
### print in a loop
for t in range(10**6):
    print("a" * 10**6, t)
### print of a growing string
s = "a"
for t in range(60):
    s = s + s
    print(s)
"""),
}

PROTOCOLS = programs("""
### equality that never ends
class A:
    def __eq__(self, other):
        return self == other
print(A() == A())
### equality that never ends, in a list
class A:
    def __eq__(self, other):
        return [self] == [other]
print(A() in [A()], [A()].index(A()), [A(), A()].count(A()))
### equality without a hash in a dict
class A:
    def __eq__(self, other):
        return True
print({A(): 1, A(): 2})
### hash of the wrong kind
class A:
    def __hash__(self):
        return "a"
print({A(): 1})
### hash that is a wire
class A:
    def __hash__(self):
        return x
print({A(): 1})
### hash that never ends
class A:
    def __hash__(self):
        return hash((self,))
print({A(): 1}, {A()}, frozenset([A()]))
### hash that is huge
class A:
    def __hash__(self):
        return 10**4000
print({A(): 1})
### hash that grows the dict
d = {}
class A:
    def __hash__(self):
        d[A()] = 1
        return 1
d[A()] = 1
### equality that changes the dict
d = {}
class A:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        d.clear()
        d[1] = 2
        return False
for t in range(20):
    d[A()] = t
print(d)
### all in one bucket
class A:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        return self is other
d = {A(): t for t in range(3000)}
### equality that is a wire
class A:
    def __eq__(self, other):
        return x
    def __hash__(self):
        return 1
print({A(): 1, A(): 2}, A() in [A()])
### order that never ends
class A:
    def __lt__(self, other):
        return other < self
    def __gt__(self, other):
        return other > self
print(sorted([A(), A()]), max(A(), A()))
### order by chance
class A:
    def __lt__(self, other):
        return True
print(len(sorted([A() for t in range(500)])))
### order that changes the list
l = []
class A:
    def __lt__(self, other):
        l.append(self)
        return True
l.extend([A(), A(), A()])
l.sort()
print(len(l))
### a key that sorts
def key(u):
    return sorted([u], key=key)
print(sorted([1, 2], key=key))
### a key that empties the list
l = [3, 2, 1]
l.sort(key=lambda u: l.clear())
### truth that is no truth
class A:
    def __bool__(self):
        return "yes"
print(1 if A() else 2, not A(), all([A()]))
### truth that never ends
class A:
    def __bool__(self):
        return not self
print(A() and A() or A())
### truth that is a wire
class A:
    def __bool__(self):
        return x > 1
f = x if A() else 2 * x
### length below zero
class A:
    def __len__(self):
        return -1
print(len(A()), bool(A()))
### length that is huge
class A:
    def __len__(self):
        return 10**30
    def __getitem__(self, k):
        return k
print(len(A()), list(reversed(A())))
### length that is a wire
class A:
    def __len__(self):
        return x
print(len(A()), range(len(A())))
### iteration over itself
class A:
    def __iter__(self):
        return iter(self)
print(list(A()))
### iteration over no iterator
class A:
    def __iter__(self):
        return 5
for t in A():
    x = t
### iteration without an end
class A:
    def __iter__(self):
        return self
    def __next__(self):
        return 1
print(sum(A()), list(A()), dict(zip(A(), A())))
### items without an end
class A:
    def __getitem__(self, k):
        return k
print(list(A()), 5 in A(), tuple(A()), [*A()])
### membership that never ends
class A:
    def __contains__(self, u):
        return u in self
print(1 in A())
### an index that never ends
class A:
    def __index__(self):
        return range(10)[self]
print([1, 2][A()], range(A()), "a" * A())
### an index that is no number
class A:
    def __index__(self):
        return "0"
print([1, 2][A()])
### an index that is huge
class A:
    def __index__(self):
        return 10**30
print([1] * A(), [1, 2][A():], np.zeros(A()))
### a number that is no number
class A:
    def __float__(self):
        return "a"
    def __int__(self):
        return x
print(float(A()), int(A()))
### float of itself
class A:
    def __float__(self):
        return float(self)
f = x * float(A())
### call of itself
class A:
    def __call__(self):
        return self()
A()()
### addition of itself
class A:
    def __add__(self, other):
        return self + other
    __radd__ = __add__
f = x + A()
### addition from both sides
class A:
    def __add__(self, other):
        return other + self
    def __radd__(self, other):
        return self + other
f = x * (A() + 1)
### addition that is refused on both sides
class A:
    def __add__(self, other):
        return NotImplemented
    def __radd__(self, other):
        return NotImplemented
print(A() + A(), A() + 1, 1 + A())
### negation of itself
class A:
    def __neg__(self):
        return -self
print(-A())
### a power of itself through sorted inside an addition
class A:
    def __add__(self, other):
        return sorted([other, self], key=lambda u: u + u)
print(A() + A())
### an array of what pretends to be one
class A:
    def __array__(self):
        return self
    def __len__(self):
        return 3
    def __getitem__(self, k):
        return self
print(np.array(A()), np.sum(A()), np.exp(A()))
### what pretends to be NumPy
class A:
    __array_priority__ = 10**9
    def __array_ufunc__(self, ufunc, method, *args):
        return ufunc.__class__.__base__.__subclasses__()
    def __array_function__(self, func, types, args, kwargs):
        return func.__globals__
print(np.exp(A()), np.array([1.0]) + A(), np.concatenate([A()]))
f = np.sum(x * np.array([1.0]) + A())
### an array interface of one's own
class A:
    __array_interface__ = {"data": (4096, False), "shape": (1000,), "typestr": "<f8", "version": 3}
f = x * np.sum(np.array(A()))
### a dtype of one's own
class A:
    dtype = "O"
print(np.dtype(A()), np.zeros(3, dtype=A()))
### attributes without an end
class A:
    def __getattr__(self, name):
        return getattr(self, name + "a")
print(A().b)
### all attributes without an end
class A:
    def __getattribute__(self, name):
        return self.a
print(A().a)
### all attributes through object
class A:
    def __getattribute__(self, name):
        return object.__getattribute__(self, "__class__").__base__.__subclasses__()
f = x * len(A().a)
### attributes written by themselves
class A:
    def __setattr__(self, name, value):
        self.a = value
a = A()
a.b = 1
### attributes deleted by themselves
class A:
    def __delattr__(self, name):
        del self.a
a = A()
del a.b
### a descriptor that reads itself
class D:
    def __get__(self, instance, owner):
        return instance.d
    def __set__(self, instance, value):
        instance.d = value
class A:
    d = D()
a = A()
a.d = 3
print(a.d, A.d)
### a descriptor that looks for the owner
class D:
    def __get__(self, instance, owner):
        return owner.__mro__[-1].__subclasses__()
class A:
    d = D()
f = x * len(A.d)
### names set by a descriptor
class D:
    def __set_name__(self, owner, name):
        setattr(owner, name + "a", D())
class A:
    d = D()
### the end of an instance
class A:
    def __del__(self):
        open("leaked.txt", "w")
        raise ValueError
a = A()
del a
a = A()
a = None
### an instance comes back
kept = []
class A:
    def __del__(self):
        kept.append(A())
a = A()
a = None
### dir of one's own
class A:
    def __dir__(self):
        return [5, self]
print(dir(A()))
### slots that clash
class A:
    __slots__ = ("__dict__", "__class__", "a", 5)
a = A()
a.a = 1
a.b = 2
### a class that changes its class
class A:
    pass
class B:
    def run(self):
        return 2
a = A()
a.__class__ = B
f = x * a.run()
### a class that becomes a number
class A:
    pass
a = A()
a.__class__ = int
### a dict exchanged
class A:
    pass
a = A()
a.__dict__ = {"b": 1, 5: 6}
a.__dict__["__class__"] = int
print(a.b, a.__dict__, a)
### missing keys without an end
class A(dict):
    def __missing__(self, key):
        return self[key]
print(A()["a"])
### a subclass of list that lies
class A(list):
    def __len__(self):
        return 10**12
    def __iter__(self):
        while True:
            yield 1
    def __getitem__(self, k):
        return self
a = A([1, 2])
print(a, len(a), a[0], sorted(a), np.array(a), sum(a))
### a subclass of int that lies
class A(int):
    def __index__(self):
        return 10**12
    def __eq__(self, other):
        return False
    def __hash__(self):
        return 5
print([0] * A(3), range(A(3)), {A(1): 2, 1: 3}, np.zeros(A(3)), A(2) + 1)
### a subclass of float under a wire
class A(float):
    def __mul__(self, other):
        return "a"
f = x * A(3.0)
### a subclass of ndarray
class A(np.ndarray):
    def __array_finalize__(self, other):
        raise ValueError
f = np.sum(x * A((3,)))
### a subclass of bool, None, range, slice, function
class A(bool):
    pass
class B(type(None)):
    pass
class C(range):
    pass
class D(type(lambda: 0)):
    pass
### a subclass of an exception that lies
class A(Exception):
    def __init__(self):
        raise A()
try:
    raise A
except A as e:
    print(e)
### comparing chains
class A:
    def __lt__(self, other):
        return A()
    def __bool__(self):
        return A() < A()
print(1 if A() < A() < A() else 2)
### in-place that gives something else
class A:
    def __iadd__(self, other):
        return None
a = A()
a += 1
a += 1
### matmul, divmod, pow with three, round, abs, trunc
class A:
    def __matmul__(self, o):
        return self @ o
    def __divmod__(self, o):
        return divmod(self, o)
    def __pow__(self, o, m):
        return pow(self, o, m)
    def __round__(self, n=None):
        return round(self, n)
    def __abs__(self):
        return abs(self)
    def __reversed__(self):
        return reversed(self)
a = A()
try:
    a @ a
except RecursionError:
    try:
        divmod(a, a)
    except RecursionError:
        print(pow(a, a, a), round(a), abs(a), reversed(a))
""")

CONTAINING_THEMSELVES = programs("""
### a list in itself
l = []
l.append(l)
print(l, str(l), f"{l}")
### a list in itself, compared
l = []
l.append(l)
m = []
m.append(m)
print(l == m, l != m, l in m, l < m)
### a list in itself, copied
import copy
l = [x]
l.append(l)
m = copy.deepcopy(l)
print(m is m[1], m)
### a list in itself, summed
l = [1]
l.append(l)
print(sum(l), max(l), sorted(l))
### a list in itself, as an array
l = [1.0]
l.append(l)
print(np.array(l), np.sum(l), np.stack(l), np.shape(l))
f = np.sum(l) * x
### a list in itself, as the output
l = [x]
l.append(l)
f = l
### a dict in itself
d = {}
d["d"] = d
print(d, d == d["d"], str(d), d | d, {**d})
f = x * len(d["d"]["d"]["d"])
### a set in itself
s = set()
s.add(s)
### a tuple in its list
l = []
t = (l,)
l.append(t)
print(t, t == t[0][0], hash(t), {t: 1})
### an instance in itself
class A:
    def __init__(self):
        self.me = self
        self.all = [self, {"me": self}]
        self.w = x
    def __repr__(self):
        return f"A({self.all})"
    def __eq__(self, other):
        return self.all == other.all
a = A()
print(a, a == A(), a.me.me.me.w)
f = a.me.me.w * 2
### an instance in itself, copied
import copy
class A:
    pass
a = A()
a.me = [a, {"a": a}, (a,)]
b = copy.deepcopy(a)
c = copy.copy(a)
print(b.me[0] is b, c.me[0] is a)
### deepcopy of one's own that never ends
import copy
class A:
    def __deepcopy__(self, memo):
        return copy.deepcopy(self, memo)
copy.deepcopy(A())
### deepcopy of everything
import copy
print(copy.deepcopy(np), copy.deepcopy(len), copy.deepcopy(lambda: 0), copy.copy(math))
print(copy.deepcopy((t for t in [1])), copy.deepcopy(type), copy.deepcopy(copy))
### doubled fifty times, printed
a = [1]
for t in range(50):
    a = [a, a]
print(a)
### doubled fifty times, compared
a, b = [1], [1]
for t in range(50):
    a, b = [a, a], [b, b]
print(a == b, a < b, a != b)
### doubled fifty times, searched
a, b = [1], [1]
for t in range(50):
    a, b = [a, a], [b, b]
print(b in [a], [a].index(b), [a].count(b))
### doubled fifty times, copied and turned into an array
import copy
a = [1.0]
for t in range(50):
    a = [a, a]
b = copy.deepcopy(a)
f = x * np.sum(np.array(a))
### doubled fifty times, hashed
a = (1,)
for t in range(50):
    a = (a, a)
print(hash(a), {a: 1}, a in {a})
### doubled fifty times, two of them in a dict
a, b = (1,), (1,)
for t in range(50):
    a, b = (a, a), (b, b)
d = {a: 1}
d[b] = 2
print(len(d))
### doubled fifty times, in a dict's values
a = {"a": 1}
for t in range(50):
    a = {"a": a, "b": a}
print(a == a, str(a), {**a})
### doubled fifty times, flattened
a = [1]
for t in range(50):
    a = [a, a]
def flat(l):
    return [m for k in l for m in (flat(k) if isinstance(k, list) else [k])]
f = x * len(flat(a))
### doubled fifty times as instances
class A:
    def __init__(self, a, b):
        self.a, self.b = a, b
    def __repr__(self):
        return f"A({self.a}, {self.b})"
    def __eq__(self, o):
        return self.a == o.a and self.b == o.b
    def __hash__(self):
        return hash((self.a, self.b))
a, b = A(1, 1), A(1, 1)
for t in range(50):
    a, b = A(a, a), A(b, b)
print(hash(a), a == b, a)
### doubled fifty times as a wire's picture
f = x
for t in range(50):
    f = f + f
### doubled as a dataclass
from dataclasses import dataclass
@dataclass(frozen=True)
class A:
    a: object
    b: object
a, b = A(1, 1), A(1, 1)
for t in range(50):
    a, b = A(a, a), A(b, b)
print(a == b, hash(a), a)
### a dataclass in itself
from dataclasses import dataclass, asdict
@dataclass
class A:
    me: object = None
a = A()
a.me = a
print(a, a == a, asdict(a))
### a function that holds itself
def g():
    return g
g.g = g
print(g.g.g, g()()())
### isinstance of nested tuples
t = (int,)
for k in range(60):
    t = (t, t)
print(isinstance("a", t), issubclass(str, t))
### deep data
a = []
for t in range(20000):
    a = [a]
print(a)
### deep data compared
a, b = [], []
for t in range(20000):
    a, b = [a], [b]
print(a == b)
### deep data hashed
a = ()
for t in range(20000):
    a = (a,)
print({a: 1})
### deep data copied
import copy
a = {}
for t in range(20000):
    a = {"a": a}
b = copy.deepcopy(a)
### deep data as the output
a = [x]
for t in range(20000):
    a = [a]
f = a
### deep data as an array
a = [x]
for t in range(100):
    a = [a]
f = np.sum(np.array(a))
### deep data let go
a = None
for t in range(25000):
    a = (a,)
a = None
### a deep chain of instances let go
class A:
    def __init__(self, before):
        self.before = before
a = None
for t in range(5000):
    a = A(a)
a = None
### a deep chain of closures
def g():
    return 1
def wrap(h):
    return lambda: h()
for t in range(5000):
    g = wrap(g)
print(g())
### a deep chain of partials
from functools import partial
g = max
for t in range(5000):
    g = partial(g, 1)
print(g(2))
### a deep chain of iterators
g = iter([1, 2])
for t in range(5000):
    g = map(lambda u: u, g)
print(list(g))
### a deep chain of chains
from itertools import chain
g = [1]
for t in range(5000):
    g = chain(g, [1])
print(len(list(g)))
### a deep chain of zips and enumerates
g = [1]
for t in range(3000):
    g = enumerate(zip(g))
print(next(g))
""")

MEMORY = programs("""
### a long string
s = "x" * 10**10
### a long list
l = [0] * 10**10
### a long tuple of a tuple
t = ((0,) * 10**5,) * 10**5
print(t)
### a tower of powers
n = 10**10**10
### a long shift
n = 1 << 10**9
### squaring in a loop
n = 3
for t in range(60):
    n = n * n
### squaring without an end
n = 3
while n:
    n = n * n
### factorials
n = 1
for t in range(1, 25000):
    n *= t
### powers with big bases
n = (10**1000)**(10**1000)
### a power modulo something huge
n = pow(3, 10**3000, 10**3000 + 7)
### math's own huge numbers
print(math.factorial(10**7), math.comb(10**6, 5 * 10**5), math.perm(10**6))
print(math.lcm(*range(1, 10**5)))
### integer roots of huge numbers
print(math.isqrt(10**4000), math.gcd(10**4000, 3**4000), math.prod(range(1, 10**5)))
### the list of a long range
l = list(range(10**18))
### the sum of a long range
s = sum(range(10**18))
### a number in a long range
b = 10**17 in range(10**18)
c = 0.5 in range(10**18)
d = "a" in range(10**18)
### the length of a range past everything
n = len(range(10**30))
r = range(10**30)[10**29]
s = range(10**30)[::-1]
### a long range compared, indexed, reversed, enumerated
r = range(10**18)
print(r == range(10**18), r.index(5), r.count(0.5), max(r), min(r), sorted(r))
### unpacking a long range
a, *b = range(10**12)
### a star in a call of a long range
def g(*a):
    return len(a)
print(g(*range(10**9)), max(*range(10**9)))
### a join that doubles
s = "ab"
for t in range(60):
    s = "".join([s, s])
### a string that doubles
s = "a"
while True:
    s += s
### a string that grows
s = ""
while len(s) >= 0:
    s = s + "a" * 100000
### a string that grows a bit
s = ""
for t in range(29000):
    s = s + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
### many strings kept
l = []
for t in range(20000):
    l.append("a" * 100000 + str(t))
### many lists kept
l = []
for t in range(20000):
    l.append([t] * 100000)
### a list that doubles
l = [1]
while True:
    l = l + l
### a list that extends itself
l = [1]
while True:
    l.extend(l)
### a list that grows while it is read
l = [1]
for t in l:
    l.append(t)
### a list grown by a slice of itself
l = [1, 2]
for t in range(100):
    l[1:1] = l
### a list multiplied in place
l = [1]
for t in range(100):
    l *= 10
### a dict that grows
d = {}
n = 0
while True:
    d[n] = [n] * 10000
    n += 1
### a dict that grows by strings
d = {}
k = "a"
while True:
    d[k] = k
    k = k + k
### a dict updated by itself, doubled
d = {0: 0}
for t in range(60):
    d.update({k + len(d): v for k, v in d.items()})
### a set that grows
s = {1}
for t in range(60):
    s |= {k + 2**t for k in s}
### the power set
from itertools import chain, combinations
l = list(chain.from_iterable(combinations(range(60), k) for k in range(61)))
### a product that explodes
from itertools import product
l = list(product(range(100), repeat=10))
### a product with a huge pool
from itertools import product
l = next(product(range(10**9), repeat=10**6))
### permutations
from itertools import permutations
l = list(permutations(range(20)))
n = sum(1 for t in permutations(range(20)))
### repeat, cycle, tee, accumulate
from itertools import repeat, cycle, tee, accumulate
a, b = tee(repeat(1))
print(len(list(repeat(1, 10**12))), sum(cycle([1])), list(accumulate(repeat(1))))
### a thousand tees
from itertools import tee
l = tee(iter(range(10**6)), 10**9)
### comprehensions that multiply
l = [0 for a in range(1000) for b in range(1000) for c in range(1000) for d in range(1000)]
### comprehensions inside one another
l = [[[[0 for a in range(1000)] for b in range(1000)] for c in range(1000)] for d in range(1000)]
### a dict comprehension without an end
d = {(a, b): a * b for a in range(10**6) for b in range(10**6)}
### a generator expression that multiplies
n = sum(1 for a in range(10**6) for b in range(10**6))
### a million instances
class A:
    def __init__(self):
        self.a = [1, 2, 3]
l = [A() for t in range(10**6)]
### a million closures
l = [lambda t=t: t for t in range(10**6)]
### a million classes
l = []
for t in range(10**6):
    class A:
        pass
    l.append(A)
### a million generators
def g():
    yield 1
l = [g() for t in range(10**6)]
for t in l:
    next(t)
### a million attributes
class A:
    pass
a = A()
for t in range(10**6):
    setattr(a, "a" * t, t)
### a large array
a = np.zeros(10**10)
### a large array by its product
a = np.zeros((10**5, 10**5))
### a large array by broadcasting
a = np.arange(10**5)[:, None] * np.arange(10**5)[None, :] * x
f = np.sum(a)
### arrays kept in a list
l = []
for t in range(20000):
    l.append(np.zeros(900000))
### arrays kept in a dict by random
d = {}
for t in range(20000):
    d[t] = np.random.randn(900, 1000)
### arrays that grow by concatenation
a = np.zeros(1)
while True:
    a = np.concatenate([a, a])
### arrays that grow by repeat, tile, outer, kron and pad
a = np.repeat(np.zeros(10), 10**9)
### a tile past everything
a = np.tile(np.zeros(10), (10**5, 10**5))
### an outer product past everything
a = np.outer(np.zeros(10**6), np.zeros(10**6))
### a Kronecker product past everything
a = np.kron(np.eye(1000), np.eye(1000))
### a pad past everything
a = np.pad(np.zeros(3), 10**10)
### a linspace past everything
a = np.linspace(0, 1, 10**10)
### an arange past everything
a = np.arange(0, 1, 1e-300)
### a bincount past everything
a = np.bincount([10**12])
### a histogram past everything
a = np.histogram([1.0], bins=10**10)
### an identity past everything
a = np.eye(10**6)
### random numbers past everything
a = np.random.randn(10**5, 10**5)
### a permutation past everything
a = np.random.permutation(10**12)
### a choice past everything
a = np.random.choice(10**12, 5, replace=False)
### a multinomial and others past everything
a = np.random.multinomial(10**9, [0.5, 0.5], size=10**9)
### random.sample past everything
import random
a = random.sample(range(10**18), 10**9)
### random bits past everything
import random
a = random.getrandbits(10**11)
### a meshgrid past everything
a = np.meshgrid(*[np.arange(1000)] * 4)
### indices past everything
a = np.indices((1000, 1000, 1000))
### an einsum past everything
a = np.einsum("i,j,k,l->ijkl", *[np.ones(1000)] * 4)
### a tolist of a large array
l = np.zeros(10**6).tolist() * 1000
### a mask that repeats
a = np.zeros(1000)[np.zeros((1000, 1000, 100), dtype=int)]
### a deque, a counter and a defaultdict that grow
from collections import deque, Counter, defaultdict
d = deque([1])
while True:
    d.extend(d)
### a counter's elements
from collections import Counter
l = list(Counter({"a": 10**12}).elements())
### a counter of a long range
from collections import Counter
c = Counter(range(10**12))
### a deque rotated by everything
from collections import deque
d = deque(range(1000))
d.rotate(10**30)
print(len(d * 10**9))
### a defaultdict that makes itself
from collections import defaultdict
def tree():
    return defaultdict(tree)
d = tree()
while True:
    d = d["a"]
### a cache without an end
from functools import lru_cache
@lru_cache(maxsize=None)
def g(n):
    return [0] * 100000
for t in range(20000):
    g(t)
### a slice of everything
l = list(range(1000))[:10**30]
l[10**30:] = [1]
l[::10**30]
l[0:0] = range(10**12)
### an extended slice from an endless one
l = list(range(1000))
l[::2] = iter(int, 1)
### a string's lines
l = ("a\\n" * 10**6).splitlines() * 10**6
### characters past everything
l = list("a" * 10**9)
### zip of long things
l = list(zip(range(10**12), range(10**12)))
### a sorted long thing
l = sorted(range(10**10), key=lambda t: -t)
### a dict of a long thing
d = dict(enumerate(range(10**12)))
e = dict.fromkeys(range(10**12), 0)
### sets of long things
s = set(range(10**12)) & set(range(10**12))
### strings in a dict's keys
d = {"a" * t: t for t in range(10**6)}
### a long expression of wires
f = sum(x * t for t in range(10**6))
### wires in a list that doubles
l = [x]
for t in range(40):
    l = l + [2 * u for u in l]
f = sum(l)
### notes without an end
import time
for t in range(10**6):
    time.sleep(1000)
    open("leaked.txt")
""")

ENDLESS = programs("""
### while true
while True:
    pass
### while true with a wire
f = x
while True:
    f = f * 0.5
### while a wire is positive
while x > 0:
    x = x * 0.5 + 1
### while nothing changes
n = 0
while n < 10:
    n = n
### for over an endless generator
def g():
    while True:
        yield x
for t in g():
    pass
### list of an endless generator
def g():
    while True:
        yield 1
print(list(g()))
### sum, any, all, max, min, sorted, tuple, set of an endless generator
def g():
    while True:
        yield 0
print(any(g()))
### all of an endless generator
def g():
    while True:
        yield 1
print(all(g()))
### sorted of an endless generator
def g():
    n = 0
    while True:
        n -= 1
        yield n
print(sorted(g()))
### zip of endless generators
def g():
    while True:
        yield 1
print(sum(a * b for a, b in zip(g(), g())))
### max and min of endless generators
def g():
    while True:
        yield 1
print(max(g(), default=1))
### unpacking an endless generator
def g():
    while True:
        yield 1
a, b = g()
### a star before an endless generator
def g():
    while True:
        yield 1
a, *b = g()
### membership in an endless generator
def g():
    while True:
        yield 1
print(2 in g())
### filter of an endless generator
def g():
    while True:
        yield 1
print(next(filter(lambda u: u > 1, g())))
### join of an endless generator
def g():
    while True:
        yield "a"
print("".join(g()))
### an endless generator that yields nothing
def g():
    while True:
        pass
    yield 1
print(next(g()))
### count without an end
import itertools
for t in itertools.count():
    pass
### count into everything
import itertools
print(sum(itertools.count()), list(itertools.count(1.5)), max(itertools.count()))
### takewhile of what stays
from itertools import count, takewhile
print(list(takewhile(lambda t: t >= 0, count())))
### dropwhile of what stays
from itertools import count, dropwhile
print(next(dropwhile(lambda t: t >= 0, count())))
### islice of everything
from itertools import count, islice
print(list(islice(count(), 10**12)), list(islice(count(), 10**12, None)))
### cycle of nothing, groupby of everything
from itertools import cycle, groupby, count
print(list(cycle([])), list(groupby(count(), key=lambda t: 0)))
### iter with a sentinel that never comes
print(list(iter(lambda: 1, 2)))
### reduce over everything
from functools import reduce
from itertools import count
print(reduce(lambda a, b: b, count()))
### an array from everything
from itertools import count
print(np.array(list(count())), np.fromiter(count(), float), np.array(count()))
### a deque of everything
from itertools import count
from collections import deque
d = deque(count(), maxlen=0)
### dict, set and frozenset of everything
from itertools import count
print(dict(zip(count(), count())))
### recursion without an end
def g(u):
    return g(u)
f = g(x)
### recursion that grows
def g(u):
    return g(u + 1) + g(u - 1)
f = g(x)
### mutual recursion
def g(u):
    return h(u)
def h(u):
    return g(u)
f = g(x)
### recursion through a lambda
g = lambda u: g(u) + 1
f = g(x)
### the omega of the lambda calculus
f = (lambda u: u(u))(lambda u: u(u))
### the omega that grows
f = (lambda u: u(u, [1]))(lambda u, v: u(u, v + v))
### Y with strictness
Y = lambda h: (lambda u: h(u(u)))(lambda u: h(u(u)))
f = Y(lambda g: lambda n: x)(1)
### recursion through a default
def g(u=lambda: g()):
    return u()
g()
### a default that calls the function being defined
def g(u=g()):
    return u
### a lambda whose default calls it
g = lambda u=lambda: g(): u()
g()
### recursion through sorted's key
def key(u):
    return sorted([u, u], key=key)[0]
print(sorted([2, 1], key=key))
### recursion through max's key
def key(u):
    return max([u, u + 1], key=key)
print(max([2, 1], key=key))
### recursion through map
def g(u):
    return list(map(g, [u]))
g(1)
### recursion through reduce
from functools import reduce
def g(a, b):
    return reduce(g, [a, b, a])
reduce(g, [1, 2, 3])
### recursion through a comprehension
def g(u):
    return [g(t) for t in [u]]
g(x)
### recursion through a generator expression
def g(u):
    return sum(g(t) for t in [u])
g(x)
### recursion through a property
class A:
    @property
    def a(self):
        return self.a
print(A().a)
### recursion through a property's setter
class A:
    @property
    def a(self):
        return 1
    @a.setter
    def a(self, value):
        self.a = value
A().a = 3
### recursion through hasattr
class A:
    def __getattr__(self, name):
        return hasattr(self, name)
print(hasattr(A(), "a"))
### recursion through the making of instances
class A:
    def __init__(self):
        self.a = A()
A()
### recursion through new
class A:
    def __new__(cls):
        return A()
A()
### recursion through a decorator
def d(g):
    return d(g)
@d
def h():
    return 1
### a decorator that decorates itself
@d
def d(g):
    return g
### a wrapper that calls itself
def d(g):
    def w(*a):
        return w(*a)
    return w
@d
def h(u):
    return u
f = h(x)
### a cached function that calls itself
from functools import lru_cache
@lru_cache
def g(u):
    return g(u)
g(1)
### a cached property that reads itself
from functools import cached_property
class A:
    @cached_property
    def a(self):
        return self.a
A().a
### yield from itself
def g():
    yield from g()
print(list(g()))
### yield from itself after a value
def g():
    yield 1
    yield from g()
print(sum(g()))
### a generator that makes generators
def g(n):
    for t in g(n + 1):
        yield t
print(next(g(0)))
### a sieve of generators
def numbers():
    n = 2
    while True:
        yield n
        n += 1
def sieve(s):
    p = next(s)
    yield p
    yield from sieve(t for t in s if t % p)
print(list(sieve(numbers())))
### Ackermann
def a(m, n):
    if m == 0:
        return n + 1
    return a(m - 1, 1) if n == 0 else a(m - 1, a(m, n - 1))
f = x * a(4, 3)
### Fibonacci
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
f = x * fib(60)
### Fibonacci of wires
def fib(n):
    return x if n < 2 else fib(n - 1) + fib(n - 2)
f = fib(40)
### Collatz upwards
n = 1
while n != 2:
    n = 3 * n + 1
### loops inside loops
for a in range(30000):
    for b in range(30000):
        for c in range(30000):
            pass
### loops of continue
for a in range(10**9):
    if a >= 0:
        continue
    x = x + 1
### while with else and continue
n = 0
while n >= 0:
    continue
else:
    x = 3
### an exception swallowed without an end
while True:
    try:
        raise ValueError
    except:
        pass
### everything swallowed without an end
while True:
    try:
        undefined_name.a.b
        1 / 0
    except BaseException:
        continue
### finally that continues
while True:
    try:
        raise ValueError
    finally:
        continue
### finally that continues past a return
def g():
    while True:
        try:
            return 1
        finally:
            continue
g()
### the limit swallowed
def g():
    try:
        return g()
    except RecursionError:
        return g()
g()
### the limit swallowed twice at every level
def g(n):
    try:
        g(n + 1)
    except Exception:
        g(n + 1)
    finally:
        g(n + 1)
g(0)
### memory errors swallowed
n = 0
while True:
    try:
        a = [0] * 10**10
    except MemoryError:
        n += 1
    except:
        n += 2
### a budget swallowed by a with
class A:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return True
while True:
    with A():
        while True:
            pass
### a handler that raises what it handles
def g(e):
    try:
        raise e
    except Exception as again:
        g(again)
g(ValueError())
### a fixed point that swings
while abs(x - 2) < 5:
    x = 4 - x
### comparing strings a long time
s = "a" * 10**6
n = 0
for t in range(20000):
    n += s + "b" == s + "c"
### searching strings a long time
s = "a" * 10**6
for t in range(20000):
    s.find("a" * 1000 + "b")
    s.count("aa")
    ("a" * 1000 + "b") in s
### sorting a long time
l = list(range(20000))
for t in range(20000):
    l.sort(key=lambda u: -u)
    l = sorted(l)
### reversing and slicing a long time
l = list(range(100000))
for t in range(25000):
    l = l[::-1]
### inserting in front a long time
l = list(range(100000))
for t in range(25000):
    l.insert(0, t)
    l.pop(0)
### comparing lists a long time
a, b = list(range(100000)), list(range(100000))
for t in range(25000):
    a == b
### summing a long list a long time
l = list(range(100000))
for t in range(25000):
    sum(l)
### multiplying long numbers a long time
a = 7**4000
for t in range(25000):
    b = a * a % (a + 2)
### writing long numbers a long time
a = 7**1500
for t in range(25000):
    s = str(a)
    int(s)
### multiplying matrices a long time
a = np.ones((500, 500))
for t in range(20000):
    a = a @ a * 0.001
### solving a long time
a = np.eye(300)
for t in range(20000):
    np.linalg.inv(a)
    np.linalg.svd(a)
### sorting arrays a long time
a = np.arange(900000)
for t in range(20000):
    np.sort(a)
    np.argsort(-a)
    np.unique(a)
### drawing random numbers a long time
for t in range(20000):
    np.random.randn(900, 1000)
### a pattern that backtracks
import re
re.match("(a+)+$", "a" * 40 + "b")
### a pattern that backtracks, needed
import re
f = x * (re.match("(a|a)*$", "a" * 40 + "b") is None)
""")

CLASSES = programs("""
### a chain of a thousand classes
class A:
    def run(self):
        return 1
for t in range(1000):
    class A(A):
        def run(self):
            return super().run()
f = x * A().run()
### a chain of classes by type
A = object
for t in range(1000):
    A = type("A", (A,), {})
f = x * isinstance(A(), A)
### a web of bases
class A: pass
class B(A): pass
class C(A): pass
for t in range(100):
    class D(B, C): pass
    class B(D): pass
    class C(D): pass
### an order that cannot be
class A: pass
class B(A): pass
class C(A, B): pass
### the same base twice
class A: pass
class B(A, A): pass
### a class from itself
class A(A):
    pass
### a class from an instance
class A:
    pass
class B(A()):
    pass
### a class from a function
def g(name, bases, body):
    return 5
class A(g):
    pass
### a class from a wire
class A(x):
    pass
### a class from a module, a gate, None
class A(np):
    pass
### a class from a gate
class A(np.exp, math.exp):
    pass
### a class from None
class A(None):
    pass
### a class with a metaclass
class M(type):
    def __new__(cls, name, bases, body):
        return body["__init__"].__globals__
    def __call__(cls):
        return cls.__subclasses__()
class A(metaclass=M):
    def __init__(self):
        pass
f = x * len(A)
### a metaclass that is a function
def m(name, bases, body, **more):
    return body
class A(metaclass=m, a=1):
    b = 2
f = x * A["b"]
### a metaclass that prepares
class M(type):
    @classmethod
    def __prepare__(cls, name, bases):
        return cls
    def __instancecheck__(cls, other):
        return isinstance(other, cls)
class A(metaclass=M):
    a = 1
print(isinstance(1, A))
### a metaclass of metaclasses
class M(type, metaclass=type):
    pass
class N(M, metaclass=M):
    pass
class A(metaclass=N):
    pass
print(type(type(type(A()))))
### three-argument type
A = type("A", (), {"run": lambda self: 2, "__init__": lambda self: None})
f = x * A().run()
### three-argument type with nonsense
A = type("A\\0", (int, str), {5: 6})
### type of a type of a type
print(type(type), type(type(type)), type(object), type(type)("A", (object,), {}))
### object itself
o = object()
o.a = 1
### object.__new__ with another class
class A:
    pass
a = object.__new__(A)
b = object.__new__(int)
c = object.__new__(type)
### int.__new__ and others
print(int.__new__(int, 5), str.__new__(str, "a"), tuple.__new__(tuple, [1]), list.__new__(list))
print(int.__new__(bool, 5), dict.__new__(list), object.__new__(np.ndarray))
### methods of types called with the wrong thing
print(str.upper("a"), list.append([], 1), dict.get({}, 1), int.__add__(1, 2), str.join(",", "ab"))
print(str.upper(5), list.append({}, 1), dict.get([], 1), int.__add__("a", 2), float.hex(x))
### unbound methods with a foreign self
class A:
    def run(self):
        return self.a
class B:
    a = 5
f = x * A.run(B()) + A.run(5)
### super outside a class
print(super())
### super in a function
def g():
    return super().run()
g()
### super with the wrong things
class A:
    pass
print(super(A, 5), super(5, A), super(A), super(int, 5).__init__)
### super shadowed
def super():
    return 5
class A:
    def run(self):
        return super()
f = x * A().run()
### super in a comprehension, lambda and nested function
class A:
    def run(self):
        return 1
class B(A):
    def run(self):
        return [super().run() for t in [1]] + [(lambda: super().run())()]
print(B().run())
### super after the class is rebound
class A:
    def run(self):
        return 1
class B(A):
    def run(self):
        return super().run()
b = B()
B = 5
f = x * b.run()
### super without self
class A:
    def run():
        return super().run()
A.run()
### __class__ as a cell
class A:
    def run(self):
        return __class__.__mro__
print(A().run())
f = x * len(A().run())
### __class__ written
class A:
    def run(self):
        nonlocal __class__
        __class__ = int
        return super().run()
A().run()
### self overwritten
class A:
    def run(self):
        self = x
        return self * 2
f = A().run()
### an init that returns
class A:
    def __init__(self):
        return 5
A()
### an init that yields
class A:
    def __init__(self):
        yield 5
A()
### a new that returns something else
class A:
    def __new__(cls, *a):
        return 5
    def __init__(self):
        raise ValueError
f = x * A()
### init_subclass without an end
class A:
    def __init_subclass__(cls):
        class B(A):
            pass
class C(A):
    pass
### class_getitem
class A:
    def __class_getitem__(cls, key):
        return cls[key]
print(A[1])
### a class body with everything
class A:
    for t in range(3):
        x = t
    if x:
        y = x
    while y < 5:
        y += 1
    del t
    z = [x for k in range(3)]
print(A.x, A.y, A.z)
### a class body that never ends
class A:
    while True:
        pass
### a class body that returns
class A:
    return 5
### a class body in a loop of a body
class A:
    class A:
        class A:
            pass
print(A.A.A.A)
### a property without a getter
class A:
    a = property()
print(A().a)
### a property that cannot be set or deleted
class A:
    @property
    def a(self):
        return 1
a = A()
del a.a
a.a = 5
### a property's parts
class A:
    @property
    def a(self):
        return 1
print(A.a, A.a.fget(A()), A.a.setter(5), A.a.__get__(A()))
### a property of a number
class A:
    a = property(5)
print(A().a)
### a property by name over a method
class A:
    def a(self):
        return 1
    a = property(a)
    a = a.setter(lambda self, v: None)
    a = classmethod(a)
print(A().a)
### static and class methods misused
class A:
    @staticmethod
    def s(self):
        return self
    @classmethod
    def c(cls):
        return cls
    @staticmethod
    @classmethod
    @property
    def b(u):
        return u
print(A().s(), A.c(5), A().b)
### a static method of a number, called
s = staticmethod(5)
c = classmethod(5)
print(s(), c())
### dunders as class attributes
class A:
    __add__ = 5
    __len__ = None
    __iter__ = None
    __call__ = A if False else 5
print(A() + 1, len(A()), list(A()), A()())
### dunders on the instance
class A:
    pass
a = A()
a.__len__ = lambda: 5
a.__add__ = lambda o: o
a.__class__.__len__ = lambda self: 6
print(len(a))
### dunders by setattr
class A:
    pass
setattr(A, "__eq__", lambda a, b: a == b)
setattr(A, "__hash__", None)
setattr(A, "__class__", int)
print(A() == A())
### a mangled name
class A:
    def __init__(self):
        self.__a = x
class B(A):
    def run(self):
        return self.__a
print(A()._A__a, B().run())
### names with underscores
class __A__:
    __a = 1
    ___ = 2
    def __(self):
        return self.__a
print(__A__().__())
### a class named like ours
class Wire:
    index = 10**9
class Node(Wire):
    value = x
class List(list):
    items = None
class GraphError(Exception):
    pass
print(Wire(), Node().value, List([1]))
raise GraphError("typed")
### attributes named like ours
class A:
    pass
a = A()
for name in ["*0", "", " ", "a b", "__class__", "__dict__", "__slots__", "cell", "node", "index"]:
    setattr(a, name, x)
print(a.__dict__, getattr(a, "*0"), getattr(a, "__class__"))
### entries named like ours
d = {"*0": x, "x": 2 * x, "d['x']": 3 * x, "": x, "\\0": x, "__class__": x, "a.b": x, "<b>": x}
f = sum(d.values())
### paths that clash
class A:
    pass
d = A()
d.x = 1.0
d_x = 2.0
e = {"x": 3.0, ".x": 4.0}
e_x = 5.0
l = [6.0]
l_0 = 7.0
f = x * d.x * d_x * e["x"] * e_x * l[0] * l_0 * e[".x"]
### keys that are equal
d = {1: x, 1.0: 2 * x, True: 3 * x, "1": 4 * x}
f = sum(d.values())
### an enum
from enum import Enum, Flag, auto
class A(Enum):
    a = auto()
    b = lambda: 5
    c = x
print(A.a, A["a"], A(1), list(A), A.a.__class__.__mro__)
### an abstract class
from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def run(self):
        pass
A.register(int)
print(isinstance(5, A))
A()
### a protocol and a generic
from typing import Protocol, Generic, TypeVar, NamedTuple, TypedDict
T = TypeVar("T")
class A(Protocol[T]):
    a: T
class B(Generic[T]):
    a: T
class C(NamedTuple):
    a: int = x
class D(TypedDict):
    a: int
print(B[int]().a, C().a, D(a=1), C()._replace(a=5), C._make([1]))
### a dataclass with traps
from dataclasses import dataclass, field
@dataclass(order=True, frozen=True, slots=True)
class A:
    a: int = field(default_factory=lambda: A())
    b: list = field(default=[], init=False)
A()
### a dataclass with a name that is code
from dataclasses import make_dataclass, field
A = make_dataclass("A(object): import os #", [("a=1): pass #", int, field(default=1))])
### a dataclass of inherited order
from dataclasses import dataclass
@dataclass
class A:
    a: int = 1
@dataclass
class B(A):
    b: int
B(1)
### a dataclass with a post init without an end
from dataclasses import dataclass, replace
@dataclass
class A:
    a: int = 1
    def __post_init__(self):
        replace(self, a=self.a + 1)
A()
### a named tuple with names that cannot be
from collections import namedtuple
A = namedtuple("A", ["def", "_a", "a", "a", "a b", "__class__"], rename=True)
print(A(1, 2, 3, 4, 5, 6), A._fields)
### a named tuple with a name that is code
from collections import namedtuple
A = namedtuple("A", "a b): import os #")
### a named tuple, misused
from collections import namedtuple
A = namedtuple("A", "a b")
a = A(x, 2)
a.a = 5
A(1)
### total ordering of nothing
from functools import total_ordering
@total_ordering
class A:
    def __lt__(self, o):
        return self >= o
print(A() <= A())
""")

CONTROL = programs("""
### an exception in a handler
try:
    raise ValueError
except ValueError:
    raise KeyError
### an exception in finally
try:
    raise ValueError
finally:
    raise KeyError
### a handler of something that is none
try:
    raise ValueError
except 5:
    x = 3
### a handler of a wire
try:
    raise ValueError
except (x, [ValueError]):
    x = 3
### a handler computed by a call that raises
def g():
    raise KeyError
try:
    raise ValueError
except g():
    pass
### a raise of something that is none
raise 5
### a raise of a wire
raise x
### a raise of nothing
raise
### a raise of a class that cannot be made
class A(Exception):
    def __init__(self, a):
        pass
raise A
### a raise from something that is none
raise ValueError from 5
### a raise from itself
e = ValueError()
e.__cause__ = e
e.__context__ = e
raise e from e
### the name after the handler
try:
    raise ValueError("no")
except ValueError as x:
    pass
print(x)
### an exception kept with its secrets
kept = []
try:
    1 / 0
except ZeroDivisionError as e:
    kept.append(e)
print(kept, kept[0].args, str(kept[0]), repr(kept[0]), kept[0].__traceback__)
### messages of errors of the reader's own
words = []
def tried(g):
    try:
        g()
    except Exception as e:
        words.append(str(e) + repr(e) + str(e.args))
tried(lambda: 1 / 0)
tried(lambda: [][5])
tried(lambda: {}["a"])
tried(lambda: x.nothing)
tried(lambda: np.nothing)
tried(lambda: len(5))
tried(lambda: int("a"))
tried(lambda: undefined)
tried(lambda: np.zeros((2, 3)) @ np.zeros((2, 3)))
tried(lambda: "a" + 1)
tried(lambda: (lambda: 0)(1))
tried(lambda: next(iter([])))
tried(lambda: __import__("os"))
print(words)
### an assert with a message that raises
assert False, 1 / 0
### an assert of a wire
assert x > 5, f"{x}"
### an assert that is a tuple
assert (x > 5, "no")
### try with else and finally that return
def g():
    try:
        return 1
    except ValueError:
        return 2
    else:
        return 3
    finally:
        return 4
f = x * g()
### break in finally
while True:
    try:
        1 / 0
    finally:
        break
### return in finally swallows
def g():
    for t in range(3):
        try:
            raise ValueError
        finally:
            return t
f = x * g()
### exception groups
try:
    raise ExceptionGroup("a", [ValueError(), ExceptionGroup("b", [KeyError()])])
except* ValueError as e:
    print(e.exceptions)
except* KeyError:
    pass
### exit and its like
try:
    exit()
except SystemExit:
    pass
quit(5)
raise SystemExit(3)
### an interrupt
raise KeyboardInterrupt
### a generator's end, raised
raise StopIteration
### a generator's end inside a generator
def g():
    raise StopIteration(5)
    yield 1
print(list(g()))
### a generator's end inside a comprehension
print([next(iter([])) for t in range(3)])
### a memory error, raised
raise MemoryError
### a recursion error, raised
raise RecursionError("a")
### a with over nothing
with x:
    pass
### a with over a class that has only half of it
class A:
    def __enter__(self):
        return self
with A():
    pass
### a with on the instance
class A:
    pass
a = A()
a.__enter__ = lambda: 1
a.__exit__ = lambda *k: True
with a:
    1 / 0
### a with that swallows
class A:
    def __enter__(self):
        return x
    def __exit__(self, kind, value, trace):
        print(kind, value, trace)
        return trace.tb_frame
with A() as y:
    1 / 0
### a with that swallows a return
class A:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        raise KeyError
def g():
    with A():
        return 5
g()
### many withs
from contextlib import contextmanager, suppress, redirect_stdout, ExitStack, nullcontext
@contextmanager
def c():
    try:
        yield 1
        yield 2
    finally:
        print("end")
with c() as a, suppress(Exception), nullcontext(5) as b, ExitStack() as s:
    s.enter_context(c())
    s.callback(eval, "1")
    raise ValueError
### a file in a with
with open("leaked.txt", "w") as file:
    file.write("here")
### a generator that enters itself
def g():
    yield next(h)
h = g()
print(next(h))
### a generator that closes itself
def g():
    h.close()
    yield 1
h = g()
print(next(h))
### a generator that refuses to close
def g():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass
h = g()
next(h)
h.close()
### a generator that is thrown at
def g():
    try:
        yield 1
    except ValueError as e:
        yield e.__traceback__
h = g()
next(h)
print(h.throw(ValueError("a")), h.throw(ValueError, "a", None))
### a generator thrown nonsense
def g():
    yield 1
h = g()
h.throw(5)
### a generator sent to too early
def g():
    a = yield
    yield a
h = g()
h.send(5)
### a generator after its end
def g():
    return 5
    yield
h = g()
print(list(h), list(h), next(h, 7), next(h))
### a generator with a value of its own
def g():
    r = yield from h()
    yield r
def h():
    yield 1
    return x
f = list(g())[1]
### yield from what is none
def g():
    yield from 5
print(list(g()))
### yield from a wire
def g():
    yield from x
print(list(g()))
### a generator never begun, dropped
def g():
    try:
        yield 1
    finally:
        open("leaked.txt", "w")
        while True:
            pass
g()
h = g()
next(h)
h = None
### a generator that yields in finally
def g():
    try:
        yield 1
    finally:
        yield 2
for t in g():
    break
h = g()
next(h)
h.close()
### yield inside a comprehension's argument
def g():
    l = [(yield t) for t in [1]]
print(list(g()))
### a lambda that yields
g = lambda: (yield)
print(next(g()), list(g()))
### an iterator changed while it is read
l = [1, 2, 3]
for t in l:
    l.remove(t)
print(l)
### an iterator emptied while it is read
l = [1, 2, 3]
for t in l:
    l.clear()
    del l[:]
### a dict changed while it is read
d = {1: 2}
for k in d:
    d[k + 1] = 3
### a dict shrunk while it is read
d = {1: 2, 3: 4}
for k, v in d.items():
    del d[k]
### a dict with the same size while it is read
d = {1: 2, 3: 4}
for k in d:
    del d[k]
    d[k + 10] = 1
### a set changed while it is read
s = {1}
for t in s:
    s.add(t + 1)
### a list shortened while it is sorted, mapped, zipped
l = [3, 1, 2]
print(list(map(lambda t: l.pop(), l)), list(zip(l, (l.append(t) for t in [1]))))
### the loop's name deleted
for t in range(3):
    del t
print(t)
### the loop's range rebound
r = range(3)
for t in r:
    r = range(10**9)
### a for into odd places
l = [0]
d = {}
class A:
    pass
for l[0] in [1, 2]:
    pass
for d["a"], A.b, (*c, e) in [(1, 2, (3, 4))]:
    pass
for l[5] in [1]:
    pass
### star assignments that cannot be
a, *b = 5
### star assignments with too few
a, *b, c = [1]
### star assignments of nested things
(a, *b), *c, [d, *e] = [[1, 2, 3], 4, (5, 6)]
print(a, b, c, d, e)
### unpacking a wire
a, b = x
### unpacking too much
a, b = 1, 2, 3
### unpacking a dict, a string, a set, nothing
a, b = {"a": 1, "b": 2}
c, d = "ef"
() = []
[] = ()
a, b = {}
### assigning to oneself in odd order
l = [1, 2, 3]
i = 0
i, l[i] = 2, 5
l[0], l = 1, 2
print(i, l)
### many targets, one value
a = b = c = [x]
a.append(b)
b += c
print(a)
### in-place on what is missing
missing += 1
### in-place on a call
d = {}
d["a"] += 1
### walrus in odd places
print((a := 5) + a, [b := t for t in range(3)], (lambda: (c := 1))())
print([t for t in range(3) if (x := t)], b, x)
### nonlocal without a binding
def g():
    nonlocal a
    a = 1
g()
### nonlocal at the top
nonlocal x
### nonlocal and global of one name
def g():
    global a
    nonlocal a
g()
### global after its use
def g():
    x = 1
    global x
g()
### global of np
def g():
    global np, math, print
    np = math = print = 5
g()
f = x * np
### global of a name not yet there
def g():
    global later
    later = x
g()
f = later * 2
### a local before its assignment
def g():
    y = x
    x = 2
    return y
f = g()
### a local deleted
def g(u):
    del u
    return u
f = g(x)
### a closure over what is deleted
def g():
    a = 1
    def h():
        return a
    del a
    return h()
g()
### closures in a loop
l = [lambda: t * x for t in range(3)]
f = l[0]()
### defaults that are shared
def g(u, l=[], d={}):
    l.append(u)
    d[u] = l
    return l, d
g(1)
print(g(2), g.__defaults__)
### a function's defaults exchanged
def g(u=1):
    return u
g.__defaults__ = (x,)
g.__code__ = (lambda: 5).__code__
g.__name__ = 5
f = g() * x
### keywords twice
def g(a, **b):
    return a
g(1, a=2)
### keywords twice by stars
def g(**b):
    return b
g(**{"a": 1}, **{"a": 2})
### keywords that are no names
def g(**b):
    return b
print(g(**{"a b": 1, "": 2, "\\0": 3}), g(**{5: 6}))
### positional only by keyword
def g(a, /, b, *, c):
    return a
g(a=1, b=2, c=3)
### keyword only by position
def g(*, a):
    return a
g(1)
### positional only caught by stars
def g(a, /, **b):
    return b["a"]
f = x * g(1, a=2)
### stars of what is none
def g(*a, **b):
    return a
g(*5, **6)
### stars of a wire
def g(*a):
    return a
g(*x)
### a thousand arguments
def g(*a):
    return sum(a)
f = x * g(*range(1000), **{})
### a decorator that returns None
def d(g):
    pass
@d
def h(u):
    return u
f = h(x)
### a decorator that is none
@5
def h(u):
    return u
### a decorator that is a wire
@x
class A:
    pass
### a decorator of eval
@eval
def h():
    return 1
### decorators in odd places
l = [lambda g: g]
@l[0]
@(lambda g: x)
@(d := l[0])
def h():
    pass
f = h * 2
### annotations that are code
def g(a: __import__("os").system("touch leaked.txt") = 1) -> open("leaked.txt", "w"):
    b: eval("1") = 2
    return a
y: exec("z = 5") = x
f = g() * y
### an annotation alone
y: int
f = x * y
### match with odd patterns
match x:
    case 0 | 1:
        f = x
    case float(y):
        f = x * 2
    case _:
        f = 3 * x
### match on data
def g(u):
    match u:
        case {"a": a, **rest}:
            return rest
        case [a, *_, b] if a is b:
            return a
        case str() as s:
            return s
        case object(__class__=c):
            return c.__mro__
        case _:
            return None
print(g({"a": 1, "b": 2}), g([1, 2, 1]), g("a"), g(5))
### match with a class that lies
class A:
    __match_args__ = ("a", "__class__", "__init__")
    a = 1
match A():
    case A(a, c, i):
        print(a, c, i.__globals__)
### match with args that are no names
class A:
    __match_args__ = 5
match A():
    case A(1):
        x = 2
""")

NAMES = {
    **programs("""
### np overwritten
np = 5
f = x * np.pi
### np overwritten by an instance
class A:
    def exp(self, u):
        return u
np = A()
f = np.exp(x)
### np deleted
del np
f = np.exp(x)
### deleted twice
y = 5
del y, y
### everything deleted
del x, math, print, len, undefined
### builtins overwritten
range = len = print = sum = max = abs = int = float = str = list = dict = 5
f = x * range
### builtins deleted
del range
for t in range(3):
    f = x * t
### builtins as parameters
def g(len, print, np, x, self, super, range):
    print = len
    return np * x
f = g(1, 2, 3, x, 5, 6, 7)
### classes named like builtins
class int:
    def __init__(self, a):
        self.a = a
class list(int):
    pass
class float(object):
    pass
class type:
    pass
class object:
    pass
class Exception:
    pass
f = x * int(5).a + list(3).a
### True, None and others in odd places
f = x * (True + None.__bool__() + NotImplemented)
### the underscore
_ = x
__ = _ * 2
f = _ * __
### dunders at the top
__name__ = "a"
__file__ = 5
__doc__ = x
__builtins__ = {}
f = __doc__ * 2
### the usual last lines
def main():
    return x
if __name__ == "__main__":
    f = main()
print(__name__, __file__, __doc__)
### writes on numbers
(1).x = 2
### writes on names of numbers
x.y = 5
f = x.y
### writes on modules
math.pi = 3
np.pi = 4
f = x * math.pi * np.pi
### writes on gates
np.exp = 3
f = np.exp(x)
### writes on gates by setattr
setattr(np, "exp", lambda u: u)
setattr(math, "e", 5)
f = np.exp(x) * math.e
### writes on gates, deleted
del np.exp
delattr(math, "pi")
f = np.exp(x)
### writes on types
int.a = 5
str.upper = 6
list.append = 7
dict.__getitem__ = 8
object.__eq__ = 9
np.ndarray.sum = 10
ValueError.args = 11
### writes on functions
def g():
    return g.a
g.a = x
f = g() * 2
### writes on lambdas, methods, builtins
(lambda: 0).a = 1
class A:
    def run(self):
        pass
A.run.a = 1
A().run.a = 2
len.a = 3
### writes on strings, lists, None
"a".b = 1
### writes on None
None.a = 1
### writes on lists
[].a = 1
### writes into strings
s = "abc"
s[0] = "d"
### writes into tuples
t = (1, [2])
t[1] += [3]
### writes into ranges and sets
range(3)[0] = 1
### writes into numbers
x[0] = 1
### writes on arrays' attributes
a = np.array([1.0, 2.0, 3.0, 4.0])
a.shape = (2, 2)
a.dtype = "O"
a.strides = (0, 0)
a.data = 5
a.flat = 3
a.real = 5
a.base = a
a.flags.writeable = True
f = np.sum(a) * x
### a dtype that widens
a = np.array([1.0, 2.0])
a.dtype = "V16"
print(a)
### a strided view past its end
from numpy.lib.stride_tricks import as_strided, sliding_window_view
a = as_strided(np.array([1.0]), (10**6,), (8,))
f = np.sum(a) * x
### a shape that lies
a = np.array([1.0, 2.0])
a.shape = (10**9, 10**9)
### resize and its like
a = np.array([1.0, 2.0])
a.resize(10**10, refcheck=False)
np.resize(a, 10**10)
np.put(a, 10**10, 5)
np.place(a, a > 0, [])
np.copyto(a, "a")
np.fill_diagonal(a, 5)
np.putmask(a, a, a)
### a seed of nonsense
np.random.seed("a")
### a seed that is a list, a wire, huge, below zero
np.random.seed(-1)
### a seed that is huge
np.random.seed(10**100)
f = x * np.random.rand()
### a seed that is a wire
np.random.seed(x)
f = x * np.random.rand()
### a seed that is missing
np.random.seed()
np.random.set_state(5)
np.random.RandomState(np.random).randn()
np.random.default_rng("a").normal()
### generators of nonsense
r = np.random.default_rng([1, 2, 10**50])
f = x * r.integers(10**30) * r.choice([]) * r.normal(size="a")
### random of nonsense
import random
random.seed(lambda: 0)
f = x * random.choice([]) * random.randint(5, 1) * random.uniform("a", 1)
### random's shuffle of odd things
import random
random.shuffle("abc")
random.shuffle({1: 2})
random.shuffle(x)
random.shuffle([1], lambda: 0.5)
### getattr with odd names
print(getattr(x, 5))
### getattr with defaults
print(getattr(x, "a", 5), getattr(np, "os", 5), getattr((), "__class__", 5), getattr(x, x, 5))
### setattr with odd names
class A:
    pass
setattr(A, 5, 5)
### hasattr of everything
print(hasattr(x, "__class__"), hasattr(np, "os"), hasattr(len, "__self__"), hasattr(5, 5))
### vars, dir, globals, locals
class A:
    a = 1
print(vars(A()), dir(A()), vars(A), dir(np), dir(), vars(), globals(), locals())
### globals written
globals()["x"] = 5
globals().update({"y": x})
f = x * y
### locals written
def g():
    locals()["a"] = 5
    return a
f = x * g()
### vars written
class A:
    pass
a = A()
vars(a)["b"] = x
vars(np)["exp"] = 5
f = np.exp(a.b)
### callables asked
print(callable(len), callable(x), callable(5), isinstance(len, type(print)), type(len)("a"))
### types made of types
print(type(lambda: 0)(5), type(np)("a"), type(len), type((t for t in []))())
### a module made
f = x * type(math)("os").getcwd()
### a function made
f = x * type(lambda: 0)((lambda: 5).__code__, {})()
### isinstance of odd things
print(isinstance(x, 5), issubclass(5, int), isinstance(x, (int, (float, "a"))))
### isinstance by unions
print(isinstance(x, int | float), int | None, isinstance(5, list[int]), list[int]([1]))
### help, breakpoint, license
help(np)
breakpoint()
license()
copyright()
credits()
### help asked
help()
input()
memoryview(b"a")
### environment
import os
print(os.environ, os.getpid(), os.listdir("/"))
os.environ["A"] = "b"
f = x * len(os.environ["PATH"])
### arguments
import sys
print(sys.argv, sys.path, sys.version, sys.modules)
sys.setrecursionlimit(10**9)
sys.exit(5)
### streams
import sys
sys.stdout.write("a")
sys.stderr = 5
sys.stdin.read()
### time
import time, datetime
time.sleep(10**6)
f = x * time.time() * datetime.datetime.now().year
### threads
import threading
t = threading.Thread(target=lambda: open("leaked.txt", "w"))
t.start()
t.join()
### processes
import multiprocessing, concurrent.futures
with multiprocessing.Pool(4) as p:
    print(p.map(eval, ["1"]))
### signals and warnings
import signal, warnings, atexit, logging
signal.alarm(1)
warnings.warn("a")
atexit.register(print, "a")
logging.error("a")
### warnings of every kind
import warnings
warnings.simplefilter("error")
np.seterr(all="raise")
np.exp(1e9)
1.0 / np.float64(0)
f = x * np.log(0.0)
### decimals and fractions
from decimal import Decimal, getcontext
from fractions import Fraction
getcontext().prec = 10**9
f = x * float(Decimal(1) / Decimal(3)) * float(Fraction(1, 3) ** 10**9)
### json, csv, re, string, textwrap
import json, re, string, textwrap
print(json.dumps({"a": [1] * 10**9}), json.loads("[" * 10**5), re.sub("", "b", "a" * 10**7))
print(string.Template("$a").substitute(a=x), textwrap.wrap("a" * 10**8, 1))
### statistics, heapq, bisect
import heapq, bisect, statistics
h = []
heapq.heappush(h, x)
heapq.heappush(h, lambda: 0)
heapq.merge(iter(int, 1))
print(bisect.bisect(range(10**18), 5), statistics.mean(range(10**9)))
"""),
    "a long name": INPUT + "a" * 9_000 + " = x\nf = " + "a" * 900,
    "a huge name of many letters": INPUT + "ℵ" * 3_000 + " = x\nf = " + "ℵ" * 3_000,
    "names that are one after folding": INPUT + "ſ = x\ns = 2 * x\nﬁ = 3.0\nf = ſ * s * fi * 𝐱",
    "a builtin in folded letters": INPUT + "f = x * len(str(𝒆𝒗𝒂𝒍('1')))",
    "an attribute in folded letters": INPUT + "f = x * len(().__𝒄𝒍𝒂𝒔𝒔__.__𝒃𝒂𝒔𝒆__.__𝒔𝒖𝒃𝒄𝒍𝒂𝒔𝒔𝒆𝒔__())",
    "a module in folded letters": "import ｏｓ\n" + INPUT + "f = x * len(os.getcwd())",
}

NUMBERS = {
    **shown(
        """
int("9" * 10**6)
str(10**5000)
10**5000 % 7 + 10**4300
-(10**5000) // 3
(10**5000) / (10**4999)
10**5000 / 2
10**5000 * 1.0
10**5000 * x
float(10**400)
2**-(10**9)
0**-1
0.0**-1
(-8)**(1/3)
(-1)**0.5
1e308 * 10
1e400 - 1e400
5 % 0
5.0 // 0
divmod(5, 0)
divmod(1e308, 1e-308)
pow(2, -1, 7)
pow(2, -1, 0)
pow(2, 10**9, 0)
pow(2.0, 3, 5)
1 << -1
1 >> 10**30
-1 >> 10**30
~10**4000
1 & 1.5
True << 62
True + True ** True
5 // 2.5 % x
round(2.5), round(-0.5), round(1e16 + 0.5)
round(x, x)
round(5, 10**30)
round(12345, -10**9)
int(1e308)
int(x) ** int(x) ** 99
int("١٢٣")
int(" 1_000 ")
int("1__0")
int(b"12")
int("z", 36)
float("nan") in [float("nan")]
{float("nan"): 1, float("nan"): 2}
sorted([float("nan"), 1, float("nan"), 0])
max(float("nan"), 1), min(1, float("nan"))
{1: 2, 1.0: 3, True: 4}
hash(float("nan")) == hash(float("nan")), hash(-1), hash(2**61 - 1), hash(1e300)
{[1]: 2}
{{}: 1}
{x: 1}
{np.array([1]): 1}
{(1, [2])}
set([[1]])
hash([])
hash(x)
frozenset([{}])
{slice(1): 2}
1 < "a"
[1] < [x]
None < None
[] < ()
{} < {}
"a" * x
[1] * x
[1] * 1.5
[1] * -10**30
"a" * True
[1, 2][True], [1, 2][x], [1, 2][1.0]
[1, 2][None]
[1, 2]["0"]
[1, 2][10**30]
[1, 2][-10**30:10**30]
[1, 2][::0]
[1, 2][x:]
(1, 2)[1:"a"]
range(1.5)
range(0, 10, 0)
range(x)
range(10**30)
range("a")
list(range(0, -10**30, -(10**29)))
sum(5)
sum([1], "a")
sum("ab", "")
sum([x, "a"])
max()
max(5)
max([])
max([1, "a"])
max(1, 2, key=5)
max([x, 1j])
min([[x], [1]])
min("abc", default=5)
abs("a")
abs(-10**400)
len(5)
len(x)
len(x for x in [1])
sorted([x, 3 - x, 1])
sorted([1, "a"])
sorted([lambda: 0, lambda: 1])
sorted({1: 2}, reverse="yes", key=None)
sorted(5)
list(zip(5))
list(zip([1], [1, 2], strict=True))
list(map(5, [1]))
list(map(lambda a, b: a, [1], [2], [3]))
list(enumerate([1], x))
list(enumerate([1], "a"))
list(reversed({1, 2}))
list(reversed(x))
list(5)
list(x)
dict(5)
dict([1])
dict([(1, 2, 3)])
dict(**{"a": 1}, a=2)
{**5}
[*5]
(*x,)
{**{1: 2}, **{"a": x}}
tuple(x)
set(5)
bool([x]), bool(np.array([1.0, 2.0]))
not np.array([1.0, 2.0])
np.array([1.0, 2.0]) and 1
1 if np.array([]) else 2
np.array([1.0, [2.0]])
np.array([[1.0], 2.0, "a"])
np.array("a")
np.array(None)
np.array([None, x])
np.array([{}, []])
np.array([1, 2], dtype="datetime64")
np.array(["2020"], dtype="M8[Y]")
np.array([1.0], dtype=[("a", "f8"), ("b", "O")])
np.array([1.0], dtype="f8,O")
np.array([1.0], dtype=x)
np.array([1.0], dtype={"names": ["a"], "formats": ["O"]})
np.array([1.0]).astype("S5")
np.array([1.0]).astype(lambda: 0)
np.array([1.0]).view("S8")
np.array([1.0]).view(np.recarray)
np.array([1.0]).item(5)
np.array([1.0]).itemset(0, x)
np.array([1.0])["a"]
np.array([1.0])[1.5]
np.array([1.0])[None, ..., None, ...]
np.array([1.0])[[0] * 10**7]
np.array([1.0])[10**30]
np.array([1.0])[::10**30]
np.array([1.0])[np.newaxis][(None,) * 70]
np.array([1.0]).reshape((1,) * 70)
np.zeros((0,) * 33)
np.zeros(-1)
np.zeros(1.5)
np.zeros("a")
np.zeros([[2]])
np.zeros((2**40, 2**40))
np.ones((2**63,))
np.arange("a")
np.arange(0, 10, 0)
np.arange(0, 10, float("nan"))
np.linspace(0, 1, 1.5)
np.eye("a")
np.full(3, "a")
np.full(3, [1, 2])
np.einsum("ij" * 100, [[1.0]])
np.einsum("i" + "->" * 9, [1.0])
np.einsum(*[[1.0]] * 40)
np.transpose([[1.0]], (0, 0))
np.sum([1.0], axis=10**30)
np.sum([1.0], axis=(0, 0))
np.sum([1.0], where=5, initial="a", out=7)
np.sum(["a", "b"])
np.exp("a")
np.exp([1.0], out=5)
np.exp([1.0], where="a", dtype="O")
np.exp.at([1.0], 0)
np.add.reduce([1.0], axis="a")
np.add.at([1.0], [10**9], 1)
np.add.accumulate([x]), np.add.outer([x], [x])
np.where([True])
np.where()
np.clip(x, 5, 1)
np.clip(x, "a", None)
np.random.randn(-1)
np.random.randint(10**30)
np.random.normal(0, -1)
np.random.choice([], 3)
np.random.binomial(10**30, 0.5)
np.random.poisson(1e300)
np.linalg.inv([[0.0, 0.0], [0.0, 0.0]])
np.linalg.inv([[float("nan")]])
np.linalg.svd([[float("inf")]])
np.linalg.matrix_power([[2.0]], 10**9)
np.linalg.matrix_power([[2]], -1)
np.linalg.eig([[0.0, 1.0], [-1.0, 0.0]])
np.linalg.norm([1.0], ord="a")
np.polyfit([1.0], [1.0], 10**9)
np.poly1d([1.0, 2.0])(x)
np.convolve([], [])
np.fft.fft([1.0])
np.unique([x, "a"])
np.interp(x, [], [])
np.cross([1.0], [2.0])
np.trapz([x, 1.0])
np.select([], [])
np.choose(5, [x])
np.concatenate([])
np.concatenate(5)
np.stack([[1.0], [1.0, 2.0]])
np.split([1.0], 0)
np.array_split([1.0], 10**12)
np.broadcast_to([1.0], (10**12,))
np.nditer([1.0]).operands
np.ndindex(10**9, 10**9)
np.iinfo(5), np.finfo("a")
np.r_[0:10**12], np.c_[1], np.s_[1:2], np.mgrid[0:10**6, 0:10**6], np.ogrid[0:5]
np.matrix("1 2; 3")
np.char.add("a", "b" * 10**10)
np.rec.array([1])
np.ma.array([1.0], mask=True)
np.busday_count("2020", "2021")
np.bool_(5), np.int8(300), np.uint8(-1), np.float16(1e9), np.complex128(1j), np.str_("a")
1j * x
complex(1, 2).real * x
x.real + x.imag + x.conjugate()
x.as_integer_ratio()
x.hex(), x.is_integer()
(5).bit_length(), (10**400).bit_length(), (5).to_bytes(10**10, "big")
int.from_bytes(b"a" * 10**7, "big")
float.fromhex("0x1p99999")
math.exp(1000)
math.exp(x, 2)
math.exp([1.0])
math.exp("a")
math.log(0)
math.log(-1)
math.log(10**5000)
math.log(10, 1)
math.sqrt(-1)
math.factorial(-1)
math.factorial(1.5)
math.factorial(x)
math.fsum([1e308, 1e308])
math.fsum(iter(int, 1))
math.floor(float("nan")), math.ceil(1e308), math.trunc(x)
math.pow(0, -1), math.fmod(1, 0), math.remainder(1, 0)
math.ldexp(1.0, 10**30), math.frexp(x), math.modf(x)
math.dist([x], [1, 2]), math.hypot(), math.hypot(*[1e308] * 9)
math.comb(10**6, 10**5), math.perm(-1), math.gcd(1.5), math.lcm()
math.nextafter(x, 1), math.ulp(x), math.gamma(-1), math.gamma(200), math.lgamma(0)
math.isclose(x, 1, rel_tol=-1)
np.fromstring("1 2", sep=" ")
np.frombuffer(b"12345678")
np.array([1.0]).tobytes().decode("latin1")
np.array([1.0]).setflags(write=1)
np.errstate(call=print).__enter__()
np.seterrcall(print)
np.set_printoptions(formatter={"all": eval})
np.get_include()
typing.get_type_hints(lambda: 0)
"""
    ),
    **programs("""
### adding to the digits
n = 10**4299
for t in range(100):
    n = n * 10
    print(n)
### sorting by a wire
l = sorted([x, 3 - x, 1.0], key=lambda u: -u)
f = l[0] * l[1] + l[2]
### a wire as a key
d = {x: 1}
d[x] = 2
d[2.0] = 3
f = x * len(d)
### a wire in a set
f = x * len({x, 2 * x, x})
### a wire as an index
l = [1.0, 2.0, 3.0]
f = x * l[x] + l[int(x)]
### a wire compared by is
f = x if x is x else 2 * x
### a wire in a range
f = x
for t in range(int(x * 1e9)):
    f = f + x
### a wire that is not a number
y = x / 0 - x / 0
if y == y:
    f = y
elif y < 1 or y > 1:
    f = 2 * y
else:
    f = 3 * x
### decisions without an end
n = 0
while x < 10**6:
    x = x + 1
    if x > n and not x == n or x != 5:
        n += 1
### an array decided element by element
a = np.arange(1000.0) * x
f = 0
for u in a:
    for v in a:
        if u < v:
            f = f + u
### wires compared in a long chain
f = x
for t in range(200):
    f = f if f < f < f <= f else -f
### a power of a wire by itself, again and again
f = x
for t in range(30):
    f = f ** f
### an index that is written by itself
a = np.array([1.0, 2.0, 3.0])
a[a] = a
f = np.sum(a) * x
### views of views
a = np.arange(8.0) * x
b = a
for t in range(500):
    b = b[::-1].T.reshape(2, 4).ravel()
b[0] = 5
f = np.sum(a)
### writing into what is read
a = np.arange(8.0) * x
a[1:] += a[:-1]
a[...] = a[::-1]
a[a > 2] = a[a > 2] * x
f = np.sum(a)
### an array in itself
a = np.array([x, 1.0])
a[0] = a
### an array of lists of arrays
a = np.array([1.0])
l = [a]
for t in range(30):
    l = [np.array(l)]
f = np.sum(l[0]) * x
"""),
}

# What is not Python, or is so only by its grammar.

ODD: dict[str, str] = {
    "return at the top": INPUT + "f = x\nreturn f",
    "yield at the top": INPUT + "f = yield x",
    "yield from at the top": INPUT + "yield from [x]",
    "await at the top": INPUT + "f = await x",
    "async for at the top": INPUT + "async for t in x:\n    f = t",
    "async with at the top": INPUT + "async with x as f:\n    pass",
    "an async function": INPUT + "async def g():\n    return x\nf = g()",
    "an async function run": "import asyncio\n" + INPUT + "async def g():\n    return x\n"
    "f = asyncio.run(g())",
    "an async generator": INPUT + "async def g():\n    yield x\nf = [t async for t in g()]",
    "a coroutine asked": INPUT
    + "async def g():\n    pass\nf = x * len(str(g().cr_frame.f_globals))",
    "break at the top": INPUT + "f = x\nbreak",
    "continue in a function in a loop": INPUT
    + "for t in [1]:\n    def g():\n        continue\n    g()",
    "a star at the top": "*a = [1]",
    "two stars": "*a, *b = [1, 2]",
    "a walrus at the top": INPUT + "f := x",
    "assigning to a call": INPUT + "len(x) = 5",
    "assigning to True": "True = 5\nf = True",
    "assigning to None": "None = 5",
    "assigning to __debug__": INPUT + "__debug__ = 0\nf = x",
    "assigning to an f-string": INPUT + 'f"{x}" = 5',
    "assigning to ...": "... = 5",
    "braces": "from __future__ import braces\n" + INPUT + "f = x",
    "deleting a call": INPUT + "del len(x)",
    "deleting a literal": "del 5, (), [], None",
    "the same parameter twice": INPUT + "def g(a, a):\n    return a\nf = g(x, x)",
    "the same keyword twice": INPUT + "def g(a):\n    return a\nf = g(a=1, a=2)",
    "a default in the middle": "def g(a=1, b):\n    return b\nf = g(1, 2)",
    "import star in a function": INPUT
    + "def g():\n    from math import *\n    return sin(x)\nf = g()",
    "a future import at the end": INPUT + "f = x\nfrom __future__ import annotations",
    "unknown escapes": INPUT + r'print("\d\q\8", b"\9")' + "\nf = x",
    "comparing literals by is": INPUT + 'f = x if 1 is 1 and "a" is "a" and () is () else 2',
    "calling literals": INPUT
    + 'print(5(), "a"(), ()(), [1](), {}(), 1.5(x), None(), f""())\nf = x',
    "indexing literals": INPUT + "print(5[0], 1.5[0], None[0], (lambda: 0)[0], {1}[0])\nf = x",
    "numbers glued to words": INPUT + "f = 0or x if 1else 2\nprint(1if 1else 2, 0xfor x)",
    "old octal": INPUT + "f = x * 010",
    "backquotes": INPUT + "f = `x`",
    "exec of Python 2": INPUT + "exec 'f = 5'\nprint >>open('leaked.txt', 'w'), x",
    "a shell line": "!touch leaked.txt\n" + INPUT + "f = x",
    "a shell line caught": INPUT + "f = !touch leaked.txt",
    "magics": "%run leaked.py\n%%bash\ntouch leaked.txt\n%load_ext a\n" + INPUT + "f = x",
    "a magic with code": "%timeit __import__('os').system('touch leaked.txt')\n" + INPUT + "f = x",
    "prompts": ">>> x = 2.0\n>>> f = x * 2\n... \nIn [3]: f\nOut[3]: 4.0",
    "prompts in one another": ">>> >>> >>> ... In [1]: In [2]: f = x",
    "a NUL": INPUT + "f = x\0 * 2",
    "a NUL in a string": INPUT + 'print("a\0b")\nf = x',
    "a NUL in a comment": INPUT + "# \0\nf = x",
    "a surrogate": INPUT + "f = x * \ud800",
    "a surrogate in a string": INPUT + 'print("\ud800")\nf = x',
    "a surrogate by an escape": INPUT
    + 'print("\\ud800", "\\udcff")\nd = {"\\ud800": x}\nf = d["\\ud800"]',
    "a surrogate in an attribute": INPUT
    + "class A:\n    pass\na = A()\nsetattr(a, '\\ud800', x)\nf = getattr(a, '\\ud800')",
    "a surrogate in an error": INPUT + "raise ValueError('\\ud800\\0')",
    "control characters in a name": INPUT
    + "d = {'\\x00\\x1b[31m\\x07': x}\nf = d['\\x00\\x1b[31m\\x07']",
    "markup in a name": INPUT + "d = {'</text><script>alert(1)</script>': x}\n"
    "f = d['</text><script>alert(1)</script>'] * 2",
    "markup in an error": INPUT + "raise ValueError('<script>alert(1)</script>')",
    "markup in print": INPUT + "print('<script>alert(1)</script>]]>')\nf = x",
    "bidi characters": INPUT + "\u202ef = x\u2066 # \u2069\n\u202df = 2 * x",
    "bidi in a string": INPUT + 'a = "\u202e\u2066"\nprint(a)\nf = x',
    "zero width in a name": INPUT + "x\u200b = 3.0\nf = x * x\u200b",
    "combining marks": INPUT + "x" + "\u0301" * 500 + " = 3.0\nf = x" + "\u0301" * 500,
    "a byte order mark": "\ufeff" + INPUT + "f = x\ufeff",
    "an encoding line": "# -*- coding: utf-7 -*-\n" + INPUT + "+AGY = x",
    "an encoding that is none": "# coding: nothing\n" + INPUT + "f = x",
    "form feeds and separators": "x = 2.0\x0cf = x\x1c\x1d\x85\u2028f = x\u2029",
    "carriage returns": "x = 2.0\rf = x\r\n\rif x:\r f = 2\r\n",
    "tabs and spaces": "x = 2.0\nif x:\n\tf = x\n        f = 2 * x\n    f = 3 * x",
    "backslashes": INPUT + "f = \\\n\\\n\\\nx \\",
    "a lone backslash": "\\",
    "only a comment": "# nothing",
    "only a string": '"""nothing"""',
    "nothing": "",
    "only spaces": " \t\n \x0c",
    "a string without an end": INPUT + 'f = "' + "a" * 5_000,
    "a long string without an end": INPUT + "f = '''" + "\n" * 5_000,
    "an f-string without an end": INPUT + 'f = f"{x',
    "f-strings in one another": INPUT + "print(" + 'f"{' * 100 + "x" + '}"' * 100 + ")\nf = x",
    "an f-string with a backslash": INPUT + "f = f\"{'\\n'}{x!z}{x:{y:{z}}}{}\"",
    "an f-string with a walrus, a lambda, a yield": INPUT
    + 'print(f"{(a := 5)}{(lambda: 1)()}{x:=5}{[t for t in [1]]!r:>{10}}")\nf = x * a',
    "an f-string with a comment": INPUT + 'print(f"{x # }")\nf = x',
    "many decorators": INPUT + "@print\n" * 250 + "def f():\n    pass",
    "many elifs": INPUT
    + "if x < 0:\n    f = 1\n"
    + "elif x < 0:\n    f = x\n" * 140
    + "else:\n    f = x",
    "many nested functions": "\n".join(" " * k + f"def g{k}():" for k in range(90))
    + "\n"
    + " " * 90
    + "x",
    "many nested classes": "\n".join(" " * k + f"class A{k}:" for k in range(90))
    + "\n"
    + " " * 90
    + "x = 1",
    "many nested tries": "\n".join(" " * k + "try:" for k in range(90)) + "\n" + " " * 90 + "x",
    "many nested withs": "\n".join(" " * k + "with x:" for k in range(90))
    + "\n"
    + " " * 90
    + "f = x",
    "many nested loops": INPUT
    + "\n".join(" " * k + f"for t{k} in range(9):" for k in range(60))
    + "\n"
    + " " * 60
    + "x = x + 1",
    "many nested lambdas": INPUT + "g = " + "lambda: " * 90 + "x\nf = g" + "()" * 90,
    "many nested comprehensions": INPUT + "f = " + "[" * 60 + "x" + " for t in [1, 2]]" * 60,
    "many nested conditions": INPUT + "f = " + "x if x > 1 else " * 80 + "x",
    "many nested dicts": INPUT + "d = " + "{1: " * 90 + "x" + "}" * 90 + "\nf = d" + "[1]" * 90,
    "many nested calls": INPUT + "f = " + "max(" * 90 + "x" + ", 1)" * 90,
    "many comparisons": INPUT + "f = x" + " < x" * 900,
    "many ands": INPUT + "f = x" + " and x or x" * 400,
    "many strings": INPUT + "print(" + "'a' " * 2_000 + ")\nf = x",
    "many stars": INPUT + "print(" + "*[" * 90 + "x" + "]" * 90 + ")\nf = x",
    "many attributes": INPUT + "class A:\n    pass\na = A()\na.a = a\nf = a" + ".a" * 350 + ".x",
    "many names": INPUT + " = ".join(f"a{k}" for k in range(1_000)) + " = x\nf = a0",
    "many targets": INPUT + ", ".join(f"a{k}" for k in range(900)) + " = range(900)\nf = x * a899",
    "many arguments": INPUT
    + "def g("
    + ", ".join(f"a{k}" for k in range(400))
    + "):\n    return a0\nf = g(*[x] * 400)",
    "many globals": INPUT
    + "def g():\n    global "
    + ", ".join(f"a{k}" for k in range(900))
    + "\ng()\nf = x",
    "many minus signs and brackets": INPUT + "f = " + "-(" * 90 + "x" + ")" * 90,
    "a number of many digits": INPUT + "f = x * " + "9" * 9_000,
    "a number of many digits in hex": INPUT + "n = 0x" + "f" * 9_000 + "\nprint(n)\nf = x * n",
    "a number with many places": INPUT + "f = x * 0." + "1" * 9_000,
    "an exponent of many digits": INPUT + "f = x * 1e" + "9" * 9_000,
    "an imaginary number": INPUT + "f = x * 5j + 1e400j",
    "friendly mends of hostile things": INPUT + "f = 2__import__('os') + |().__class__| + eval x^2",
    "soft keywords as names": INPUT
    + "match = case = type = _ = x\nmatch[case] = type\nf = match * case",
    "print as a statement of hostile things": "print __import__('os').system('touch leaked.txt')",
    "a type alias": "type A = __import__('os')\n" + INPUT + "f = x",
    "generic functions": INPUT + "def g[T: eval('1')](u: T):\n    return u\nf = g(x)",
}

HOSTILE: dict[str, dict[str, str]] = {
    "through attributes": THROUGH_ATTRIBUTES,
    "through formats": THROUGH_FORMATS,
    "through the library": THROUGH_LIBRARY,
    "imports": IMPORTS,
    "formats": FORMATS,
    "protocols": PROTOCOLS,
    "containing themselves": CONTAINING_THEMSELVES,
    "memory": MEMORY,
    "endless": ENDLESS,
    "classes": CLASSES,
    "control": CONTROL,
    "names": NAMES,
    "numbers": NUMBERS,
    "odd": ODD,
}

# An answer to one of these means that a door stands open.
FORBIDDEN = ("through attributes", "through formats", "through the library", "imports")

# Whose memory is measured, and held within a bound.
BOMBS: tuple[tuple[str, str], ...] = (
    *(
        ("memory", title)
        for title in (
            "a long string",
            "a long list",
            "a tower of powers",
            "squaring without an end",
            "a string that doubles",
            "a list that doubles",
            "a list that grows while it is read",
            "many strings kept",
            "arrays kept in a list",
            "arrays that grow by concatenation",
            "comprehensions that multiply",
            "a million instances",
            "a product with a huge pool",
        )
    ),
    ("containing themselves", "doubled fifty times, printed"),
    ("formats", '"{:>999999999}".format(1)'),
    ("formats", "print in a loop"),
)
