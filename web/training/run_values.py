"""The values of the inputs at any iteration of a run.

They are computed from the checkpoint before the iteration; the runs wanted last stay in the
process, so that the next iteration is one update away.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import graphs
from graphs.limits import Limits
from graphs.training import Plan, Training
from web.http.errors import Refused
from web.http.query import Query
from web.http.readers import RunIteration
from web.training.run_files import Files
from web.training.trainer import plan_of

REMEMBERED = 4  # runs
HISTORY = 32_000_000  # bytes of a run's checkpoints in this process

_recent: OrderedDict[Path, Training] = OrderedDict()
_lock = threading.RLock()  # a server without workers answers from several threads


def with_run(folder: Path, query: Query, limits: Limits, batch: bool = True) -> Query:
    """The query with a run's values in place of its own; without ``batch`` the data stay whole.

    Raises:
        Refused: there is no such run.
        GraphError: it has not come so far.
    """
    if query.run is None:
        return query
    plan = Files(folder, query.run.id).read("plan")["train"]
    try:
        with _lock, np.errstate(all="ignore"):
            training = _training_at(Files(folder, query.run.id), query.run.iteration, limits)
            values = training.values_at(query.run.iteration)
    except graphs.GraphError as error:
        error.graph = None  # the run's, not the query's
        raise
    if not batch:
        values = {name: value for name, value in values.items() if name not in plan["data"]}
    return replace(query, inputs={**query.inputs, **values}, seed=plan["seed"], run=None)


def with_run_if_kept(folder: Path, query: Query, limits: Limits) -> Query:
    """The same, for a page: it opens with its own values where the run is gone."""
    try:
        return with_run(folder, query, limits)
    except Refused:
        return replace(query, run=None)


def update_after(folder: Path, run: RunIteration, limits: Limits) -> dict[str, Any]:
    """The optimizer's rule with the numbers of the update after an iteration.

    Raises as ``with_run`` does.
    """
    with _lock, np.errstate(all="ignore"):
        training = _training_at(Files(folder, run.id), run.iteration, limits)
        update = training.update_at(run.iteration).to_dict()
        return update | {"right": training.right_at(run.iteration)}


def _training_at(files: Files, iteration: int, limits: Limits) -> Training:
    """A run at an iteration or past it, which remembers what it needs to look back at it."""
    reached = files.read("state")["iteration"]
    if not 0 <= iteration <= reached:
        raise graphs.GraphError(
            f"The run has no iteration {iteration}.", hint=f"It stands at iteration {reached}."
        )
    training, plan = _recent.get(files.folder), plan_of(files.read("plan"))
    if training is not None and training.plan.changes != plan.changes:
        training = _followed(training, plan)
    if training is None:
        training = _recent[files.folder] = Training(plan, limits, budget=HISTORY)
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


def _followed(training: Training, plan: Plan) -> Training | None:
    """A run with the changes made to it since; None where it has passed one of them."""
    try:
        training.follow(plan)
    except graphs.GraphError:
        return None
    return training
