"""Whole programs in the manner of courses and blogs, written for these tests: by name."""

from __future__ import annotations

from importlib import import_module

from tests.support.course_programs.program import Program

THEMES = (
    *("linear_models", "classifiers", "networks", "small_networks", "network_classes"),
    *("module_classes", "layer_pairs", "loss_layers", "image_layers", "sequences", "attention"),
    *("words", "engines", "tapes", "optimizers", "steps", "numerics", "iterations"),
)


def gathered() -> dict[str, Program]:
    found: dict[str, Program] = {}
    for theme in THEMES:
        for name, program in import_module(f"{__name__}.{theme}").PROGRAMS.items():
            assert name not in found, name
            found[name] = program
    return found


PROGRAMS = gathered()
