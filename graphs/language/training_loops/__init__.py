"""Loops that train: how they are told, and drawn for one pass."""
