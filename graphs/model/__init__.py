"""The program as plain data: nodes, groups, a graph, and the steps of a walk over it.

``builder`` grows a graph, ``expressions`` lets gradient rules grow one, ``generated`` makes values
that are described rather than typed.
"""

from graphs.model.graph import Graph, Group, Input, Kind, Node, Notice, Shape, Source, Value
from graphs.model.steps import Backward, Forward, Step, Tangent

__all__ = [
    "Backward",
    "Forward",
    "Graph",
    "Group",
    "Input",
    "Kind",
    "Node",
    "Notice",
    "Shape",
    "Source",
    "Step",
    "Tangent",
    "Value",
]
