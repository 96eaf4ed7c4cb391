"""Random programs in parts: one in make test, the others in make test-long."""

import pytest


def in_parts(count: int) -> pytest.MarkDecorator:
    """A test of so many parts, by its argument ``part``."""
    others = [pytest.param(part, marks=pytest.mark.long) for part in range(1, count)]
    return pytest.mark.parametrize("part", [0, *others])
