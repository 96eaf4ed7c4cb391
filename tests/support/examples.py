"""The gallery's examples in an order of their own, for tests that take a sample of them: it stays
the same however the gallery is arranged. New ones come last."""

from __future__ import annotations

from typing import Any

from web.gallery import BY_ID, EXAMPLES

_ORDER = """
add-multiply multiply patterns paths square tie
neuron dead-relu cross-entropy staged reassigned loop function
squared-norm linear-layer log-sum-exp cosine bilinear distances
softmax-loss hinge-loss one-hot weight-decay
one-neuron neuron-layer two-layer-sigmoid two-layer-relu three-layer batch-norm layer-norm dropout
embedding rnn-step rnn lstm-step attention causal-attention
convolution max-pool
division softplus
"""
ORDER = tuple(_ORDER.split())
ORDERED: tuple[dict[str, Any], ...] = tuple(BY_ID[id] for id in ORDER)

assert {entry["id"] for entry in EXAMPLES} == set(ORDER), "a new example goes to the end of ORDER"
