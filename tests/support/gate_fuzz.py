"""Every gate at the edges: empty shapes, sizes of 1, ties, huge, tiny, infinite and nan numbers.

``python -m tests.support.gate_fuzz 100000`` draws as many and prints how they ended. A draw is a
gate, one of its samples at other sizes, and values; it is tried as a text, and its value and
gradients are the same in reverse mode, in forward mode, compiled and in the exported script. Where
they are finite and no kink is near they are the central differences too.
"""

from __future__ import annotations

import random
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import graphs
from graphs.autodiff.forward import forward
from graphs.autodiff.jvp import basis_vector, jvp
from graphs.autodiff.kinks import is_at_kink
from graphs.code import SCRIPTS, export
from graphs.evaluation import Evaluation
from graphs.gates import GATES, Gate, inverses, whole_parts
from graphs.gates.row import AND, OR, Sample
from tests.support.gate_samples import LETTERS, arguments, samples

TRIED = [gate for gate in GATES if not gate.hidden]
POOL = (0.0, -0.0, 1.0, -1.0, 1e200, -1e200, 1e-200, -1e-200, 1e300, -1e300, 1e-300, -1e-300)
NOT_FINITE = (np.inf, -np.inf, np.nan)
SIZES = (0, 1, 1, 2, 3)
STEPS = tuple(10.0**-power for power in range(2, 10))
MOST_DIFFERENCES = 6  # elements of an argument that are compared with differences
NEAR = 1e-4  # relative
EPSILON = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Draw:
    """A program of one gate, weighted and summed, and its inputs."""

    gate: Gate
    text: str
    inputs: Mapping[str, Any]
    level: str  # of the script


class Fault(AssertionError):
    """A draw that does not hold: ``kind`` is what does not."""

    def __init__(self, kind: str, said: object) -> None:
        super().__init__(f"{kind}: {said}")
        self.kind = kind


def drawn(seed: int, gate: Gate | None = None) -> Draw:
    """A draw, of any gate where none is given."""
    source = random.Random(seed)
    gate = gate or source.choice(TRIED)
    sample = _resized(source, source.choice(samples(gate)))
    try:
        shape = gate.shape(
            *sample.shapes, *map(np.shape, sample.routing_values), **dict(sample.settings)
        )
    except ValueError:
        shape = ()
    letters = LETTERS[: len(sample.shapes) + len(sample.routing_values)]
    args = [
        _values(source, given) if gate.data or gate.differentiable(slot) else given
        for slot, given in enumerate(arguments(gate, sample, seed))
    ]
    if len(args) > 1 and source.random() < 0.2 and np.shape(args[0]) == np.shape(args[1]):
        args[1] = args[0]
    text = gate.write(letters, sample.settings)
    if gate.precedence in (AND, OR):
        text = f"np.{gate.name}({', '.join(letters)})"
    weights = np.random.default_rng(seed).uniform(0.5, 2.0, shape)
    inputs = dict(zip(letters, args, strict=True)) | {"w": weights}
    return Draw(gate, f"z = {text}\nf = np.sum(w * z)", inputs, source.choice(SCRIPTS))


def _resized(source: random.Random, sample: Sample) -> Sample:
    """A sample at other sizes, equal ones mostly staying equal."""
    if sample.routing_values or source.random() < 0.3:
        return sample
    sizes = sorted({size for shape in sample.shapes for size in shape})
    other = {size: source.choice(SIZES) for size in sizes}
    shapes = tuple(
        tuple(other[size] if source.random() < 0.95 else 1 for size in shape)
        for shape in sample.shapes
    )
    return Sample(shapes, sample.settings)


def _values(source: random.Random, ordinary: Any) -> Any:
    """Values in place of ordinary ones: those themselves, few of the pool, or equal ones."""
    values = np.array(ordinary, dtype=float)
    kind = source.choice(("ordinary", "finite", "finite", "any", "equal", "large"))
    pool = POOL if kind != "any" else (*POOL, *NOT_FINITE)
    flat = values.reshape(-1)
    for place in range(flat.size):
        if kind == "large":
            flat[place] *= 10.0 ** source.choice((-3, 1, 2, 3, 5))
        elif kind == "equal":
            flat[place] = flat[0] if place else source.choice((flat[0], 0.1, source.choice(pool)))
        elif kind != "ordinary" and source.random() < 0.5:
            flat[place] = source.choice(pool)
    return values if values.ndim else float(values)


