"""Calls, loops and passes as groups: which there are, and each of them closed into one gate."""
