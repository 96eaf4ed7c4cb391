"""The passes over a graph: values forward, gradients backward, and what both are checked with."""