def tried(draw: Draw) -> str:
    """How a draw ends: "refused" by a GraphError, or in what was compared.

    Raises:
        Fault: something does not hold; also where anything but a GraphError is raised.
    """
    try:
        trace = graphs.trace(draw.text, draw.inputs)
    except graphs.GraphError:
        return "refused"
    evaluation = trace.evaluation
    assert trace.steps
    names = [name for name in draw.inputs if evaluation.model.inputs[name].node in wrt(evaluation)]
    grads = {name: np.asarray(evaluation.gradients[node_of(evaluation, name)]) for name in names}
    _same("compiled", draw, evaluation, grads, _compiled)
    _same("script", draw, evaluation, grads, _script)
    ends = ["traced"]
    if all(np.all(np.isfinite(it)) for it in (*grads.values(), *evaluation.node_values)):
        _forward_mode(evaluation, grads)
        ends.append("forward mode")
        if not draw.gate.data and _is_smooth(draw, evaluation):
            for name in names[:-1]:  # but w, which only weighs
                _differences(evaluation, name, grads[name])
            ends.append("differences")
    return ", ".join(ends)


def wrt(evaluation: Evaluation) -> frozenset[int]:
    graph = evaluation.model
    return frozenset(index for index in graph.wrt if graph.depends_on_wrt[graph.output])


def node_of(evaluation: Evaluation, name: str) -> int:
    return evaluation.model.inputs[name].node


def _compiled(draw: Draw, evaluation: Evaluation) -> dict[str, Any]:
    value, grads = graphs.compile(draw.text)(**draw.inputs)
    return {"f": value} | grads


def _script(draw: Draw, evaluation: Evaluation) -> dict[str, Any]:
    made: dict[str, Any] = {"__name__": "script"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(export(evaluation, level=draw.level).text, "script", "exec"), made)
    return {"f": made.get("f")} | {
        name: made[f"d{name}"] for name in draw.inputs if f"d{name}" in made
    }


def _same(
    kind: str,
    draw: Draw,
    evaluation: Evaluation,
    grads: Mapping[str, Any],
    run: Callable[[Draw, Evaluation], dict[str, Any]],
) -> None:
    """What another way gives is what the trace gives."""
    try:
        made = run(draw, evaluation)
    except Exception as error:
        raise Fault(f"{kind} raises", f"{type(error).__name__}: {error}") from error
    wanted = dict(grads)
    if made["f"] is not None:
        wanted["f"] = np.asarray(evaluation.node_values[evaluation.model.output])
    for name, value in wanted.items():
        found = np.asarray(made.get(name, value), dtype=float)
        if draw.gate.work and found.shape == value.shape:  # BLAS adds with other intermediates
            sure = np.isfinite(value) & np.isfinite(found)
            found, value = found[sure], value[sure]
        if not _equal(found, value):
            raise Fault(kind, f"{name} is {found}, not {value}")


def _equal(found: Any, wanted: Any) -> bool:
    found, wanted = np.asarray(found, dtype=float), np.asarray(wanted, dtype=float)
    if found.shape != wanted.shape:
        return False
    finite = np.abs(wanted[np.isfinite(wanted)])
    scale = float(np.max(finite, initial=0.0))
    with np.errstate(all="ignore"):
        return np.allclose(found, wanted, rtol=1e-8, atol=1e-12 * scale, equal_nan=True)


def _forward_mode(evaluation: Evaluation, grads: Mapping[str, Any]) -> None:
    graph, values = evaluation.model, evaluation.node_values
    rounding = EPSILON * float(np.max(np.abs(values[graph.names["z"]]), initial=0.0))
    for name, gradient in grads.items():
        start, flat = node_of(evaluation, name), gradient.reshape(-1)
        for element in range(min(flat.size, MOST_DIFFERENCES)):
            direction = basis_vector(values[start], element)
            tangent = jvp(graph, values, start, direction).get(graph.output, 0.0)
            if not _equal(tangent, flat[element]) and not abs(tangent - flat[element]) <= max(
                1e-9 * float(np.max(np.abs(flat))), rounding
            ):
                raise Fault("forward mode", f"d{name}[{element}] is {tangent}, not {flat}")


