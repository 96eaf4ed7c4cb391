"""The command line: ``python -m graphs "f = (x + y) * z" x=-2 y=5 z=-4``."""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import graphs
from graphs.draw import export
from graphs.draw.dot import dot_source
from graphs.format.numbers import STYLES, write
from graphs.groups.open_groups import OPENINGS, Opening
from graphs.training import report as training
from graphs.views.texts import add_options, report, verdicts


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns 0, or 1 where the program has an error (2: wrong usage)."""
    for stream in (sys.stdout, sys.stderr):  # a terminal may not know every letter of a name
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["check"]:
        return _check(given[1:])
    if given[:1] == ["train"]:
        return _train(given[1:])
    parser = _parser()
    options = parser.parse_intermixed_args(given)
    words = list(options.words)
    if options.program is not None:
        text = _read(parser, options.program)
    elif words and not sys.stdin.isatty() and words[0] == "-":
        text = sys.stdin.read()
        words.pop(0)
    elif words:
        text = words.pop(0)
    else:
        parser.error("give a program, or --program FILE.py")
    inputs = _inputs(parser, options.inputs, words)
    try:
        trace = graphs.trace(
            text, inputs, options.output, numbers=options.numbers, seed=options.seed,
            fold=options.fold.split(",") if options.fold else (), open=options.open,
        )  # fmt: skip
        told = report(trace, options)
        saved = _save(trace, options)
    except graphs.GraphError as error:
        print(_show(text, error), file=sys.stderr)
        return 1
    except OSError as error:
        parser.error(f"cannot write the drawing: {error}")
    if options.json:
        print(json.dumps(trace.to_dict(), ensure_ascii=False))
    elif told is not None:
        print(told)
    elif not saved:
        print(_table(trace))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m graphs",
        description="Run a NumPy-style program forward and backward; print values and gradients.",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="PROGRAM name=value",
        help="the program, then the values of its inputs, as x=-2 or W=[[1,2],[3,4]]",
    )
    parser.add_argument("--program", type=Path, metavar="FILE.py", help="read the program here")
    parser.add_argument("--inputs", type=Path, metavar="FILE.json", help="read input values here")
    parser.add_argument("--output", metavar="NAME", help="differentiate this name")
    parser.add_argument("--numbers", choices=STYLES, default="3 digits", help="number format")
    parser.add_argument("--step", type=int, metavar="K", help="draw the picture after step K")
    parser.add_argument(
        "--open",
        type=_opening,
        metavar="GROUPS",
        help="which groups the picture shows open: auto, all, or ids such as g0,g1",
    )
    parser.add_argument("--seed", type=int, metavar="N", help="start np.random here")
    parser.add_argument("--json", action="store_true", help="print the whole trace as JSON")
    for kind in ("svg", "png", "pdf"):
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=f"draw it as {kind}")
    parser.add_argument("--dot", type=Path, metavar="FILE", help="write it as Graphviz's DOT")
    add_options(parser)
    return parser


def _opening(text: str) -> Opening:
    return text if text in OPENINGS else tuple(id for id in text.split(",") if id)


def _parser_of_file(word: str, description: str) -> argparse.ArgumentParser:
    """Of ``python -m graphs WORD FILE.py name=value``."""
    parser = argparse.ArgumentParser(prog=f"python -m graphs {word}", description=description)
    parser.add_argument("file", type=Path, metavar="FILE.py", help="the program")
    parser.add_argument("words", nargs="*", metavar="name=value", help="values of its inputs")
    parser.add_argument("--inputs", type=Path, metavar="FILE.json", help="read input values here")
    return parser


def _check(arguments: Sequence[str]) -> int:
    """``check FILE.py``: judges a backward pass written by hand; 1 where a line is wrong."""
    parser = _parser_of_file(
        "check", "Find the first wrong line of a backward pass written by hand."
    )
    parser.add_argument("--loss", metavar="NAME", help="what is differentiated")
    parser.add_argument("--json", action="store_true", help="print the verdicts as JSON")
    options = parser.parse_intermixed_args(arguments)
    text = _read(parser, options.file)
    try:
        found = graphs.check(text, _inputs(parser, options.inputs, options.words), options.loss)
    except graphs.GraphError as error:
        print(_show(text, error), file=sys.stderr)
        return 1
    print(json.dumps(found, ensure_ascii=False) if options.json else verdicts(found))
    return 1 if found["first_wrong"] else 0


def _train(arguments: Sequence[str]) -> int:
    """``train FILE.py``: moves a program's parameters; 1 where it has an error or diverges."""
    parser = _parser_of_file(
        "train", "Train a program's parameters to make its output, one number, small."
    )
    training.add_options(parser)
    options = parser.parse_intermixed_args(arguments)
    text = _read(parser, options.file)
    try:
        run, records = training.trained(
            text, _inputs(parser, options.inputs, options.words), options
        )
        print(training.told(run, records))
        if options.csv:
            options.csv.write_text(training.log(records, run.plan.parameters), encoding="utf-8")
    except graphs.GraphError as error:
        print(_show(text, error), file=sys.stderr)
        return 1
    except OSError as error:
        parser.error(f"cannot write the log: {error}")
    return 0 if run.reason is None else 1


