"""Arrays changed in place: every name of an array, and of what it is a view of, sees it."""

from __future__ import annotations

from graphs.language import known_shapes, nodes
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import Wire
from graphs.language.views import VIEWS, root


def write(run: Reading, wire: Wire, new: Wire, node: Place) -> None:
    """An array becomes another one in place: every name of it, and of its base, sees it."""
    index = nodes.node_of(run, new, node)
    here, fresh, whole = wire, new, root(wire)
    while here.base is not None:
        assert here.view is not None
        shape = known_shapes.shape_of(run, here.base, node)
        gate, things, settings = VIEWS[here.view.gate.name](
            here.base, fresh, shape, here.view.settings
        )
        fresh = nodes.apply(run, gate, things, node, settings=settings)
        here = here.base
    whole.node, whole.literal = nodes.node_of(run, fresh, node), None
    whole.change += 1
    if wire is not whole:
        wire.node, wire.seen = index, whole.change
    for watcher in run.watchers:
        watcher.changed(run, wire)
