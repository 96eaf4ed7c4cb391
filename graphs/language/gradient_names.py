"""Names of gradients: ``dx``, ``grad_w1``, ``dLdx``, ``gW1``, ``nabla_b``, ``grads['W1']``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

LOSSES = ("loss", "total_loss", "cost", "J", "L", "E", "error", "err", "nll", "ce", "mse", "f")
LOSS = re.compile(r"(.*_)?(loss|cost|nll|mse|objective|error)(_.*)?\d*", re.IGNORECASE)
DATA = re.compile(r"(x|a_?0|inputs?|data|images?|batch)(_?(train|batch|in))?\d*", re.IGNORECASE)
LABELS = re.compile(
    r"(y|t|targets?|labels?|truth|classes|y_?(true|train|batch)|t_?(train|batch))\d*", re.IGNORECASE
)
SOME = "…"  # an entry whose key is not written
_ENTRY = re.compile(r"([\w.]*)\[([^\[\]]*)\]")
_BEFORE = re.compile(
    r"(?:gradients?_?(?:of_)?|grads?_?(?:of_)?|dLoss_?d?_?|dloss_?d?_?|dL_?d_?|dJ_?d_?|dE_?d_?|"
    r"nabla_?|slope_?(?:of_)?|delta_?|d_|d|g_|g(?=[A-Z]|[wb]s?\d*$)|D_(?=[a-z]\d*$))(.+)"
)
_AFTER = re.compile(r"(.+?)_?(?:gradient|grad|delta|bar|slope)s?|([A-Za-z]\d+)g")
_OWN = re.compile(r"_?grad(ient)?|g", re.IGNORECASE)
HELD = ("data", "value", "val", "v", "x")  # attributes that hold the value of such an object
_LOOKS = re.compile(
    r"d\w*|g_\w+|g[A-Z]\w*|g[wb]s?\d*|[A-Za-z]\d+g|D_[a-z]\d*|"
    r"(?i:.*grad.*|.*delta.*|.*_bar|.*err(or)?|upstream\w*|back\w*|nabla\w*|slope_\w+|\w+_slope)"
)
_TABLES = re.compile(r"d|.*grad.*|d_?params?|deltas?", re.IGNORECASE)
STEPS = re.compile(r".*(grad|delta).*", re.IGNORECASE)  # no other reading of these names
UPDATES = re.compile(r"lr|.*learning_?rate|alpha|eta|step_?size|.*_lr", re.IGNORECASE)


def split_entry(name: str) -> tuple[str, str]:
    """``grads['W1']`` → (``grads``, ``W1``), ``net.dw`` → (``net``, ``dw``)."""
    found = _ENTRY.fullmatch(name)
    if found:
        return found[1], found[2].strip("'")
    table, dot, plain = name.rpartition(".")
    return (table, plain) if dot else ("", name)


def _forms(name: str) -> Iterator[str]:
    """What a gradient of this name may be the gradient of, likely ones first."""
    table, plain = split_entry(name)
    if table and _OWN.fullmatch(plain):  # w.grad, of w or of w.data
        yield from (table, *(f"{table}.{word}" for word in HELD))
    if table and _TABLES.fullmatch(table.rpartition(".")[2]):
        yield plain
    if table == "g":
        yield plain
    if table and plain.isdecimal():  # dWs[1], of Ws[1]
        yield from (f"{form}[{plain}]" for form in _forms(table))
    if plain == SOME:
        yield from _forms(table)
    found = _BEFORE.fullmatch(plain)
    if found:
        yield found[1]
        yield from (found[1].removeprefix(f"{one}_") for one in LOSSES if f"{one}_" in found[1])
    for part in re.finditer(r"d(?=_?(.+))", plain):  # dLdx, dL_dx, df_dq: after the last d
        if part.start() > 0:
            yield part[1]
    found = _AFTER.fullmatch(plain)
    if found:
        yield found[1] or found[2]


def targets(name: str, known: Collection[str]) -> list[str]:
    """The known names whose gradient a variable may be, by its own name; else none."""
    forms = list(_forms(name))
    found = [form for form in forms if form in known]
    if not found:
        alike = _alike(known)
        for form in forms:
            same = alike.get(_folded(form), [])
            found += same if len(same) == 1 else []
    found += [form + end for form in forms for end in ("s", "es") if form + end in known]
    return list(dict.fromkeys(found))


def _folded(name: str) -> str:
    """A name without what it is often written with or without: ypred is y_pred."""
    return name.lower().replace("_", "")


def _alike(known: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in known:
        found.setdefault(_folded(one), []).append(one)
    return found


def carried_targets(name: str, known: Collection[str]) -> list[str]:
    """Names of what a gradient carried through a loop belongs to in its last pass: ``A_prev``."""
    forms = [f"{form}_prev" for form in _forms(name)] + [f"prev_{form}" for form in _forms(name)]
    return [form for form in forms if form in known]


def is_own_gradient(plain: str) -> bool:
    """Whether an attribute is the gradient of the object that has it: ``w.grad``."""
    return _OWN.fullmatch(plain) is not None


def ratio(name: str, known: Collection[str]) -> tuple[str, str] | None:
    """``dqdx`` → (``q``, ``x``), where both are known names."""
    plain = split_entry(name)[1]
    pairs = [
        (plain[: part.start()].removeprefix("d").removeprefix("_"), plain[part.end() :])
        for part in re.finditer(r"_?d_?", plain)
        if plain.startswith("d")
    ]
    for over, under in pairs:
        if over in known and under in known:
            return over, under
    alike = _alike(known) if pairs else {}
    for over, under in pairs:
        several = alike.get(_folded(over), []), alike.get(_folded(under), [])
        if over and under and len(several[0]) == len(several[1]) == 1:
            return several[0][0], several[1][0]
    return None


def is_called_gradient(name: str) -> bool:
    """Whether a name is one that gradients have, ``g`` among them, which is other things too."""
    table, plain = split_entry(name)
    return looks_like_gradient(name) or plain in ("g", "grad", "step") or table == "g"


def looks_like_gradient(name: str) -> bool:
    """Whether a name may be that of a gradient."""
    table, plain = split_entry(name)
    holder = table.rpartition(".")[2]
    is_item = (plain.isdecimal() or plain == SOME) and _LOOKS.fullmatch(holder)
    return bool(_LOOKS.fullmatch(plain) or is_item or (table and _TABLES.fullmatch(holder)))
