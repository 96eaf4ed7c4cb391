"""Backflow's engine: text → graph → forward → backward → steps → drawing.

>>> import graphs
>>> graphs.trace("f = (x + y) * z", {"x": -2, "y": 5, "z": -4}).grads["x"]
-4.0

Compiling and training are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from graphs.check import check
from graphs.errors import GraphError, TooLarge
from graphs.limits import Limits
from graphs.misconceptions import misconceptions
from graphs.trace import Trace, trace

if TYPE_CHECKING:
    from graphs.compiled import compile
    from graphs.training import Training, train

__all__ = [
    "GraphError",
    "Limits",
    "TooLarge",
    "Trace",
    "Training",
    "check",
    "compile",
    "misconceptions",
    "trace",
    "train",
]

_LATER = {
    "compile": "graphs.compiled",
    "Training": "graphs.training",
    "train": "graphs.training",
}


def __getattr__(name: str) -> Any:
    """A public name whose room is heavy, at its first use (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module 'graphs' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_LATER[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
