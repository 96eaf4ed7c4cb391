"""Passes over a graph: forward, backward, forward mode, paths, and the gradient check."""
