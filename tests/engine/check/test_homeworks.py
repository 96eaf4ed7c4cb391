"""Whole homeworks that are right are called right; one slip in one is found at its line."""

from __future__ import annotations

import numpy as np
import pytest

from graphs.check import check
from tests.support.homeworks import homeworks

HOMEWORKS = homeworks()
FINE = ("right", "scaled")

# (homework, what stands there, what stands there instead)
SLIPS = [
    ("CS231n affine_relu_svm called", "db = np.sum(dout, axis=0)", "db = np.mean(dout, axis=0)"),
    ("CS231n batchnorm alt", "dx = (1. / N) / std", "dx = 1. / std"),
    ("CS231n conv naive", "db[f] += np.sum(dout[n, f])", "db[f] = np.sum(dout[n, f]) * 2"),
    ("CS231n lstm step", "di * i * (1 - i)", "di * (1 - i)"),
    ("CS231n lstm step", "dprev_c = dnext_c * f", "dprev_c = dnext_c * i"),
    ("micrograd Value", "self.grad += other.data * out", "self.grad += self.data * out"),
    (
        "Layer objects micro: linear tanh mse",
        "grad * (1 - self.out**2)",
        "grad * (1 + self.out**2)",
    ),
    ("Matt Mazur script", "delta_o1 * out_h2", "delta_o2 * out_h2"),
    ("Zero-kara TwoLayerNet", "dout[self.mask] = 0", "dout[self.mask] = 1"),
    ("wildml called with data", "dW1 = np.dot(X.T, delta2)", "dW1 = np.dot(X.T, delta2) * 2"),
    ("linear regression dm dc script", "D_m = (-2/n)", "D_m = (2/n)"),
    ("logistic dL_dz chain", "da_dz = a*(1-a)", "da_dz = a*(1+a)"),
    ("dAdB glued", "dzdx = w", "dzdx = x"),
    ("jacobian elementwise dy_dz", "dy_dz = 1 - y**2", "dy_dz = 1 - z**2"),
    ("victorzhou, loss with list", "d_ypred_d_h1 = self.w5", "d_ypred_d_h1 = self.w6"),
    ("victorzhou, loss with list", "d_h1_d_w1 = x[0]", "d_h1_d_w1 = x[1]"),
    ("attention backward", "dV = P.T @ dO", "dV = P @ dO"),
    ("GRU cell", "dr = drh * h_prev", "dr = drh * h_hat"),
    ("autoencoder tied weights", "dW = X.T @ dA + dR.T @ H", "dW = X.T @ dA"),
]


@pytest.mark.parametrize("name", HOMEWORKS)
def test_a_right_homework_is_right(name: str) -> None:
    found = check(HOMEWORKS[name].text)
    assert [one for one in found["verdicts"] if one["status"] not in FINE] == []
    assert found["verdicts"]


@pytest.mark.parametrize("name", [name for name, one in HOMEWORKS.items() if one.gradients])
def test_homeworks_are_right_by_differences(name: str) -> None:
    homework = HOMEWORKS[name]
    for line, parameter, gradient in homework.gradients:
        written = np.ravel(eval(gradient, homework.run()))[:4]
        by_differences = homework.differences(line, parameter, range(len(written)))
        np.testing.assert_allclose(written, by_differences, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("name", "old", "new"), SLIPS)
def test_a_slip_in_a_homework_is_found(name: str, old: str, new: str) -> None:
    text = HOMEWORKS[name].text
    found = check(text.replace(old, new, 1))
    assert found["first_wrong"]["line"] == text[: text.index(old)].count("\n") + 1
    wrong = [one for one in found["verdicts"] if one["status"] not in FINE]
    sentences = [one["message"].rpartition(". ")[2].split() for one in wrong]
    assert all(one[:1] != one[3:4] for one in sentences if "stands" in one[1:2])
