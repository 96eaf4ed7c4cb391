"""Backflow's engine: text → graph → forward → backward → steps → drawing.

>>> import graphs
>>> graphs.trace("f = (x + y) * z", {"x": -2, "y": 5, "z": -4}).grads["x"]
-4.0
"""

from graphs.check import check
from graphs.compiled import compile
from graphs.errors import GraphError, TooLarge
from graphs.limits import Limits
from graphs.trace import Trace, trace
from graphs.training import Training, train

__all__ = [
    "GraphError",
    "Limits",
    "TooLarge",
    "Trace",
    "Training",
    "check",
    "compile",
    "trace",
    "train",
]
