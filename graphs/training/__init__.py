"""Training: a program's parameters changed by gradient descent.

>>> import graphs
>>> graphs.train("loss = (w - 3)**2", {"w": 0}, lr=0.1, iterations=100).values_at(100)["w"]
2.9999999993888893
"""

from graphs.training.plan import Plan, Roles, guess
from graphs.training.run import Record, Training, train
from graphs.updates.optimizers import OPTIMIZERS, Optimizer

__all__ = ["OPTIMIZERS", "Optimizer", "Plan", "Record", "Roles", "Training", "guess", "train"]
