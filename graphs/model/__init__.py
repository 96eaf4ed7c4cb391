"""The program as plain data: nodes, groups, a graph, and the steps of its passes.

``builder`` builds a graph, ``expressions`` lets gradient rules build one, ``generated`` makes input
values from a recipe such as randn.
"""

from graphs.model.decided import Guard, PrintedText, Shape, Slot, Value
from graphs.model.graph import Graph, Group, Input, Kind, Node, Notice, Source, Training
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
    "Training",
    "Value",
]
