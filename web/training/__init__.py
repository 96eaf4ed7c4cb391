"""Runs of training on the server: their processes, their files, and their status for the page."""
