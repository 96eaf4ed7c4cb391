"""A program as straight-line Python: values and gradients, with nothing drawn or explained."""

from graphs.compiled.function import Compiled, compile
from graphs.compiled.training_step import TrainingStep, training_step

__all__ = ["Compiled", "TrainingStep", "compile", "training_step"]
