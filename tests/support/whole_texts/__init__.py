"""Whole texts as people have them: what is pasted, and what real Python says of its picture."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from tests.support.whole_texts.whole_text import WholeText, reference, reference_losses

FILES = (
    *("homework", "functions_networks", "functions_losses", "functions_courses"),
    *("layer_pairs", "layer_pairs_images", "classes_networks", "classes_layers"),
    *("snippets_slides", "snippets_blogs", "unrolled"),
    *("loops_plain", "loops_small", "loops_dictionaries", "loops_lists", "loops_optimizers"),
    *("loops_batches", "loops_until", "loops_classes", "loops_in_functions", "loops_unnamed"),
    *("loops_courses", "loops_rows", "loops_tutorials", "loops_moments", "loops_books"),
    *("notebooks_prompts", "notebooks_cells", "python2", "scripts", "scripts_plots"),
    "outside_data",
)

# By an entry's name: why it is not drawn yet, and why its own loop is not run yet.
GAPS: dict[str, str] = {
    "rows of two factors of a matrix": "passes that update nothing count as iterations",
}
TRAINING_GAPS: dict[str, str] = {
    "a cost that is computed every 50 passes": "only the passes that compute a cost have one",
}


def gathered() -> tuple[WholeText, ...]:
    found: dict[str, WholeText] = {}
    for file in FILES:
        for entry in import_module(f"{__name__}.{file}").TEXTS:
            assert entry.name not in found, entry.name
            gaps = GAPS.get(entry.name, ""), TRAINING_GAPS.get(entry.name, "")
            found[entry.name] = replace(entry, gap=gaps[0], training_gap=gaps[1])
    unknown = (GAPS.keys() | TRAINING_GAPS.keys()) - found.keys()
    assert not unknown, unknown
    return tuple(found.values())


TEXTS = gathered()

__all__ = ["TEXTS", "WholeText", "reference", "reference_losses"]
