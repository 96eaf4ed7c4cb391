"""The same random programs over PyTorch in float64. Run by ``make test-peers``."""

from __future__ import annotations

import re
from functools import reduce
from itertools import islice
from typing import Any

import numpy as np
import pytest

import graphs
from tests.support.number_programs import INPUTS, programs
from tests.support.reference import as_function
from tests.support.tensor_programs import Writer

pytestmark = pytest.mark.peers


def namespace() -> dict[str, Any]:
    """What the programs call, in PyTorch's words."""
    import torch

    def lift(value: Any) -> Any:
        return value if torch.is_tensor(value) else torch.tensor(value, dtype=torch.float64)

    def over(function: Any) -> Any:
        return lambda *args: function(*map(lift, args))

    same = "exp expm1 log log2 log10 log1p sqrt square reciprocal abs sign sin cos tan arcsin "
    same += "arccos arctan sinh cosh tanh sigmoid erf relu"
    functional = torch.nn.functional
    return {name: over(getattr(torch, name)) for name in same.split()} | {
        "softplus": over(lambda x: torch.logaddexp(torch.zeros_like(x), x)),
        "where": over(lambda c, x, y: torch.where(c.bool(), x, y)),
        "gelu": over(functional.gelu),
        "leaky_relu": over(lambda x, a: torch.where(x > 0, x, a * x)),
        "elu": over(lambda x, a: torch.where(x > 0, x, a * torch.expm1(x))),
        "clip": over(lambda x, low, high: torch.where(x < low, low, x.where(x <= high, high))),
        "max": over(lambda *args: reduce(lambda a, b: torch.where(a >= b, a, b), args)),
        "min": over(lambda *args: reduce(lambda a, b: torch.where(a <= b, a, b), args)),
    }


def test_value_and_gradients_agree_with_pytorch() -> None:
    import torch

    torch.set_default_dtype(torch.float64)  # for a truth value times a Python float
    names = namespace()
    for text, place, _, _ in islice(programs(), 500):
        traced = graphs.trace(text, dict(zip(INPUTS, place, strict=True)))
        point = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in place]
        # += would change a tensor in place, and with it every name that shares it
        spelled = re.sub(r"(?m)^( *)(\w+) ([-+*])= (.+)$", r"\1\2 = \2 \3 (\4)", text)
        value = as_function(spelled, INPUTS, "out", names)(*point)
        slopes = torch.autograd.grad(value, point)
        mine = [traced.grads[f"n{traced.evaluation.model.inputs[name].node}"] for name in INPUTS]
        theirs = [float(value.detach()), *(float(slope) for slope in slopes)]
        assert [traced.value, *mine] == pytest.approx(theirs, rel=1e-9, abs=1e-12), text


def test_arrays_agree_with_pytorch() -> None:
    """Items are assigned by PyTorch itself, and letters stand twice in einsum."""
    import torch

    from tests.support.torch_arrays import WORDS, Array

    written = twice = read = 0
    for number in range(800):
        writer = Writer(f"peers {number}", twice=True)
        text = writer.program()
        point = {
            name: torch.tensor(value, dtype=torch.float64, requires_grad=True)
            for name, value in writer.inputs.items()
        }
        program = as_function(text, tuple(point), "out", WORDS)
        value = program(*map(Array, point.values())).tensor
        slopes = torch.autograd.grad(value, list(point.values()), materialize_grads=True)
        theirs = [slope.numpy() for slope in slopes]
        if not all(np.all(np.abs(part) < 1e4) for part in (value.detach().numpy(), *theirs)):
            continue
        traced = graphs.trace(text, writer.inputs)
        assert traced.value == pytest.approx(float(value.detach()), rel=1e-9, abs=1e-12), text
        for name, slope in zip(point, theirs, strict=True):
            node = traced.evaluation.model.inputs[name].node
            if traced.evaluation.model.nodes[node].data:
                assert not slope.any(), text
            else:
                mine = traced.evaluation.gradients[node]
                assert mine == pytest.approx(slope, rel=1e-9, abs=1e-12), f"{name} in\n{text}"
        read += 1
        written += "scatter" in {node.op for node in traced.evaluation.model.nodes}
        twice += "'ii" in text
    assert read >= 700
    assert written >= 100
    assert twice >= 20
