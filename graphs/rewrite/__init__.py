"""Graphs made from graphs: the backward pass, formulas, second derivatives, fused patterns."""
