"""What a gradient must be of where its name does not tell it."""

from __future__ import annotations

import numpy as np

from graphs.check.log import Version
from graphs.check.provenance import Program
from graphs.language.gradient_names import STEPS, is_called_gradient, looks_like_gradient
from graphs.model.ancestors import ancestors


def told(program: Program, version: Version) -> list[int]:
    """What a gradient's name says that it may be of, or else what it must be of."""
    found = program.candidates(version)
    if not found and (meant := meant_parameter(program, version)) is not None:
        return [meant]
    return found


def meant_parameter(program: Program, version: Version) -> int | None:
    """The parameter that a gradient must be of, whatever it is called: the one that an update
    moves by it, else the only one of its shape of which no other gradient is."""
    if is_called_gradient(version.name):
        alike = program.parameters
    elif _is_a_result(program, version):
        alike = program.inputs
    else:
        return None
    if program.may_differ(version.node):
        return None
    judged = {node for one, node in program.resolved.items() if one is not version}
    taken = program.named | judged
    for reader in version.readers:
        if (stepped := program.stepped.get(reader)) is not None:
            return None if stepped in taken else stepped
    nodes = program.graph.nodes
    left = [node for node in alike - taken if nodes[node].shape == nodes[version.node].shape]
    return left[0] if len(left) == 1 and not _goes_on(program, version) else None


def _is_a_result(program: Program, version: Version) -> bool:
    """Whether an array of any name is what the gradients come to: ``saliency = W @ dz``."""
    is_early = version.used or version.order < program.loss.order
    if is_early or not np.shape(program.values[version.node]):
        return False
    behind = ancestors(program.graph.nodes, [version.node]) - {version.node}
    return any(one.node in behind and looks_like_gradient(one.name) for one in program.gradients)


def _goes_on(program: Program, version: Version) -> bool:
    """Whether the gradient of something by its name is computed from a value; of a value that is
    not called a mere gradient, as dcarried is not, any gradient."""
    is_mere = STEPS.fullmatch(version.name)
    return any(
        later.order > version.order
        and (program.candidates(later) or not is_mere)
        and version.node in ancestors(program.graph.nodes, [later.node], version.node)
        for later in program.gradients
    )
