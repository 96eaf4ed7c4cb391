"""What a worker does for training: one row a job, beside the jobs of web/work/jobs.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import graphs
from graphs.autodiff.forward import normalize_inputs
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Value
from graphs.payload.encode import encode
from graphs.training import OPTIMIZERS, Training, guess
from graphs.training.boundary import boundary
from graphs.training.explain_update import formula
from graphs.training.plan import complete_roles
from graphs.training.surface import surface
from graphs.updates.optimizers import WRITTEN
from graphs.updates.written_rule import own_training
from web.http.answer import Answer, json_answer
from web.http.query import Query
from web.training.run_files import Files
from web.training.run_values import update_after, with_run, with_run_if_kept
from web.training.trainer import plan_of, settings_of
from web.work.jobs import JOBS, Job

MOST_PATH = 200  # points of a path
QUICK = 2.0  # seconds of work that a path may compute again
WHOLE = 2**62  # elements: an array is sent in full, whatever its size

Make = Callable[[Path, Query, Limits], dict[str, Any]]


def filled(query: Query, limits: Limits, seed: int | None) -> Query:
    """The query with the values that the page shows for names to which the text gives none."""
    if not query.fill:
        return query
    try:
        trace = graphs.trace(
            query.program,
            query.inputs,
            query.output,
            fill=True,
            call=query.call,
            generate=query.generate,
            limits=limits,
            seed=seed,
        )
    except graphs.GraphError:
        return query  # the job says what is wrong
    entries = trace.evaluation.model.inputs.items()
    values = {name: entry.default for name, entry in entries if entry.filled}
    return replace(query, inputs={**values, **query.inputs})


def plan_data(folder: Path, query: Query, limits: Limits) -> dict[str, Any]:
    """What the inputs of a program seem to be, whether it trains itself, and every optimizer."""
    query = filled(query, limits, query.seed)
    own_loop = own_training(query.program, query.inputs, limits)
    parameters: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    scalar = False
    try:
        graph = parse(
            query.program, normalize_inputs(query.inputs), query.output, None, limits, query.seed
        )
        parameters, data = guess(graph)
        scalar = not graph.nodes[graph.output].shape
    except graphs.GraphError:
        if own_loop is None:
            raise
    own_rule = [WRITTEN] if own_loop is not None and own_loop.optimizer == WRITTEN.name else []
    return {
        "parameters": list(parameters),
        "data": list(data),
        "scalar": scalar,
        "recognised": None if own_loop is None else own_loop.to_dict(),
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
            for row in (*OPTIMIZERS.values(), *own_rule)
        ],
    }


def start_data(folder: Path, query: Query, limits: Limits) -> dict[str, Any]:
    """A plan held to its program: how to train, with nothing left out; and the values of inputs
    that the text gives none."""
    train = dict(query.train or {})
    seed = train["seed"] if query.seed is None else query.seed
    posted, query = query, filled(query, limits, seed)

    def read() -> Graph:
        return parse(
            query.program, normalize_inputs(query.inputs), query.output, None, limits, seed
        )

    roles = complete_roles(read, train["parameters"], train["data"])
    plan = plan_of(
        {
            "program": query.program,
            "inputs": query.inputs,
            "output": query.output,
            "train": {**train, **roles._asdict(), "seed": seed},
        }
    )
    plan = Training(plan, limits).plan
    new = query.inputs.keys() - posted.inputs.keys()
    return {
        "filled": {name: encode(query.inputs[name], WHOLE) for name in query.inputs if name in new},
        "parameters": list(plan.parameters),
        "data": list(plan.data),
        "optimizer": plan.optimizer,
        "settings": dict(plan.settings),
        "iterations": plan.iterations,
        "batch": plan.batch,
        "seed": plan.seed,
    }


def change_data(folder: Path, query: Query, limits: Limits) -> dict[str, Any]:
    """Other settings of a run, held to its program, with nothing left out."""
    assert query.run is not None
    files, at = Files(folder, query.run.id), query.run.iteration
    written = files.read("plan")
    now = settings_of(written, files.read("command"))
    plan = plan_of(written).changed(at, now["optimizer"], now["settings"], now["batch"])
    changed = plan.changed(at, **{"batch": now["batch"], **(query.train or {})})
    last = changed.stretches.all[-1]
    if last.batch not in {stretch.batch for stretch in plan.stretches.all}:
        Training(changed, limits)  # whether the program takes such a batch
    return {"optimizer": last.optimizer, "settings": dict(last.settings), "batch": last.batch}


def update_data(folder: Path, query: Query, limits: Limits) -> dict[str, Any]:
    """The optimizer's rule with the numbers of the update after an iteration."""
    assert query.run is not None
    return update_after(folder, query.run, limits)


