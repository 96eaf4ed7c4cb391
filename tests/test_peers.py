"""The same random programs over PyTorch in float64. Run by ``make test-peers``."""

from __future__ import annotations

import re
from functools import reduce
from itertools import islice
from typing import Any

import pytest

import graphs
from tests.reference import as_function
from tests.test_random_programs import INPUTS, programs

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
        mine = [traced.grads[f"n{traced.model.inputs[name].node}"] for name in INPUTS]
        theirs = [float(value.detach()), *(float(slope) for slope in slopes)]
        assert [traced.value, *mine] == pytest.approx(theirs, rel=1e-9, abs=1e-12), text
