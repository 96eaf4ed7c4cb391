"""Backward passes that are right, in styles of all kinds: none is called wrong."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import graphs
from graphs.check import check
from tests.support.right_programs import right_programs
from tests.support.slips import LECTURES, verdicts
from tests.support.tensor_programs import Writer
from tests.support.verdict_report import checked, every_program

PROGRAMS = every_program()
STYLES = {
    *("circuits", "classes", "dictionaries", "images", "losses", "normalization", "recurrent"),
    *("regression", "sequences", "training", "network_names", "network_forms", "habits"),
    *("unusual_names", "unusual_sums", "lecture_circuits", "lecture_networks", "lecture_layers"),
    *("homework_chains", "homework_columns", "homework_layers", "homework_networks"),
    *("homework_objects", "homework_scripts", "exported"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_right_program_is_right(name: str) -> None:
    found = checked(PROGRAMS[name], PROGRAMS[name].text)
    assert not found.error
    assert found.line is None
    assert found.faults == ()
    assert found.unjudged == ()


@pytest.mark.parametrize("style", sorted(STYLES))
def test_the_programs_are_right_by_differences(style: str) -> None:
    several = [one for one in PROGRAMS.values() if one.style == style]
    for program in several:
        for parameter, written, slopes in program.differences():
            scale = max(np.abs(slopes).max(initial=0.0), 1.0)
            near = {"rtol": 1e-4, "atol": 1e-5 * scale}
            if program.within:  # numbers copied from a slide
                near = {"rtol": 0.05, "atol": program.within}
            assert np.allclose(written, slopes, **near), (program.name, parameter)
    assert any(program.gradients for program in several)


def test_there_are_many_programs_of_every_style() -> None:
    counts = Counter(one.style for one in right_programs().values() if one.gradients)
    assert counts.total() >= 200
    assert {one.style for one in PROGRAMS.values()} == STYLES
    assert min(counts.values()) >= 2, counts


def test_a_parameter_that_is_not_judged_is_seen() -> None:
    """The measure itself: what has no verdict is listed."""
    program = PROGRAMS["RELU_NET"]
    assert checked(program, program.text).unjudged == ()
    without = "\n".join(line for line in program.text.split("\n") if "grad_w1" not in line)
    assert checked(program, without).unjudged == ("w1",)


def test_random_programs_are_never_called_wrong() -> None:
    """Their exported code is right, whatever gates, loops and indices they hold."""
    for number in range(20):
        writer = Writer(f"check {number}")
        program = writer.program()
        found = check(graphs.trace(program, writer.inputs).code("numpy"))
        assert found["first_wrong"] is None, (number, found["first_wrong"])


def test_right_programs_are_right_at_other_values():
    for seed in range(5):
        text = LECTURES["RELU_NET"].replace("np.random.seed(0)", f"np.random.seed({seed})")
        assert check(text)["first_wrong"] is None


def test_a_factor_that_a_later_line_takes_out_is_fine():
    found = verdicts(LECTURES["DEEP"])
    assert found["dZ3"]["status"] == "scaled"
    assert found["dZ3"]["ratio"] == pytest.approx(5)
    assert "5 times" in found["dZ3"]["message"]
    assert "dW3" in found["dZ3"]["message"]
    assert found["dW3"]["status"] == "right"


def test_minus_the_gradient_may_be_added():
    text = """X = np.array([[1.0, 2.0], [0.5, -1.0], [2.0, 0.0]])
y = np.array([1.0, 0.5, -1.0])
w = np.array([0.2, -0.3])
for t in range(100):
    p = X @ w
    loss = 0.5 * np.sum((y - p)**2)
    p_delta = y - p
    w += 0.1 * X.T.dot(p_delta)
"""
    assert verdicts(text)["p_delta"]["status"] == "scaled"
    assert check(text.replace("w +=", "w -="))["first_wrong"]["cause"] == "sign"


def test_rounded_numbers_of_the_slide_are_no_error():
    found = verdicts(LECTURES["SLIDE"])
    assert {one["status"] for one in found.values()} == {"right"}
    assert "rounded" in found["dx0"]["message"]
    assert "0.393" in found["dx0"]["message"]


def test_either_slope_at_a_kink_is_right():
    text = "x = 0.0\nr = np.maximum(x, 0)\nf = 3 * r\ndr = 3.0\ndx = dr * (x {} 0)\n"
    for sign in (">", ">="):
        assert check(text.format(sign))["first_wrong"] is None
    assert check(text.format("<"))["first_wrong"]["name"] == "dx"


def test_a_second_name_of_a_value_holds_a_part_of_its_gradient():
    text = """x = np.array([1.0, -2.0, 0.5])
shortcut = x
f = np.tanh(x)
out = f + shortcut
loss = np.sum(out**2)
dout = 2 * out
df = dout
dshortcut = dout
dx = df * (1 - f**2)
dx += dshortcut
"""
    assert check(text)["first_wrong"] is None
    assert check(text.replace("dx += dshortcut", "dx += 2 * dshortcut"))["first_wrong"]


def test_a_step_by_another_name_is_training() -> None:
    found = check("""w=2.0
for t in range(2):
    loss=w*w
    dw=2*w
    v=0.9*dw
    w=w-0.1*v
""")
    assert found["first_wrong"] is None
    assert [note["message"] for note in found["notes"]] == [
        "Line 2: the training loop is run once."
    ]
