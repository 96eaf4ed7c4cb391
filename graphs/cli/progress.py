"""A progress bar on long work at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 0.5  # shorter work shows no bar


def progress(work: Iterable[T], total: int, unit: str) -> Iterable[T]:
    """The same items, with a bar on stderr that counts them up to ``total``.

    There is no bar where stderr is no terminal, as in pipes and tests.
    """
    if not sys.stderr.isatty():
        return work
    from tqdm import tqdm  # for weight: where no bar is shown it is not needed

    bar: Iterable[T] = tqdm(work, total=total, unit=unit, delay=SECONDS, leave=False)
    return bar
