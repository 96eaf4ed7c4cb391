"""What a worker does for training: it checks a plan, and meets again any iteration of a run.

A run's values at an iteration are computed from the checkpoint before it; the runs asked for last
stay in the process, so that the next iteration is one update away.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import graphs
from graphs.autodiff.forward import checked
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Value
from graphs.payload.encode import encode
from graphs.training import OPTIMIZERS, Training, guess
from graphs.training.boundary import boundary
from graphs.training.plan import filled
from graphs.training.recognise import recognised
from graphs.training.surface import surface
from graphs.training.update_in_numbers import formula
from web.http.query import Query
from web.training.run_files import Files
from web.training.trainer import plan_of

REMEMBERED = 4  # runs
HISTORY = 32_000_000  # bytes of a run's checkpoints in this process
MOST_PATH = 200  # points of a path
QUICK = 2.0  # seconds of work that a path may compute again
WHOLE = 2**62

_recent: OrderedDict[Path, Training] = OrderedDict()
_lock = threading.RLock()  # a server without workers answers from several threads


def training_at(files: Files, iteration: int, limits: Limits) -> Training:
    """A run that stands at an iteration or behind it, and remembers what it needs for it.

    Raises:
        GraphError: the run has not come so far.
    """
    reached = files.read("state")["iteration"]
    if not 0 <= iteration <= reached:
        raise graphs.GraphError(
            f"The run has no iteration {iteration}.", hint=f"It stands at iteration {reached}."
        )
    training = _recent.get(files.folder)
    if training is None:
        asked = files.read("plan")
        training = _recent[files.folder] = Training(plan_of(asked), limits, budget=HISTORY)
    _recent.move_to_end(files.folder)
    while len(_recent) > REMEMBERED:
        _recent.popitem(last=False)
    near = files.checkpoint(iteration)
    if near is not None and near.iteration > training.iteration:
        training.resume(near, [])
    elif near is not None:
        training.history.start_from(near, iteration)
    while training.iteration < iteration:
        training.advance()
    return training


def values_at(folder: Path, run: str, iteration: int, limits: Limits) -> dict[str, Value]:
    """The parameters of a run at an iteration, and the rows of its batch."""
    with _lock, np.errstate(all="ignore"):
        return training_at(Files(folder, run), iteration, limits).values_at(iteration)


def overlaid(query: Query, folder: Path, limits: Limits, batch: bool = True) -> Query:
    """The query with a run's values in place of its own; without ``batch`` the data stay whole.

    Raises:
        Refused: there is no such run.
        GraphError: it has not come so far.
    """
    if query.run is None:
        return query
    run, iteration = query.run
    plan = Files(folder, run).read("plan")["train"]
    values = values_at(folder, run, iteration, limits)
    if not batch:
        values = {name: value for name, value in values.items() if name not in plan["data"]}
    inputs: Mapping[str, Any] = {**query.inputs, **values}
    return replace(query, inputs=inputs, seed=plan["seed"], run=None)


def plan_data(query: Query, folder: Path, limits: Limits) -> dict[str, Any]:
    """What the inputs of a program seem to be, whether it trains itself, and every optimizer."""
    found = recognised(query.program, query.inputs, limits)
    parameters: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    scalar = False
    try:
        graph = parse(query.program, checked(query.inputs), query.output, None, limits, query.seed)
        parameters, data = guess(graph)
        scalar = not graph.nodes[graph.output].shape
    except graphs.GraphError:
        if found is None:
            raise
    return {
        "parameters": list(parameters),
        "data": list(data),
        "scalar": scalar,
        "recognised": None if found is None else found.to_dict(),
        "optimizers": [
            {
                "name": row.name,
                "title": row.title,
                "text": row.text,
                "latex": formula(row),
                "remark": row.remark,
                "source": row.source,
                "settings": dict(row.settings),
            }
            for row in OPTIMIZERS.values()
        ],
    }


def start_data(query: Query, folder: Path, limits: Limits) -> dict[str, Any]:
    """A plan held to its program: how to train, with nothing left out."""
    asked = dict(query.train)
    seed = asked["seed"] if query.seed is None else query.seed

    def read() -> Graph:
        return parse(query.program, checked(query.inputs), query.output, None, limits, seed)

    roles = filled(read, asked["parameters"], asked["data"])
    plan = plan_of(
        {
            "program": query.program,
            "inputs": query.inputs,
            "output": query.output,
            "train": {**asked, **roles._asdict(), "seed": seed},
        }
    )
    Training(plan, limits)
    return {
        "parameters": list(plan.parameters),
        "data": list(plan.data),
        "optimizer": plan.optimizer,
        "settings": dict(plan.settings),
        "iterations": plan.iterations,
        "batch": plan.batch,
        "seed": plan.seed,
    }


def update_data(query: Query, folder: Path, limits: Limits) -> dict[str, Any]:
    """The optimizer's rule with the numbers of the update after an iteration."""
    assert query.run is not None
    run, iteration = query.run
    with _lock, np.errstate(all="ignore"):
        training = training_at(Files(folder, run), iteration, limits)
        return training.update_at(iteration).to_dict()