def _read(parser: argparse.ArgumentParser, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        parser.error(f"cannot read {path}: {error}")


def _inputs(
    parser: argparse.ArgumentParser, path: Path | None, words: Sequence[str]
) -> dict[str, object]:
    inputs: dict[str, object] = {}
    if path is not None:
        try:
            read = json.loads(_read(parser, path))
        except (ValueError, RecursionError) as error:
            parser.error(f"{path} is not JSON: {error}")
        if not isinstance(read, dict):
            parser.error(f"{path} must hold one object of names and values")
        inputs |= read
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip().isidentifier():
            parser.error(f"{word!r} is not name=value")
        try:
            inputs[name.strip()] = json.loads(value) if "[" in value else float(value)
        except (ValueError, RecursionError):
            parser.error(f"{value!r} is not a number, nor a list like [[1, 2], [3, 4]], for {name}")
    return inputs


def _save(trace: graphs.Trace, options: argparse.Namespace) -> bool:
    if options.dot:
        options.dot.write_text(dot_source(trace.evaluation.model), encoding="utf-8")
    if not (options.svg or options.png or options.pdf):
        return bool(options.dot)
    svg = trace.svg(options.step)
    if options.svg:
        options.svg.write_text(export.standalone(svg), encoding="utf-8")
    if options.png:
        options.png.write_bytes(export.png(svg))
    if options.pdf:
        options.pdf.write_bytes(export.pdf(svg))
    return True


def _table(trace: graphs.Trace) -> str:
    """Values and gradients, a named or computed node a row, in the order of the text."""
    rows = [("", "gate", "value", "gradient")]
    for node in trace.evaluation.model.nodes:
        if node.kind == "constant":
            continue
        gradient = trace.evaluation.gradients.get(node.index)
        rows.append(
            (
                trace.evaluation.labels[node.index].text,
                node.op,
                write(trace.evaluation.node_values[node.index], trace.evaluation.digits),
                "" if gradient is None else write(gradient, trace.evaluation.digits),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        f"{name:<{widths[0]}}  {op:<{widths[1]}}  {value:>{widths[2]}}  {gradient:>{widths[3]}}"
        for name, op, value, gradient in rows
    ]
    notes = [
        f"warning: {f'line {note.line}: ' if note.line else ''}{note.message}"
        for note in trace.warnings
    ]
    return "\n".join([*lines, *notes])


def _show(text: str, error: graphs.GraphError) -> str:
    """The error with a caret under its place."""
    lines = [f"error: {error.message}"]
    source = text.split("\n")
    if error.line is not None and error.line <= len(source):
        shown = source[error.line - 1]
        column = error.column or 0
        width = max((error.end_column or column + 1) - column, 1)
        before = re.sub(r"\S", " ", shown[:column].ljust(column))  # a tab stays as wide
        lines += [f"  line {error.line}:", f"    {shown}", f"    {before}{'^' * width}"]
    if error.hint:
        lines.append(f"  {error.hint}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
