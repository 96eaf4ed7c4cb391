"""A program's forward and backward pass as a script that runs as it stands.

``export`` writes NumPy in the lecture's style, one simple line a stage; or PyTorch or JAX, which
differentiate themselves and are checked against the gradients computed here; or the text of the
function that ``graphs.compile`` makes. The lines of the backward pass are the gates that the
gradient rules make when they run on graph expressions: there is no second table of rules.
"""

from __future__ import annotations

from graphs.code.export import export
from graphs.code.script import LANGUAGES, LEVELS, SCRIPTS, Code

__all__ = ["LANGUAGES", "LEVELS", "SCRIPTS", "Code", "export"]
