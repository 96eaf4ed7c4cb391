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