def _is_smooth(draw: Draw, evaluation: Evaluation) -> bool:
    """Whether differences can tell the gradient: not at a kink, nor between steps that are closer
    than numbers are, nor for a matrix that is nearly singular."""
    graph, values = evaluation.model, evaluation.node_values
    if is_at_kink(graph, values, range(len(graph.nodes))):
        return False
    args = [values[node_of(evaluation, name)] for name in draw.inputs if name != "w"]
    if draw.gate in whole_parts.ROWS:
        with np.errstate(all="ignore"):
            quotient = np.abs(np.divide(args[0], args[-1] if len(args) > 1 else 1.0))
        return bool(np.all(quotient < 1 / EPSILON))
    if draw.gate in inverses.ROWS and np.size(args[0]):
        return bool(np.all(np.linalg.cond(args[0]) < 1e6))
    return True


def _differences(evaluation: Evaluation, name: str, gradient: Any) -> None:
    """The gradient against central differences: the best of several relative steps."""
    graph, flat = evaluation.model, gradient.reshape(-1)
    at = np.array(evaluation.node_values[node_of(evaluation, name)], dtype=float)
    weights = evaluation.node_values[node_of(evaluation, "w")]
    inputs = {key: evaluation.node_values[entry.node] for key, entry in graph.inputs.items()}

    def output(element: int, step: float) -> Any:
        moved = at.copy()
        moved.reshape(-1)[element] += step
        values, _ = forward(graph, inputs | {name: moved[()]})
        return np.asarray(values[graph.names["z"]], dtype=float)

    middle = np.asarray(evaluation.node_values[graph.names["z"]], dtype=float)
    gate = graph.nodes[graph.names["z"]].gate
    added = [middle] if gate is None or gate.elementwise else [middle, *inputs.values()]
    size_of_terms = max(float(np.max(np.abs(it), initial=0.0)) for it in added)
    for element in range(min(flat.size, MOST_DIFFERENCES)):
        size = abs(float(at.reshape(-1)[element]))
        for scale in (size,) if size else (1.0, 1e-200):
            slopes = []
            for step in (one * scale for one in STEPS):
                sides = output(element, step) - middle, middle - output(element, -step)
                with np.errstate(all="ignore"):
                    slopes.append([step, *(float(np.sum(weights * (it / step))) for it in sides)])
            _judge(f"d{name}[{element}]", float(flat[element]), slopes, size_of_terms)


def _judge(name: str, gradient: float, slopes: list[list[float]], terms: float) -> None:
    """Hold a gradient against the slopes above and below, by step, where those are sure: three in
    a row that agree, on both sides, and larger than the rounding of ``terms``."""
    for rows in zip(slopes, slopes[1:], slopes[2:], strict=False):
        numeric = [(above + below) / 2 for _, above, below in rows]
        largest = max(abs(one) for row in rows for one in row[1:])
        if (
            not np.isfinite(largest)
            or max(max(numeric) - min(numeric), *(abs(above - below) for _, above, below in rows))
            > NEAR * largest
        ):
            continue
        step, change = rows[-1][0], max(largest, abs(gradient)) * rows[-1][0]
        if step < 1e-305 or change < max(1e-300, 1e4 * EPSILON * terms):
            continue
        if abs(numeric[1] - gradient) > 10 * NEAR * max(largest, abs(gradient)):
            raise Fault("differences", f"{name} is {gradient}, not {numeric[1]}")


def run(seeds: range) -> Iterator[tuple[int, Draw, str]]:
    """Each draw with its end: what was compared, or the fault."""
    for seed in seeds:
        draw = drawn(seed)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                yield seed, draw, tried(draw)
        except Fault as fault:
            yield seed, draw, f"FAULT {fault}"
        except Exception as error:
            yield seed, draw, f"FAULT raises: {type(error).__name__}: {error}"


def main(count: int, start: int = 0, shown: int = 3) -> int:
    """Run as many draws and print how they ended; 1 where one does not hold."""
    ends: Counter[str] = Counter()
    faults: Counter[tuple[str, str]] = Counter()
    for seed, draw, end in run(range(start, start + count)):
        if not end.startswith("FAULT"):
            ends[end] += 1
            continue
        key = (draw.gate.name, end.split(":")[0])
        faults[key] += 1
        ends[end.split(":")[0]] += 1
        if faults[key] <= shown:
            print(f"--- {seed} {draw.gate.name}: {end[:300]}\n{draw.text}\n{dict(draw.inputs)}")
    for end, often in ends.most_common():
        print(f"{often:>8} {end}")
    for (name, end), often in faults.most_common():
        print(f"{often:>8} {name}: {end}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:] or ["100000"])))