def surface_data(query: Query, folder: Path, limits: Limits) -> dict[str, Any]:
    """The loss over two numbers, and the path of a run on it."""
    asked = query.train
    path = [] if asked["run"] is None else _path(Files(folder, asked["run"]), limits)
    query = overlaid(query, folder, limits)
    found = surface(
        query.program,
        query.inputs,
        asked["of"],
        output=query.output,
        ranges=asked["ranges"],
        path=path,
        seed=query.seed,
        limits=limits,
    )
    return {
        "names": list(found.names),
        "x": found.x.tolist(),
        "y": found.y.tolist(),
        "z": encode(found.z, WHOLE),
        "path": [list(point) for point in found.path],
        "note": found.note,
    }


def _path(files: Files, limits: Limits) -> list[tuple[int, Mapping[str, Value]]]:
    """Values along a run: evenly chosen iterations, or its checkpoints where that takes long."""
    state = files.read("state")
    last = state["iteration"]
    plan = plan_of(files.read("plan"))
    if state["seconds"] > QUICK:
        known = [files.checkpoint(one) for one in files.checkpoints()]
        inputs = Training(plan, limits, budget=0).inputs
        return [(one.iteration, {**inputs, **one.values}) for one in known if one is not None]
    chosen = set(np.linspace(0, last, min(MOST_PATH, last + 1)).round().astype(int).tolist())
    training = Training(plan, limits, budget=0)
    found: list[tuple[int, Mapping[str, Value]]] = []
    for iteration in range(last + 1):
        if iteration in chosen:
            found.append((iteration, {**training.inputs, **training.values_at(iteration)}))
        if iteration < last:
            training.advance()
    return found


def boundary_data(query: Query, folder: Path, limits: Limits) -> dict[str, Any]:
    """What the program says of each point of the plane, at a run's iteration."""
    asked = query.train
    query = overlaid(query, folder, limits, batch=False)
    now = graphs.trace(
        query.program, query.inputs, query.output, limits=limits, seed=query.seed
    ).evaluation
    found = boundary(now, asked["features"], asked["labels"], asked["scores"])
    return {
        "kind": found.kind,
        "x": found.x.tolist(),
        "y": None if found.y is None else found.y.tolist(),
        "classes" if found.kind == "classes" else "scores": encode(found.values, WHOLE),
        "points": encode(found.points, WHOLE),
        "node": found.node,
        "threshold": found.threshold,
    }


JOBS: Mapping[str, Callable[[Query, Path, Limits], dict[str, Any]]] = {
    "plan": plan_data,
    "start": start_data,
    "update": update_data,
    "surface": surface_data,
    "boundary": boundary_data,
}
