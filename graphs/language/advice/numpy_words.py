"""Words of NumPy that are not read yet, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

BY_MODULE: Mapping[str, frozenset[str]] = {
    "numpy": frozenset(dir(np)),
    "numpy.random": frozenset(dir(np.random)),
    "numpy.linalg": frozenset(dir(np.linalg)),
}
NUMPY = frozenset().union(*BY_MODULE.values())

INSTEAD: Mapping[str, str] = {
    "exponential": "Write np.exp(x).",
    "matrix": "Write np.array(x)[None, :] for a row, .reshape(-1, 1) for a column, and @ for *.",
    "mat": "Write np.array(x)[None, :] for a row, .reshape(-1, 1) for a column, and @ for *.",
    "asmatrix": "Write np.array(x)[None, :] for a row, and @ for the product.",
    "tri": "Write np.tril(np.ones((n, n))).",
    "vsplit": "Write np.split(x, n, axis=0).",
    "hsplit": "Write np.split(x, n, axis=1).",
    "dsplit": "Write np.split(x, n, axis=2).",
    "diagonal": "Write np.diag(X).",
    "diagflat": "Write np.diag(x).",
    "roll": "Write np.concatenate([x[-k:], x[:-k]]).",
    "rot90": "Write X.T[::-1].",
    "median": "For an odd number of known order write the element itself, as x[len(x) // 2].",
    "sort": "If the order is known, write it as indices: x[[2, 0, 1]].",
    "argsort": "If the order is known, write it as indices: [2, 0, 1].",
    "partition": "If the order is known, write it as indices: x[[2, 0, 1]].",
    "ptp": "Write x.max() - x.min().",
    "average": "Write np.sum(w * x) / np.sum(w).",
    "float_power": "Write x**y.",
    "sinc": "Write np.sin(np.pi * x) / (np.pi * x).",
    "fmax": "Write np.maximum(x, y).",
    "fmin": "Write np.minimum(x, y).",
    "heaviside": "Write np.where(x > 0, 1.0, 0.0).",
    "nan_to_num": "Write np.where(x == x, x, 0.0).",
    "nanmean": "Write the mean of what is a number: x[x == x].mean().",
    "nansum": "Write x[x == x].sum().",
    "vectorize": "Write the function for whole arrays; conditions with np.where.",
    "apply_over_axes": "Write one sum after the other: x.sum(axis=1).sum(axis=0).",
    "multivariate_normal": "Paste the values that it draws: x = np.array([[…]]).",
    "fill_diagonal": "Write W = W * (1 - np.eye(len(W))) for a diagonal of 0.",
    "copyto": "Write x[:] = y.",
    "put": "Write x[i] = y, with the places i of a vector.",
    "place": "Write x[mask] = y.",
    "putmask": "Write x[mask] = y.",
    "put_along_axis": "Write x[range(n), i] = y.",
    "nditer": "Write for ix in np.ndindex(x.shape): …, with x[ix] for the element.",
    "select": "Write np.where(c1, x1, np.where(c2, x2, default)).",
    "piecewise": "Write np.where(c, x, y).",
    "multi_dot": "Write a @ b @ c.",
    "matrix_power": "Write A @ A.",
    "in1d": "Compare: (x == a) | (x == b).",
    "isin": "Compare: (x == a) | (x == b).",
    "append": "Write np.concatenate([x, [y]]).",
    "insert": "Write np.concatenate([x[:i], [y], x[i:]]).",
    "delete": "Write np.concatenate([x[:i], x[i + 1:]]).",
    "convolve": "Write a loop over windows, or a sum of shifted slices.",
    "gradient": "Write differences of slices: x[1:] - x[:-1].",
    "trapz": "Write np.sum((y[1:] + y[:-1]) / 2) * dx.",
    "lstsq": "Write np.linalg.solve(A.T @ A, A.T @ b).",
    "pinv": "Write np.linalg.inv(A.T @ A) @ A.T.",
    "logspace": "Write 10 ** np.linspace(a, b, n).",
    "geomspace": "Write np.exp(np.linspace(np.log(a), np.log(b), n)).",
}

# Functions of other languages, and what Python calls them.
OTHER_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("length", "strlen"), "len"),
    **dict.fromkeys(("disp", "printf", "println"), "print"),
    "numel": "np.size",
    "arctg": "arctan",
    "tg": "tan",
    "avg": "np.mean",
    "fabs": "abs",
    "sqr": "square",
}


def instead_of(word: str, takes: str = "x") -> str:
    """What to write instead of a function that is not read; ``takes`` are its parameters."""
    if word in INSTEAD:
        return INSTEAD[word]
    if word[:1].isupper():
        return f"Define it above: class {word}: …, with the methods that are called."
    return f"Define it above: def {word}({takes}): return …, with NumPy's functions that are read."
