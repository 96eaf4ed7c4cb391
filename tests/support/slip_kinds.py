"""The slips that are put into right programs: in words, and the causes that say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A slip; ``causes`` are the keys of a verdict that name it."""

    words: str
    causes: frozenset[str]


def _kind(words: str, causes: str) -> Kind:
    return Kind(words, frozenset(causes.split()))


# A cause is accepted where a teaching assistant would name the slip by it. Where one slip can be
# said in two ways ("a mask is missing" is a missing local factor) both are.
KINDS: Mapping[str, Kind] = {
    "accumulate": _kind("= where += belongs", "accumulate"),
    "share": _kind("a share of a sum forgotten", "accumulate term"),
    "carried": _kind("the gradient carried in time forgotten", "accumulate carried upstream"),
    "regularization": _kind(
        "the regularization's share forgotten", "accumulate regularization term"
    ),
    "double": _kind("a line twice", "double scale"),
    "undefined": _kind("+= on a name never set", "undefined name"),
    "upstream": _kind("the upstream gradient forgotten", "upstream"),
    "local": _kind("a local slope forgotten", "local"),
    "mask": _kind("a mask forgotten", "local mask"),
    "both": _kind("a maximum's gradient to all", "local mask max both"),
    "mask turned": _kind("a mask turned round", "local mask"),
    "mask of gradient": _kind(
        "the mask of the gradient, not of the input", "local mask swapped name"
    ),
    "other input": _kind("the other input not switched", "swapped local input"),
    "name": _kind("another value's name", "swapped name local upstream"),
    "gradient": _kind("another gradient's name", "name swapped upstream"),
    "rows": _kind("two rows have changed places", "rows name swapped"),
    "typo": _kind("a name that has no value", "name undefined"),
    "transpose": _kind("a transpose forgotten or too many", "transpose"),
    "factors": _kind("the factors of a product changed places", "transpose swapped"),
    "axis": _kind("a sum over another axis", "axis"),
    "keepdims": _kind("keepdims forgotten", "keepdims axis shape"),
    "unsummed": _kind("not summed", "unsummed axis shape bias"),
    "shape": _kind("not reshaped", "shape transpose"),
    "mean": _kind("a mean for a sum, or a sum for a mean", "scale mean"),
    "factor": _kind("a stray factor", "scale"),
    "missing factor": _kind("a factor forgotten", "scale local"),
    "count": _kind("the number of examples forgotten", "scale local"),
    "sign": _kind("a sign", "sign"),
    "target": _kind("p without the target", "target one-hot local accumulate term"),
    "derivative": _kind("another function's derivative", "derivative local"),
    "update": _kind("an update too early", "stale update"),
    "index": _kind("another index", "index swapped name stale local upstream"),
}
