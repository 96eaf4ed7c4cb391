"""The program as plain data: nodes, groups, a graph, and the steps of its passes.

``builder`` builds a graph, ``expressions`` lets gradient rules build one, ``generated`` makes input
values from a recipe such as randn.
"""

from graphs.model.graph import (
    Graph,
    Group,
    Guard,
    Input,
    Kind,
    Node,
    Notice,
    PrintedText,
    Shape,
    Slot,
    Source,
    Value,
)
from graphs.model.steps import Backward, Forward, Step, Tangent

__all__ = [
    "Backward",
    "Forward",
    "Graph",
    "Group",
    "Guard",
    "Input",
    "Kind",
    "Node",
    "Notice",
    "PrintedText",
    "Shape",
    "Slot",
    "Source",
    "Step",
    "Tangent",
    "Value",
]
