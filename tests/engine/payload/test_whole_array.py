"""An array opened from the picture: its whole value, and how NumPy writes it."""

from __future__ import annotations

import graphs
from graphs.payload.whole_array import whole_array
from graphs.trace import shown_evaluation


def test_an_empty_array_is_written_with_its_shape() -> None:
    trace = graphs.trace("x = np.zeros((0, 3))\nf = (x * 2).sum()")
    assert whole_array(shown_evaluation(trace), "n0")["numpy"]["value"] == "np.zeros((0, 3))"
