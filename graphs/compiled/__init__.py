"""A program as straight-line Python: values and gradients, with nothing drawn or explained."""

from graphs.compiled.function import Compiled, compile
from graphs.compiled.training_step import Step, step

__all__ = ["Compiled", "Step", "compile", "step"]