def surface_data(folder: Path, query: Query, limits: Limits) -> dict[str, Any]:
    """The loss over two numbers, and the path of a run on it."""
    query = filled(query, limits, query.seed)
    fields = dict(query.train or {})
    path = [] if fields["run"] is None else _path(Files(folder, fields["run"]), limits)
    plotted = surface(
        query.program,
        query.inputs,
        fields["of"],
        output=query.output,
        ranges=fields["ranges"],
        path=path,
        seed=query.seed,
        limits=limits,
    )
    return {
        "names": list(plotted.names),
        "x": plotted.x.tolist(),
        "y": plotted.y.tolist(),
        "z": encode(plotted.z, WHOLE),
        "path": [list(point) for point in plotted.path],
        "note": plotted.note,
    }


def _path(files: Files, limits: Limits) -> list[tuple[int, Mapping[str, Value]]]:
    """Values along a run: evenly chosen iterations, or its checkpoints where that takes long."""
    state = files.read("state")
    last = state["iteration"]
    plan = plan_of(files.read("plan"))
    if state["seconds"] > QUICK:
        kept = [files.checkpoint(iteration) for iteration in files.checkpoints()]
        inputs = Training(plan, limits, budget=0).inputs
        return [(one.iteration, {**inputs, **one.values}) for one in kept if one is not None]
    chosen = set(np.linspace(0, last, min(MOST_PATH, last + 1)).round().astype(int).tolist())
    training = Training(plan, limits, budget=0)
    path: list[tuple[int, Mapping[str, Value]]] = []
    for iteration in range(last + 1):
        if iteration in chosen:
            path.append((iteration, {**training.inputs, **training.values_at(iteration)}))
        if iteration < last:
            training.advance()
    return path


def boundary_data(folder: Path, query: Query, limits: Limits) -> dict[str, Any]:
    """What the program says of each point of the plane, at a run's iteration."""
    query = filled(query, limits, query.seed)
    fields = dict(query.train or {})
    trace = graphs.trace(query.program, query.inputs, query.output, limits=limits, seed=query.seed)
    plane = boundary(
        trace.evaluation, fields["features"], fields["labels"], fields["scores"], limits
    )
    return {
        "kind": plane.kind,
        "x": plane.x.tolist(),
        "y": None if plane.y is None else plane.y.tolist(),
        "classes" if plane.kind == "classes" else "scores": encode(plane.values, WHOLE),
        "points": encode(plane.points, WHOLE),
        "node": plane.node,
        "threshold": plane.threshold,
    }


def all_jobs(folder: Path) -> dict[str, Job]:
    """The circuit's jobs, whose queries may name a run for its values, and those of training."""

    def row(make: Make, **rules: Any) -> Job:
        work = partial(_answer, make, folder)
        return Job(work, seconds="check_seconds", **rules)

    run, run_if_kept = partial(with_run, folder), partial(with_run_if_kept, folder)
    whole_data = partial(with_run, folder, batch=False)
    circuit = {name: replace(job, prepare=run) for name, job in JOBS.items()}
    return {
        **circuit,
        "page": replace(JOBS["page"], prepare=run_if_kept),
        "plan": row(plan_data),
        "start": row(start_data, kept=False),
        "change": row(change_data, kept=False),
        "update": row(update_data),
        "surface": row(surface_data, kept=False, prepare=run),
        "boundary": row(boundary_data, prepare=whole_data),
    }


def _answer(make: Make, folder: Path, query: Query, limits: Limits) -> Answer:
    return json_answer(make(folder, query, limits))
