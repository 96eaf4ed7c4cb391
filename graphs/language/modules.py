"""The modules that are known, and what each has: names → things."""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from graphs.gates import BY_FUNCTION, BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language import array_functions, nodes, seeding
from graphs.language.array_makers import LEGACY, PLAIN, RANDOM
from graphs.language.builtin_functions import BUILTINS
from graphs.language.constants import CONSTANTS
from graphs.language.contexts import CONTEXTLIB
from graphs.language.gate_arguments import call_gate
from graphs.language.library import mathematics, random_module
from graphs.language.library.along_axis import ALONG_AXIS
from graphs.language.library.collection_types import COLLECTIONS
from graphs.language.library.conversions import NUMPY_TYPES
from graphs.language.library.copying import COPY
from graphs.language.library.data_classes import DATACLASSES
from graphs.language.library.function_tools import FUNCTOOLS
from graphs.language.library.iteration_tools import CHAIN, ITERTOOLS
from graphs.language.library.operator_module import OPERATOR
from graphs.language.library.reductions import make_range, numpy_sum
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    Builtin,
    Class,
    GateFunction,
    Joiner,
    Key,
    LeftOut,
    Maker,
    Module,
    Progress,
    Thing,
)

Members = Mapping[str, Thing]


def _functions(table: Mapping[str, Callable[..., Any]]) -> dict[str, Thing]:
    return {name: Builtin(name, function) for name, function in table.items()}


_GATES: Members = {
    **{name: GateFunction(spelling, name) for name, spelling in SPELLINGS.items()},
    **{name: GateFunction(gate, name) for name, gate in BY_NAME.items()},
}
_RANDOM: Members = {
    **{name: Maker(name) for name, recipe in RANDOM.items() if LEGACY in recipe.of},
    **_functions(
        {
            "seed": seeding.seed_all,
            "default_rng": seeding.default_rng,
            "RandomState": seeding.random_state,
            "shuffle": seeding.shuffle,
        }
    ),
}


def _logarithm(run: Reading, node: Place, x: Thing, base: Thing = None, /) -> Any:
    """``math.log(x)``, ``math.log(x, 2)``."""
    gate = GateFunction(BY_FUNCTION[np.log], "log", python=math.log)
    if base is None:
        return call_gate(run, gate, [x], {}, node)
    parts = [nodes.apply(run, BY_FUNCTION[np.log], (one,), node) for one in (x, base)]
    return nodes.apply(run, BY_FUNCTION[np.divide], parts, node)


_NUMPY: Members = {
    **_functions(mathematics.FUNCTIONS_OF_ARRAYS),
    **_GATES,
    **{name: Maker(name) for name in PLAIN},
    **CONSTANTS,
    **_functions(array_functions.ARRAY_FUNCTIONS),
    **_functions(ALONG_AXIS),
    **NUMPY_TYPES,
    "sum": Builtin("sum", numpy_sum),
    "random": Module("numpy.random"),
    "linalg": Module("numpy.linalg"),
    "newaxis": None,
    "c_": Joiner("c_"),
    "r_": Joiner("r_"),
    "s_": Key(None),
    "index_exp": Key(None),
}
_MATH: Members = {
    **{
        name: replace(gate, python=getattr(math, name, None))
        for name, gate in _GATES.items()
        if isinstance(gate, GateFunction)
    },
    **CONSTANTS,
    "tau": 2 * CONSTANTS["pi"],
    **_functions(mathematics.MATH),
    "log": Builtin("log", _logarithm),
}

ENUM = Class("Enum", kind="enum")
ENUM.order = (ENUM,)


NAMED_TUPLE = Class("NamedTuple", kind="namedtuple")
NAMED_TUPLE.order = (NAMED_TUPLE,)
STRING: Mapping[str, str] = {
    "ascii_lowercase": string.ascii_lowercase,
    "ascii_uppercase": string.ascii_uppercase,
    "ascii_letters": string.ascii_letters,
    "digits": string.digits,
    "punctuation": string.punctuation,
    "whitespace": string.whitespace,
}


def _progress(
    run: Reading, node: Place, iterable: Thing = None, *things: Thing, **named: Thing
) -> Thing:
    """``tqdm(xs)``: what it goes through, and a bar."""
    return Progress(iterable)


def _counted_progress(run: Reading, node: Place, *bounds: Thing, **named: Thing) -> Thing:
    """``trange(10)``."""
    return Progress(make_range(run, node, *bounds))


_WRITE = {"write": LeftOut("tqdm.write", 1)}
PROGRESS: Members = {
    **{
        name: Builtin(name, _progress, _WRITE)
        for name in ("tqdm", "tqdm_notebook", "progress_bar", "master_bar", "track", "progressbar")
    },
    **{name: Builtin(name, _counted_progress) for name in ("trange", "tnrange")},
}
_PROGRESS_MODULES = (
    *("tqdm", "tqdm.auto", "tqdm.notebook", "tqdm.std", "tqdm.autonotebook", "tqdm.rich"),
    *("fastprogress", "fastprogress.fastprogress", "rich.progress", "progressbar"),
)


def _auto(run: Reading, node: Place) -> int:
    """``enum.auto()``."""
    run.counted += 1
    return run.counted


MODULES: Mapping[str, Members] = {
    "numpy": _NUMPY,
    "numpy.random": _RANDOM,
    "numpy.linalg": _NUMPY,
    "math": _MATH,
    "random": _functions(random_module.RANDOM),
    "itertools": {**_functions(ITERTOOLS), "chain": CHAIN},
    "copy": _functions(COPY),
    "functools": _functions(FUNCTOOLS),
    "operator": _functions(OPERATOR),
    "collections": _functions(COLLECTIONS),
    "dataclasses": _functions(DATACLASSES),
    "enum": {"Enum": ENUM, "IntEnum": ENUM, "auto": Builtin("auto", _auto)},
    "builtins": BUILTINS,
    "typing": {"NamedTuple": NAMED_TUPLE},
    "contextlib": _functions(CONTEXTLIB),
    "string": dict(STRING),
    **dict.fromkeys(_PROGRESS_MODULES, PROGRESS),
    "scipy.special": _GATES,
}
