"""Reading a drawing of ours: its namespace, and what of it stands still while one steps."""

from __future__ import annotations

import re

import graphs

SVG = "{http://www.w3.org/2000/svg}"
# Places and sizes: everything but states and texts.
MOVING = re.compile(
    r" (?:data-state|data-now|data-upstream|visibility|fill|stroke|stroke-width|stroke-dasharray"
    r'|stroke-linecap|font-size|font-weight|aria-label)="[^"]*"'
)


def still(svg: str) -> str:
    """A drawing without its states, texts and shades: what is the same at every step."""
    placed = re.sub(r' data-(level|ill)="[^"]*"', "", MOVING.sub("", svg))
    placed = re.sub(r'<path class="zigzag"[^>]*/>', "", placed)
    return re.sub(r'(class="number"[^>]*>)[^<]*', r"\1", placed)


def drawings(trace: graphs.Trace) -> list[str]:
    """A trace's picture after each of its steps, and whole."""
    return [trace.svg(step) for step in (*range(len(trace.steps)), None)]
