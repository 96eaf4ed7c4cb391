"""The language on arrays: what is typed means what NumPy means by it, with autograd's gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from tests.support.reference import ARRAYS, arrays_by_autograd, as_function, without_changes

SOURCE = np.random.default_rng(4)
GIVEN: dict[str, Any] = {
    "X": SOURCE.uniform(-2.0, 2.0, (4, 3)),
    "W": SOURCE.uniform(-2.0, 2.0, (3, 5)),
    "A": SOURCE.uniform(-2.0, 2.0, (3, 3)),
    "T": SOURCE.uniform(-2.0, 2.0, (2, 3, 4)),
    "v": SOURCE.uniform(-2.0, 2.0, 3),
    "b": SOURCE.uniform(-2.0, 2.0, 5),
    "s": 1.5,
}

WORDS = {**ARRAYS, "sum": sum, "max": max, "min": min, "enumerate": enumerate, "zip": zip}

# Each line is a program whose last name is f; "; " separates its lines.
TEXTS = """
f = [1, 2, 3] * v
f = np.array([1, 2, 3]) @ v
f = np.array([[1, 2], [3, 4]], dtype=float) @ v[:2]
f = np.array([[s, 1], [2, s * s]]) @ v[:2]
f = np.array([v, 2 * v]) @ A
f = np.array([X[i] * i for i in range(4)])
f = np.array([v[0], s, 2]) @ A
f = np.zeros(3) + v
f = np.zeros((2, 3)) + v
f = np.ones((2, 3)) * v
f = np.full((2, 3), 7) * v
f = np.full((2, 2), s)
f = np.eye(3) * A + np.identity(3)
f = np.eye(3, 4) @ X
f = np.eye(3, k=1) @ v
f = np.arange(3) * v
f = np.arange(1, 7, 2) * v
f = np.arange(3, 0, -1) * v
f = np.linspace(0, 1, 3) * v
f = np.linspace(-1, 1, num=3, endpoint=False) * v
f = np.zeros_like(X) + X
f = np.ones_like(v) * s
f = np.full_like(v, 3) * v
f = X.copy() * 2
f = X.T @ X
f = T.T[0]
f = v.T @ v
f = len(X) * v
f = X.shape[0] * X.ndim + X.size * s
f = X.sum() / X.shape[-1]
n, d = X.shape; f = X.reshape(n * d) / n
n = len(X) // 2; f = X[:n] * (X.shape[1] % 2)
f = X.reshape(2, 6) @ np.ones(6)
f = X.reshape((2, -1)).sum(axis=0)
f = X.reshape(-1)[3] * X.reshape(X.size)[-1]
f = np.reshape(X, (6, 2))[:, 1]
f = X.ravel() @ X.flatten()
f = X.transpose() @ X
f = T.transpose(2, 0, 1) @ v
f = np.transpose(T, (1, 0, 2))[0]
f = np.swapaxes(T, 0, -1)[1] @ T[:, 0]
f = T.swapaxes(0, 1)[1] @ X
f = np.moveaxis(T, 0, -1)[0, 1]
f = X[None].squeeze() * np.squeeze(X[:, None], 1)
f = np.expand_dims(v, 0) * np.expand_dims(v, axis=1)
f = v[:, None] - v[np.newaxis, :]
f = np.concatenate([X, X], axis=1) @ np.ones(6)
f = np.concatenate((v, b))
f = np.concatenate([X, v[None]], axis=0)
f = np.stack([v, 2 * v], axis=1)
f = np.hstack([v, b]) * np.hstack((b, v))
f = np.hstack([X, np.ones((4, 1))])
f = np.vstack([v, v]) @ A
f = np.vstack([X, v])
f = np.column_stack([v, A])
f = np.repeat(v, 2) + v.repeat(2)
f = np.repeat(X, 2, axis=1)
f = np.tile(v, 2) * np.tile(v, (2, 2))
f = np.pad(v, 1) @ np.arange(5)
f = np.pad(X, ((0, 1), (2, 0)), 'constant')
f = np.flip(X, 0) * np.flip(v)
f = np.tril(A) @ np.triu(A, 1)
f = np.broadcast_to(v, (2, 3)) * A[:2]
f = X @ W + b
f = X.dot(W).sum(axis=1)
f = np.dot(X, v) @ np.dot(X, A @ v)
f = np.matmul(X, A) @ v
f = T @ X
f = T[:, :, :3] @ A
f = T[..., 0] @ v
f = v @ A @ v
f = np.outer(v, b)
f = np.inner(X, A)
f = np.einsum('ij,jk->ik', X, W)
f = np.einsum('...ij,jk->...ik', T, X)
f = np.einsum('ij->j', X) + np.einsum('ij,ij->i', A, A)
f = np.einsum('i,ij,j', v, A, v)
f = np.tensordot(T, X, 1)
f = np.tensordot(T, X, axes=([2, 1], [0, 1]))
f = np.trace(A) * A.trace()
f = np.linalg.inv(A + 5 * np.eye(3)) @ v
f = np.linalg.det(A + 5 * np.eye(3))
f = np.linalg.solve(A + 5 * np.eye(3), v)
f = np.linalg.norm(X) * np.linalg.norm(v, 1)
f = X / np.linalg.norm(X, axis=1, keepdims=True)
f = X.sum() * X.mean() - X.sum(0) @ X.mean(axis=0)
f = np.sum(T, axis=(0, 2)) * T.sum((0, -1))
f = X.sum(axis=-1, keepdims=True) * X
f = (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 1e-5)
f = X.std() + np.std(X, 1, ddof=1)
f = X.prod(axis=1) + np.prod(v)
f = X.max() * X.min(axis=1) + np.max(X, axis=0).sum()
f = np.max(X, 1) - np.amax(X, axis=1, keepdims=False)
f = X[np.arange(4), X.argmax(axis=1)] + np.argmin(v)
f = np.cumsum(v) * v.cumsum()
f = X.cumsum(axis=1) + np.cumsum(X, axis=0)
f = logsumexp(X, axis=1) + logsumexp(v)
f = softmax(X) * softmax(X, axis=0)
f = log_softmax(X)[np.arange(4), [0, 1, 2, 0]]
f = np.maximum(X, 0) + np.minimum(v, X) + np.maximum(0, v)
f = np.where(X > 0, X, 0.1 * X) + np.where(v > 0, 1, 0)
f = np.clip(X, -1, 1) * X.clip(-0.5, 0.5)
f = np.abs(X) + np.square(X) + X**2 + 2**X
f = 1 / (1 + np.exp(-X.dot(v)))
f = X * (X > 0) + (X > v).astype(float)
f = ((X > -1) & (X < 1)) * X + (~(X > 0)) * v
f = (X > 0).sum() * v + (X > 0).mean(axis=0)
f = np.any(X > 1, axis=0) * v + np.all(X > -9) * v
f = X[0] + X[-1] * X[1, 2]
f = X[:, 1:] @ X[1:3, ::-1].T[:, :2].T
f = X[::2, ::-1] * X[-2:]
f = T[..., 0] + T[0, :, 1:3].T
f = T[:, None, 1, ::2]
f = X[[0, 0, 3]] * X[[1, 2, 1]]
f = X[[0, 2, 2], [1, 1, 1]]
f = X[:, [0, 0, 2]] @ A
f = T[0, :, [0, 1, 1]]
f = T[[0, 1], :, [0, 1]] @ v
f = X[np.array([[0, 1], [3, 3]])]
f = X[X > 0] * 2
f = X[X[:, 0] > 0].sum(axis=0) + X[:, v > 0].sum()
f = X[np.array([True, False, True, True])]
f = np.take(X, [2, 0, 2], axis=1) * v.take([0, 1, 2])
f = np.eye(3)[[2, 0, 0]] @ v
a, c, d = v; f = a * c / d
a, c = np.split(X, 2); f = a @ c.T
i, g = np.split(X[:, :2], 2, axis=1); f = i * g
f = 0; for row in X: f = f + row @ v
f = 0; for i in range(len(v)): f += v[i] * i
f = 0; for i in range(X.shape[0]): f = f * s + X[i, 0]
f = 0; for i, x in enumerate(v): f += x * i
f = 0; for x, y in zip(v, b): f += x * y
hs = []; for i in range(3): hs.append(X[i] * i); f = np.stack(hs)
f = sum([x * x for x in v]) * np.sum([v, 2 * v])
f = max([x.sum() for x in X]) + min(v[0], v[1])
xs = [v, 2 * v, A @ v]; f = xs[0] @ xs[-1] * len(xs)
xs = [v]; xs = xs + [2 * v]; f = np.array(xs) @ v
z = v * 1; z[0] += 1; f = z**2
z = v * 1; z[1:] = s; f = z * v
z = X * 1; z[0, :] = v; z[:, 2] *= 2; f = z * X
z = X * 1; z[[0, 0, 1]] = v; f = z * X
z = X * 1; z[[0, 2]] += 1; f = z**3
z = X * 1; z[np.arange(4), [0, 1, 2, 0]] -= 1; f = z**2
z = X * 1; z[X > 0] = 0; f = z + X
z = X * 1; z[X > 0] *= s; f = z * X
z = X * 1; z[1:3, 1:] = z[:2, :2]; f = z * X
z = X * 1; z[:] = v; f = z * X
out = np.zeros((4, 5)); for i in range(4): out[i] = X[i] @ W; f = out * 2
out = np.zeros_like(X); out[1:] = X[:-1]; f = out * X
f = lambda u: u.sum(axis=0) * s; f = f(X) + f(A)
def g(u, axis=0): return u.mean(axis=axis); f = g(X) @ g(A, axis=1)
f = np.ones((2, 3)) @ A * np.pi
""".strip().split("\n")


def program(text: str) -> str:
    """The lines of one of the texts; what follows a colon is indented."""
    lines: list[str] = []
    for part in text.split("; "):
        head, colon, body = part.partition(": ")
        if colon and head.startswith(("for ", "def ")):
            lines += [head + ":", "    " + body]
        else:
            lines.append(part)
    return "\n".join(lines)


@pytest.mark.parametrize("line", TEXTS)
def test_value_and_gradients_are_numpys_and_autograds(line: str) -> None:
    text = program(line)
    traced = graphs.trace(text, GIVEN)
    run = as_function(without_changes(text), tuple(GIVEN), "f", WORDS)
    value = run(**GIVEN)
    assert np.shape(traced.value) == np.shape(value)
    np.testing.assert_allclose(traced.value, value, rtol=1e-12, atol=1e-13)
    total, slopes = arrays_by_autograd(text, GIVEN, "np.sum(f)", WORDS)
    assert np.sum(traced.value) == pytest.approx(total, rel=1e-12, abs=1e-12)
    for name, slope in slopes.items():
        node = traced.evaluation.model.inputs[name].node
        mine = traced.evaluation.gradients.get(node, 0.0)
        assert (node in traced.evaluation.gradients) == (
            not traced.evaluation.model.nodes[node].data
        )
        np.testing.assert_allclose(mine, slope, rtol=1e-10, atol=1e-12, err_msg=name)
