"""What the command line says beside the table: notes, printed lines, the callers of an error; and
inputs that are named by path."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.cli.main import main

TEXT = """import matplotlib.pyplot as plt
p = {'w': 2.0}
for i in range(2):
    print(f'pass {i}')
f = x * p['w']
print('f is', f)
"""


@pytest.mark.parametrize("name", ["p['w']", 'p["w"]', "p_w"])
def test_notes_and_printed_lines(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([TEXT, "x=3", f"{name}=4"]) == 0
    out, error = capsys.readouterr()
    assert out.splitlines()[1:] == [
        "p['w']  input      4         3",
        "x       input      3         4",
        "f       mul       12         1",
        "line 4 prints: pass 0",
        "               pass 1",
        "line 6 prints: f is 12.0",
    ]
    assert error.startswith("note: line 1: ")


def test_an_error_names_the_calls_around_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "calls.py"
    file.write_text(
        "def g(x):\n    return h(x)\n\n\ndef h(x):\n    return x[5]\n\n\nf = g(np.zeros(2))\n"
    )
    assert main(["--program", str(file)]) == 1
    error = capsys.readouterr().err
    assert "  line 6:\n        return x[5]\n" in error
    assert "  called from line 2\n  called from line 9\n" in error


def test_what_is_no_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["f = x", "p[x]=1"]) == 2
    assert "is not name=value" in capsys.readouterr().err


DEFINED = "def first(a, b):\n    return a * b\n\ndef second(c):\n    return c + 1"
LOOP = "f = w\nfor i in range(3):\n    f = f * w"


def test_names_without_a_value_are_filled_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["f = a * b", "b=3"]) == 1
    assert "a has no value" in capsys.readouterr().err
    assert main(["f = a * b", "b=3", "--fill"]) == 0
    out, error = capsys.readouterr()
    assert [line.split() for line in out.splitlines()[1:]] == [
        ["a", "input", "1", "3"],
        ["b", "input", "3", "1"],
        ["f", "mul", "3", "1"],
    ]
    assert error.startswith("note: line 1: a has no value in the text")
    picture = tmp_path / "circuit.svg"
    assert main(["draw", "f = sum(W @ x)", "--fill", "--svg", str(picture)]) == 0
    assert "matmul gate" in picture.read_text()
    assert main(["view", "paths", "f = a * b", "--fill"]) == 0


def test_another_definition_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([DEFINED, "--fill"]) == 0
    out, error = capsys.readouterr()
    assert "add" in out
    assert "(or --call first)" in error
    assert main([DEFINED, "--fill", "--call", "first"]) == 0
    assert "mul" in capsys.readouterr().out


def test_a_loop_is_drawn_once_or_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([LOOP, "w=2", "--loop", "2=once"]) == 0
    out, error = capsys.readouterr()
    assert out.count("mul") == 1
    assert "(or --loop 2=every)" in error
    assert main([LOOP, "w=2", "--loop", "2=every"]) == 0
    assert capsys.readouterr().out.count("mul") == 3
    for word in ("2", "x=all", "2=twice"):
        assert main([LOOP, "w=2", "--loop", word]) == 2


def test_the_choice_of_generated_data(capsys: pytest.CaptureFixture[str]) -> None:
    text = "X = np.loadtxt('a.csv')\nw = np.array([1.0, 2.0])\nloss = np.sum(X @ w)"
    assert main([text]) == 1
    assert "Or choose generated values for X. (--generate)" in capsys.readouterr().err
    assert main([text, "--generate"]) == 0
    assert "X comes from np.loadtxt" in capsys.readouterr().err
