"""Numbers with a name of their own: ``np.pi``, ``math.e``."""

from __future__ import annotations

import math
from collections.abc import Mapping

CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan}
