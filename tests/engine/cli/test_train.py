"""``python -m graphs train``."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.__main__ import main

LINE = "X = np.array([[1.0], [2.0], [3.0]])\ny = np.array([3.0, 5.0, 7.0])\n"
LINE += "w = np.array([0.0])\nb = 0.0\nloss = np.mean((X @ w + b - y)**2)\n"


def test_the_command_line_trains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program, log = tmp_path / "line.py", tmp_path / "log.csv"
    program.write_text(LINE)
    options = ["--optimizer", "momentum", "--lr", "0.05", "--set", "mu=0.5"]
    assert main(["train", str(program), *options, "--iterations", "300", "--csv", str(log)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("SGD with momentum (lr=0.05, mu=0.5), 300 iterations: w, b\n")
    assert "\nw = [2]\nb = 1\n" in said.replace("1.99", "2")
    rows = [line.split(",") for line in log.read_text().splitlines()]
    heads = "iteration,loss,gradient w,update/parameter w,gradient b,update/parameter b"
    assert ",".join(rows[0]) == heads
    assert len(rows) == 302
    assert float(rows[1][1]) == pytest.approx((9 + 25 + 49) / 3)
    assert float(rows[1][2]) == pytest.approx(2 / 3 * (3 + 10 + 21))


def test_the_command_line_takes_over_a_programs_own_loop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "own.py"
    program.write_text(
        "w = 0.0\nfor t in range(30):\n    loss = (w - 3)**2\n    dw = 2*(w - 3)\n    w -= 0.1*dw\n"
    )
    assert main(["train", str(program)]) == 0
    assert capsys.readouterr().out.startswith("SGD (lr=0.1), 30 iterations: w\n")
    assert main(["train", str(program), "--lr", "2", "--iterations", "2000"]) == 1
    assert "The run diverged" in capsys.readouterr().out
    assert main(["train", str(program), "--set", "mu=1"]) == 1
    assert "SGD has no setting mu." in capsys.readouterr().err


def test_the_command_line_runs_a_loop_that_computes_no_loss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program, log = tmp_path / "own.py", tmp_path / "log.csv"
    program.write_text("w = 0.0\nfor t in range(30):\n    dw = 2*(w - 3)\n    w -= 0.5*dw\n")
    assert main(["train", str(program), "--csv", str(log)]) == 0
    said = capsys.readouterr().out
    assert "computes no loss" in said
    assert said.rstrip().endswith("w = 3")
    assert log.read_text().splitlines()[1].startswith("0,,")
