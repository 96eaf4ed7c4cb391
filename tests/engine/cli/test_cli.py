"""The command line: ``python -m graphs PROGRAM``, which is ``trace``."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from graphs.__main__ import main

ROOT = Path(__file__).parents[3]
LECTURE = ["f = (x + y) * z", "x=-2", "y=5", "z=-4"]
TABLE = """\
       gate   value  gradient
x      input     -2        -4
y      input      5        -4
z      input     -4         3
x + y  add        3        -4
f      mul      -12         1
"""


def test_a_table_of_values_and_gradients(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(LECTURE) == 0
    assert capsys.readouterr() == (TABLE, "")


def test_as_a_module() -> None:
    command = [sys.executable, "-m", "graphs", *LECTURE]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == (TABLE, "")


def test_the_exit_status_of_the_module() -> None:
    for arguments, status in ((["f = 2x"], 1), (["f = x", "--bogus"], 2)):
        command = [sys.executable, "-m", "graphs", *arguments]
        assert subprocess.run(command, capture_output=True, cwd=ROOT).returncode == status


README = re.findall(
    r"^\$ python -m graphs (.*)\n((?:(?!\$ |```).*\n)*)",
    (ROOT / "README.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("command", "printed"), README, ids=[command for command, _ in README])
def test_what_readme_prints(command: str, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr() == (printed, "")


@pytest.mark.parametrize("text", ["-x", "-x*y", "-h*x", "- x + 1", "--x + 1", "-5", "-exp(x) * -y"])
def test_a_program_may_begin_with_a_minus_sign(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = sorted({"h", "x", "y"} & set(text))
    values = [f"{name}=-2" for name in names]
    for words in ([text, *values], ["--numbers", "full", text, *values], [text, "--json", *values]):
        assert main(words) == 0
        out, error = capsys.readouterr()
        assert error == ""
    assert json.loads(out)["inputs"] == dict.fromkeys(names, -2)


def test_options_may_come_between_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    program, *values = LECTURE
    assert main(["--output", "f", program, values[0], "--seed", "1", *values[1:]]) == 0
    assert capsys.readouterr() == (TABLE, "")


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["f = x / 0", "--json", "x=1"]) == 0
    payload = json.loads(capsys.readouterr().out)
    assert (payload["values"]["n2"], payload["grads"]["n0"]) == ("Infinity", "Infinity")
    assert payload["warnings"][0]["line"] == 1


def test_files_output_and_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program, inputs = tmp_path / "program.py", tmp_path / "inputs.json"
    program.write_text("q = x / 3\nf = q * y\n", encoding="utf-8")
    inputs.write_text('{"x": 1, "y": 2}')
    files = ["--program", str(program), "--inputs", str(inputs)]
    assert main([*files, "y=3", "--output", "q", "--numbers", "full"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "   gate                value            gradient",
        "x  input                   1  0.3333333333333333",
        "y  input                   3                   0",
        "q  div    0.3333333333333333                   1",
        "f  mul                     1                   0",
    ]


def test_the_program_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("f = x * x"))
    assert main(["-", "x=3"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "f  mul        9         1"


def test_warnings_follow_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["f = relu(x)", "x=0"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("warning: line 1: relu gate: a kink at relu(0)")


ERRORS = {
    "f = 2x": "error: 2x needs a times sign.|  line 1:|    f = 2x|        ^^|  Write 2*x",
    "g = x\nf = g + nope": "error: nope has no value.|  line 2:|    f = g + nope|            ^^^^"
    "|  Give it a value: nope = 1.",
    "if 1:\n\tf = 2x": "error: 2x needs a times sign.|  line 2:|    \tf = 2x|    \t    ^^"
    "|  Write 2*x",
    "": "error: There is nothing to compute yet.|  Type an expression, such as (x + y) * z.",
}


@pytest.mark.parametrize(("text", "shown"), ERRORS.items(), ids=ERRORS)
def test_an_error_has_a_caret_under_its_place(
    text: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([text, "x=1"]) == 1
    assert capsys.readouterr() == ("", shown.replace("|", "\n") + "\n")


USAGE = [[], ["f = x", "x"], ["f = x", "x=one"], ["f = x", "2=3"], ["f = x", "--bogus"]]
USAGE += [["--program", "no such file.py"], ["f = x", "--inputs", "no such file.json"]]
USAGE += [["f = x", "x=1", "--numbers", "many"], ["f = x", "x=1", "--svg", "no such folder/a.svg"]]
USAGE += [["f = x", "x=1", "--code", "cobol"], ["--forward-mod", "x", "f = x", "x=1"]]
USAGE += [["draw", "f = x", "x=1"], ["view"], ["view", "nothing", "f = x"], ["view", "code"]]
USAGE += [
    ["check"],
    ["check", "no such file.py"],
    ["train"],
    ["train", "a.py", "--optimizer", "no"],
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "Usage: python -m graphs" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["[1]", "{", "null", "[" * 100_000])
def test_inputs_must_be_one_object(text: str, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.json"
    inputs.write_text(text)
    assert main(["f = x", "--inputs", str(inputs)]) == 2


def test_an_input_that_is_no_number_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = tmp_path / "inputs.json"
    inputs.write_text('{"x": "two"}')
    assert main(["f = x", "--inputs", str(inputs)]) == 1
    assert "given for x is not a number" in capsys.readouterr().err


STARTS = {"svg": b"<", "png": b"\x89PNG", "pdf": b"%PDF"}


@pytest.mark.parametrize(("kind", "start"), STARTS.items())
def test_drawings(
    kind: str, start: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"circuit.{kind}"
    assert main([*LECTURE, f"--{kind}", str(file), "--step", "3"]) == 0
    assert file.read_bytes().startswith(start)
    assert capsys.readouterr().out == ""
    assert main([*LECTURE, f"--{kind}", str(file), "--step", "99"]) == 1
    once = file.read_bytes()
    assert main(["draw", *LECTURE, "--step", "3", f"--{kind}", str(file)]) == 0
    assert file.read_bytes() == once


def test_dot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "circuit.dot"
    assert main([*LECTURE, "--dot", str(file)]) == 0
    assert file.read_text().startswith("digraph circuit {")
    assert capsys.readouterr().out == ""


def test_groups_are_drawn_closed_on_request(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    program = "def f(u):\n    return u * u + u\ny = f(x) + f(2 * x)"
    drawn = tmp_path / "closed.svg"
    assert main([program, "x=0.5", "--svg", str(drawn), "--open", "g0"]) == 0
    text = drawn.read_text()
    assert text.count("a closed group of 2 gates</title>") == 1
    assert 'id="' in text
    assert main([program, "x=0.5", "--json", "--open", ""]) == 0
    parts = json.loads(capsys.readouterr().out)["parts"]
    assert [part["open"] for part in parts] == [False, False]


def test_a_reader_that_has_seen_enough_ends_the_command_quietly() -> None:
    command = [sys.executable, "-m", "graphs", *LECTURE, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_upstream_gradient(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*LECTURE, "--upstream", "-0.5"]) == 0
    assert capsys.readouterr().out.endswith("f      mul      -12      -0.5\n")
    assert main(["y = x * x", "x=[1,2]", "--upstream=[3, -1]", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["grads"]["n0"] == [6.0, -4.0]
    assert main(["view", "paths", *LECTURE, "--upstream", "2", "--from", "x", "--to", "f"]) == 0
    assert "gradient of L by x, -8." in capsys.readouterr().out
    for value in ("two", "{}", "null", '"NaN"', "[1"):
        assert main([*LECTURE, "--upstream", value]) == 2
        assert "is not a number, nor a list" in capsys.readouterr().err
    assert main([*LECTURE, "--upstream", "[1]"]) == 1
    assert "has shape (1,), the output f has shape ()" in capsys.readouterr().err
