"""The rules of updates: the table of optimizers, and what a text's own update is."""
